package org.port17.edge.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.port17.api.view.HopView;
import org.port17.api.view.RelayView;
import org.port17.plugins.PluginKind;

class JsonTest {
    private static final int CASES = 20_000;

    @Test
    void recordsBecomeObjectsWithTheirNames() {
        assertEquals(
                "{\"circuits\":1,\"builds\":2,\"buildsRefused\":3,\"cellsForwarded\":4,\"bytesForwarded\":5,"
                        + "\"exitStreams\":6,\"exitBytes\":7,\"tagFailures\":9223372036854775807}",
                Json.line(new RelayView(1, 2, 3, 4, 5, 6, 7, Long.MAX_VALUE)));
        assertTrue(Json.line(List.of(new HopView("n", "a", "o", "CH", "S", 1, 2, 3)))
                .startsWith("[{\"node\":\"n\","));
    }

    @Test
    void everyKindOfValueHasItsForm() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("a", null);
        map.put("b", Double.NaN);
        map.put("c", -1.5);
        map.put("d", PluginKind.TRANSPORT);
        map.put("e", List.of());
        map.put("f", Map.of());
        map.put("g", Set.of(7));
        map.put("h", Arrays.asList(true, null));
        assertEquals(
                "{\"a\":null,\"b\":null,\"c\":-1.5,\"d\":\"transport\",\"e\":[],\"f\":{},\"g\":[7],\"h\":[true,null]}",
                Json.line(map));
    }

    @Test
    void everyTextSurvivesAndStaysOnOneHarmlessLine() {
        Random random = new Random(17);
        String nasty = "\"\\/\b\f\n\r\t\u0000\u001b\u007f\u0085\u2028\u2029\ud800\udc00\ufeff";
        for (int i = 0; i < CASES; i++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(40);
            for (int c = 0; c < length; c++) {
                text.append(
                        random.nextBoolean()
                                ? nasty.charAt(random.nextInt(nasty.length()))
                                : (char) random.nextInt(0x10000));
            }
            String line = Json.line(Map.of(text.toString(), text.toString()));
            assertTrue(line.chars().allMatch(c -> c >= 0x20 && c < 0x7f), line);
            int middle = line.length() / 2;
            assertEquals(':', line.charAt(middle), line);
            assertEquals(text.toString(), parsed(line.substring(1, middle)), line);
            assertEquals(text.toString(), parsed(line.substring(middle + 1, line.length() - 1)), line);
        }
    }

    @Test
    void whatATerminalWouldObeyIsMadeHarmless() {
        Random random = new Random(18);
        for (int i = 0; i < CASES; i++) {
            StringBuilder text = new StringBuilder();
            random.ints(random.nextInt(400), 0, 0x10000).forEach(c -> text.append((char) c));
            String safe = Units.safe(text.toString());
            assertTrue(safe.length() <= 203);
            assertTrue(safe.chars().noneMatch(c -> Character.isISOControl(c) || c == 0x202e || c == 0x2028));
        }
        assertEquals("?[31mred", Units.safe("\u001b[31mred"));
        assertEquals("Zürich", Units.safe("Zürich"));
    }

    @Test
    void unitsReadWell() {
        assertEquals("999 B", Units.bytes(999));
        assertEquals("1.0 kB", Units.bytes(1_000));
        assertEquals("1.0 MB", Units.bytes(999_999));
        assertEquals("268 MB", Units.bytes(268_435_456));
        assertEquals("9.2 EB", Units.bytes(Long.MAX_VALUE));
        assertEquals("59 s", Units.age(59_999));
        assertEquals("2 min 5 s", Units.age(125_000));
        assertEquals("3 h 1 min", Units.age(3 * 3_600_000 + 60_000));
        assertEquals("0 s", Units.age(-5));
    }

    /** Reads a JSON string by the rules of RFC 8259, section 7, and nothing looser. */
    private static String parsed(String json) {
        assertTrue(json.length() >= 2 && json.startsWith("\"") && json.endsWith("\""), json);
        StringBuilder text = new StringBuilder();
        int i = 1;
        while (i < json.length() - 1) {
            char c = json.charAt(i++);
            assertTrue(c != '"' && c >= 0x20, json);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            char escaped = json.charAt(i++);
            if (escaped == 'u') {
                text.append((char) Integer.parseInt(json.substring(i, i + 4), 16));
                i += 4;
            } else {
                assertTrue(escaped == '"' || escaped == '\\', json);
                text.append(escaped);
            }
        }
        assertEquals(json.length() - 1, i, json);
        return text.toString();
    }
}
