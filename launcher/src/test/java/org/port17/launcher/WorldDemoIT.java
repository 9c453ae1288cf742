package org.port17.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The demo of a world as a user starts it: what its last line says of exits, and that nothing is left. Among the long tests,
 * since 21 Karafs take more than two minutes to start on two cores.
 */
@Tag("long")
class WorldDemoIT {
    @TempDir
    Path temp;

    @Test
    void exitsAreNearByRuleAndTrustedForPlaintext() throws Exception {
        try (LaunchedProgram launcher = new LaunchedProgram(temp)) {
            var demo = launcher.run("demo", "--world", "--once");
            assertEquals(0, demo.code(), demo.errors());
            Map<String, Object> json = demo.json();
            assertEquals(true, json.get("ok"));
            assertEquals(List.of(20L, 12L, 9L), List.of(json.get("nodes"), json.get("countries"), json.get("owners")));

            List<Map<?, ?>> near = visits(json.get("near"));
            assertEquals(Set.of("JP", "DE", "BR"), values(near, "origin_country"));
            assertEquals(3, values(near, "exit").size());

            Map<?, ?> byRule = (Map<?, ?>) json.get("by_rule");
            assertEquals(near.get(0).get("origin"), byRule.get("origin"));
            assertNotEquals(near.get(0).get("exit"), byRule.get("exit"));
            assertNotEquals(0L, ((Map<?, ?>) ((Map<?, ?>) byRule.get("explain")).get("ruling")).get("line"));

            Map<?, ?> plaintext = (Map<?, ?>) json.get("plaintext");
            List<Map<?, ?>> clear = visits(plaintext.get("visits"));
            assertEquals(Set.of(true), values(clear, "exit_trusted"));
            assertEquals(Set.of(false), values(clear, "encrypted"));
            assertEquals(false, ((Map<?, ?>) plaintext.get("encrypted_through_community")).get("exit_trusted"));
            assertEquals(true, ((Map<?, ?>) plaintext.get("through_community")).get("refused"));
            assertNotNull(((Map<?, ?>) ((Map<?, ?>) plaintext.get("through_community")).get("explain")).get("refused"));

            launcher.assertNothingIsLeft(Set.of());
        }
    }

    /** Of all of them: three nodes or more, of different owners, and the origin saw the last. */
    private static List<Map<?, ?>> visits(Object list) {
        List<Map<?, ?>> visits =
                ((List<?>) list).stream().<Map<?, ?>>map(v -> (Map<?, ?>) v).toList();
        for (Map<?, ?> visit : visits) {
            List<Map<?, ?>> route = ((List<?>) visit.get("route"))
                    .stream().<Map<?, ?>>map(v -> (Map<?, ?>) v).toList();
            assertTrue(route.size() >= 3);
            assertEquals(route.size(), values(route, "owner").size());
            assertEquals(visit.get("exit"), route.get(route.size() - 1).get("node"));
            assertEquals(true, visit.get("origin_saw_exit"));
        }
        return visits;
    }

    private static Set<Object> values(List<Map<?, ?>> maps, String key) {
        Set<Object> values = new HashSet<>();
        maps.forEach(map -> values.add(map.get(key)));
        return values;
    }
}
