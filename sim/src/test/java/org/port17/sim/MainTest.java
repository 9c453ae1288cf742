package org.port17.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.port17.launcher.json.JsonException;
import org.port17.launcher.json.JsonReader;
import org.port17.sim.world.FakeRegistry;

class MainTest {
    private static final List<String> LEVEL_FIELDS = List.of(
            "level",
            "rtt_ratio_p50",
            "rtt_ratio_p95",
            "exit_km_p50",
            "same_country",
            "placement_gain_exit",
            "placement_gain_guard",
            "leak_bits_guard",
            "prekeys_in_hand",
            "same_owner",
            "same_as",
            "route_us_p99");

    private static final List<String> MAP_FIELDS =
            List.of("bytes", "diff_bytes_hour", "prekey_bytes_hour", "verify_ms", "index_ms");

    private record Ran(int code, String out, String err) {}

    private static Ran run(String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int code = Main.run(List.of(arguments), stream(out), stream(err), FakeRegistry::new);
        return new Ran(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static PrintStream stream(ByteArrayOutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }

    private static Ran small(String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("--nodes", "300", "--networks", "2", "--connections", "400", "--json"));
        arguments.addAll(Arrays.asList(more));
        return run(arguments.toArray(String[]::new));
    }

    private static Map<?, ?> lastLine(Ran ran) throws JsonException {
        assertEquals(0, ran.code(), ran.err());
        String[] lines = ran.out().split("\n");
        assertEquals(1, lines.length, "only the result goes to standard output");
        return (Map<?, ?>) JsonReader.read(lines[0]);
    }

    @Test
    void aSmallRunHasEveryFieldAndObeysTheRules() throws JsonException {
        Map<?, ?> result = lastLine(small());
        assertEquals(300L, ((Number) result.get("nodes")).longValue());
        List<?> levels = (List<?>) result.get("levels");
        assertEquals(4, levels.size());
        for (int i = 0; i < 4; i++) {
            Map<?, ?> level = (Map<?, ?>) levels.get(i);
            for (String field : LEVEL_FIELDS) {
                assertTrue(level.get(field) instanceof Number, field);
            }
            assertEquals(i + 1, ((Number) level.get("level")).intValue());
            assertEquals(0, ((Number) level.get("same_owner")).intValue());
            assertEquals(0, ((Number) level.get("same_as")).intValue());
            assertEquals(0, ((Number) level.get("same_hoster")).intValue());
        }
        List<?> baselines = (List<?>) result.get("baselines");
        assertEquals("random3", ((Map<?, ?>) baselines.get(0)).get("name"));
        assertEquals("nearest-exit", ((Map<?, ?>) baselines.get(1)).get("name"));
        Map<?, ?> map = (Map<?, ?>) result.get("map");
        for (String field : MAP_FIELDS) {
            assertTrue(((Number) map.get(field)).doubleValue() > 0, field);
        }
    }

    @Test
    void theBoundsOfPlacementHoldExactly() throws JsonException {
        List<?> levels = (List<?>) lastLine(small("--seed", "5")).get("levels");
        double[] exit = {12, 8, 5, 4};
        double[] guard = {8, 3, 1, 1};
        for (int i = 0; i < 4; i++) {
            Map<?, ?> level = (Map<?, ?>) levels.get(i);
            assertTrue(((Number) level.get("placement_gain_exit")).doubleValue() <= exit[i] + 1e-6);
            assertTrue(((Number) level.get("placement_gain_guard")).doubleValue() <= guard[i] + 1e-6);
        }
    }

    /** A third for who lies alone, half for two on one line; and they do gain, so the lies are told. */
    @Test
    void liarsGainNoMoreThanTheyMay() throws JsonException {
        Map<?, ?> lies = (Map<?, ?>) lastLine(small()).get("lies");
        double alone = ((Number) lies.get("liar_map_to_line_most")).doubleValue();
        double pair = ((Number) lies.get("pair_map_to_line_most")).doubleValue();
        assertTrue(alone > 1 && alone <= 4.0 / 3 + 1e-6, "alone " + alone);
        assertTrue(pair > 1 && pair <= 1.5 + 1e-6, "pair " + pair);
        assertTrue(((Number) lies.get("liar_map_gain")).doubleValue() > 1, "they gain something");
    }

    @Test
    void equalSeedsGiveEqualResultsAndOthersOthers() throws JsonException {
        String first = withoutTimes(lastLine(small("--seed", "9")));
        assertEquals(first, withoutTimes(lastLine(small("--seed", "9"))));
        assertFalse(first.equals(withoutTimes(lastLine(small("--seed", "10")))));
    }

    private static String withoutTimes(Map<?, ?> result) {
        return result.toString().replaceAll("(route_us_p\\d+|verify_ms|index_ms)=[^,}]*", "");
    }

    @Test
    void aReportHasTablesAndCharts(@TempDir Path folder) throws Exception {
        Path report = folder.resolve("new");
        Ran ran = small("--report", report.toString());
        assertEquals(0, ran.code(), ran.err());
        String tables = Files.readString(report.resolve("tables.md"));
        assertTrue(tables.contains("| level 4 ") && tables.contains("| random3 ") && tables.contains("| gamma 12 "));
        for (String chart : List.of("round-trips", "bound-rtt", "bound-km", "bound-gain")) {
            assertTrue(Files.readString(report.resolve(chart + ".svg")).startsWith("<svg "), chart);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--nodes",
                "--nodes 99",
                "--nodes many",
                "--nodes 300 --seed x",
                "--nodes 300 --seed 99999999999999999999",
                "--nodes 300 --networks 0",
                "--nodes 300 --connections 1",
                "--nodes 300 --nodes 300",
                "--nodes 300 --json=yes",
                "--nodes 300 --levels 4",
                "300"
            })
    void aWrongCommandLineIsOneSentenceAndCodeTwo(String line) {
        Ran ran = run(line.isEmpty() ? new String[0] : line.split(" "));
        assertEquals(2, ran.code());
        assertEquals("", ran.out());
        assertEquals(1, ran.err().lines().count(), ran.err());
        assertTrue(ran.err().startsWith("port17: "));
    }

    @Test
    void aReportThatCannotBeWrittenIsSaid(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        Ran ran = small("--report", file.resolve("below").toString());
        assertEquals(1, ran.code());
        assertTrue(ran.err().contains("the report cannot be written"), ran.err());
    }

    @Test
    void helpNamesEveryOption() {
        Ran ran = run("--help");
        assertEquals(0, ran.code());
        for (String option : List.of("--nodes", "--seed", "--networks", "--connections", "--report", "--json")) {
            assertTrue(ran.out().contains(option), option);
        }
    }
}
