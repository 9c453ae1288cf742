package org.port17.launcher.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void escapesWhatCouldBreakALineOrATerminal() {
        assertEquals(
                "\"a\\\"\\\\\\n\\r\\t\\u0000\\u001b\\u007f\\u00fc\\u2028\"",
                JsonWriter.write("a\"\\\n\r\t\0\u001b\u007fü\u2028"));
    }

    @Test
    void keepsTheOrderOfNames() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("z", 1);
        map.put("a", Arrays.asList(true, null, 2L, 1.5));
        assertEquals("{\"z\":1,\"a\":[true,null,2,1.500]}", JsonWriter.write(map));
    }

    @Test
    void refusesWhatJsonDoesNotHave() {
        assertThrows(IllegalArgumentException.class, () -> JsonWriter.write(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> JsonWriter.write(new Object()));
    }

    @Test
    void readsWhatIsWritten() throws JsonException {
        Random random = new Random(17);
        for (int i = 0; i < 2_000; i++) {
            Object value = value(random, 0);
            assertEquals(value, JsonReader.read(" " + JsonWriter.write(value) + "\n"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[1,]",
                "{\"a\"}",
                "{\"a\":}",
                "{a:1}",
                "\"",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"\\u12\"",
                "01",
                "1.",
                "+1",
                "tru",
                "nul",
                "1 2",
                "[1]]",
                "{\"a\":1,}",
                "\"\n\"",
                "--1",
                "1e",
                "NaN",
                "\u0000",
                "1\u0000"
            })
    void refusesEverythingElse(String text) {
        assertThrows(JsonException.class, () -> JsonReader.read(text));
    }

    @Test
    void refusesBottomlessNesting() {
        assertThrows(JsonException.class, () -> JsonReader.read("[".repeat(100_000)));
    }

    @Test
    void damageEndsInATypedFailure() {
        Random random = new Random(18);
        for (int i = 0; i < 10_000; i++) {
            StringBuilder text = new StringBuilder(JsonWriter.write(value(random, 0)));
            for (int flips = random.nextInt(4); flips >= 0 && text.length() > 0; flips--) {
                int at = random.nextInt(text.length());
                if (random.nextBoolean()) {
                    text.setCharAt(at, (char) random.nextInt(256));
                } else {
                    text.setLength(at);
                }
            }
            try {
                JsonReader.read(text.toString());
            } catch (JsonException e) {
                // The only failure there may be.
                assertEquals(JsonException.class, e.getClass());
            }
        }
    }

    private static Object value(Random random, int depth) {
        switch (random.nextInt(depth < 4 ? 7 : 5)) {
            case 0:
                return random.nextLong();
            case 1:
                return random.nextInt(1000) / 8.0 + 0.125;
            case 2:
                return random.nextBoolean();
            case 3:
                return null;
            case 4:
                return text(random);
            case 5:
                List<Object> list = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(value(random, depth + 1));
                }
                return list;
            default:
                Map<String, Object> map = new LinkedHashMap<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    map.put(text(random), value(random, depth + 1));
                }
                return map;
        }
    }

    private static String text(Random random) {
        return random.ints(random.nextInt(12), 0, 0xd800)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
