package org.port17.launcher.demo;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.port17.launcher.cli.LaunchException;
import org.port17.launcher.world.Spot;
import org.port17.launcher.world.World;

/** The demo's checks find what they are there for. */
class WorldProofTest {
    private final World world = World.read();
    private final Spot osaka = world.origins().get(0);

    private Spot node(String name) {
        return world.nodes().stream()
                .filter(s -> s.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Visit visit(Spot origin, long line, String explained, String seen, String... route) {
        List<Spot> way = List.of(route).stream().map(this::node).toList();
        Map<String, Object> said = Map.of(
                "ruling", Map.of("line", line),
                "route", Map.of("exit", explained, "trusted", node(explained).trusted()));
        return new Visit("browser", origin, true, way, node(seen), 1, said);
    }

    private Visit to(Spot origin, String exit) {
        return visit(origin, 0, exit, exit, "new-york", "rotterdam", exit);
    }

    private static void fails(String sentence, Check check) {
        LaunchException failed = assertThrows(LaunchException.class, check::run);
        assertEquals(LaunchException.FAILED, failed.exitCode());
        assertTrue(failed.getMessage().contains(sentence), failed.getMessage());
    }

    private interface Check {
        void run() throws LaunchException;
    }

    @Test
    void aRouteHasDistinctOwnersAndEndsAtTheExitThatEverybodyNames() {
        assertDoesNotThrow(() -> WorldProof.route(to(osaka, "tokyo")));
        fails("fewer than 3", () -> WorldProof.route(visit(osaka, 0, "tokyo", "tokyo", "seattle", "tokyo")));
        fails("one owner", () -> WorldProof.route(visit(osaka, 0, "tokyo", "tokyo", "amsterdam", "seattle", "tokyo")));
        fails("no exit", () -> WorldProof.route(visit(osaka, 0, "nagoya", "nagoya", "seattle", "busan", "nagoya")));
        fails("saw Seoul", () -> WorldProof.route(visit(osaka, 0, "tokyo", "seoul", "seattle", "toronto", "tokyo")));
        fails("explain", () -> WorldProof.route(visit(osaka, 0, "seoul", "tokyo", "seattle", "toronto", "tokyo")));
    }

    @Test
    void exitsAreNearTheirOwnOrigin() {
        Spot berlin = world.origins().get(1);
        Spot rio = world.origins().get(2);
        assertDoesNotThrow(
                () -> WorldProof.near(List.of(to(osaka, "seoul"), to(berlin, "zurich"), to(rio, "santiago"))));
        fails(
                "farther away",
                () -> WorldProof.near(List.of(to(osaka, "zurich"), to(berlin, "seoul"), to(rio, "santiago"))));
        fails("share", () -> WorldProof.near(List.of(to(osaka, "seoul"), to(berlin, "seoul"), to(rio, "santiago"))));
    }

    @Test
    void theRuleMustHaveDecided() throws Exception {
        WorldRules rules = WorldRules.of(world);
        Spot far = world.farthest(osaka);
        Visit good = visit(osaka, 2, far.name(), far.name(), "seattle", "toronto", far.name());
        assertDoesNotThrow(() -> WorldProof.byRule(good, to(osaka, "tokyo"), rules));
        fails("no rule", () -> WorldProof.byRule(to(osaka, far.name()), to(osaka, "tokyo"), rules));
        Visit elsewhere = visit(osaka, 2, "seoul", "seoul", "seattle", "toronto", "seoul");
        fails("left through Seoul", () -> WorldProof.byRule(elsewhere, to(osaka, "tokyo"), rules));
        fails("left through", () -> WorldProof.byRule(good, to(osaka, far.name()), rules));
    }

    @Test
    void plaintextNeedsTrust() {
        assertDoesNotThrow(() -> WorldProof.plaintext(List.of(to(osaka, "tokyo")), List.of(), world, true));
        fails("not trusted", () -> WorldProof.plaintext(List.of(to(osaka, "taipei")), List.of(), world, true));
        fails("a rule asked", () -> WorldProof.plaintext(List.of(to(osaka, "tokyo")), List.of(), world, false));
    }
}
