package org.port17.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;

/**
 * Puts nonsense into a component's configuration, starting from values that are right. What reads it takes it or refuses
 * it with one short, printable sentence; nothing else may escape. The same cases on every run.
 */
public final class ConfigFuzz {
    private static final int CASES = 4_000;
    private static final int LONGEST_SENTENCE = 400;
    private static final List<String> NASTY = List.of(
            "",
            " ",
            "\0",
            "\u001b[2J",
            "\r\n",
            ",,,,",
            ":",
            "::",
            "[::1",
            "a:b:c",
            "-1",
            "99999999999999999999",
            "0x",
            "%s%n",
            "${karaf.etc}",
            "../../etc/passwd",
            "\u0661\u0662",
            "\ud800",
            "a".repeat(70_000),
            "a,".repeat(5_000));
    private static final int[] NUMBERS = {Integer.MIN_VALUE, -1, 0, 1, 25, 65_535, 65_536, Integer.MAX_VALUE};

    private final Random random = new Random(17);
    private final Map<String, Object> seed;

    private ConfigFuzz(Map<String, Object> seed) {
        this.seed = seed;
    }

    /** What is tried. */
    public interface Reader<A> {
        void read(A config) throws Port17Exception;
    }

    /**
     * @param seed values that are right, by method name; others are the declared defaults
     * @throws AssertionError if anything but a typed refusal escapes, or if all or none is refused
     */
    public static <A extends Annotation> void run(Class<A> type, Map<String, Object> seed, Reader<A> reader) {
        ConfigFuzz fuzz = new ConfigFuzz(seed);
        int taken = 0;
        for (int i = 0; i < CASES; i++) {
            Map<String, Object> values = fuzz.values(type, i % 4);
            try {
                reader.read(config(type, values));
                taken++;
            } catch (Port17Exception e) {
                assertTrue(e.kind() == ErrorKind.CONFIG || e.kind() == ErrorKind.BAD_INPUT, () -> e.kind() + " " + e);
                assertSentence(e.getMessage(), values);
            } catch (RuntimeException e) {
                throw new AssertionError("case " + i + " of " + type + " " + brief(values), e);
            }
        }
        assertTrue(taken > 0 && taken < CASES, type + ": " + taken + " of " + CASES + " taken");
    }

    private static void assertSentence(String text, Map<String, Object> values) {
        assertTrue(
                !text.isBlank()
                        && text.length() <= LONGEST_SENTENCE
                        && text.chars().allMatch(c -> c >= ' ' && c < 127),
                () -> "not printable or too long: " + text.length() + " for " + brief(values));
    }

    private static String brief(Map<String, Object> values) {
        String text = values.toString();
        return text.substring(0, Math.min(2_000, text.length()));
    }

    /** @param wrong at most so many attributes are nonsense */
    private Map<String, Object> values(Class<?> type, int wrong) {
        Map<String, Object> values = new HashMap<>(seed);
        Method[] attributes = type.getDeclaredMethods();
        java.util.Arrays.sort(attributes, java.util.Comparator.comparing(Method::getName));
        for (int i = 0; i < wrong; i++) {
            Method attribute = attributes[random.nextInt(attributes.length)];
            Object right = seed.getOrDefault(attribute.getName(), attribute.getDefaultValue());
            values.put(attribute.getName(), nonsense(attribute.getReturnType(), right));
        }
        return values;
    }

    private Object nonsense(Class<?> type, Object right) {
        if (type == int.class || type == long.class) {
            if (random.nextInt(4) == 0) {
                return new NumberFormatException("what the runtime says of a text");
            }
            long number = random.nextBoolean() ? NUMBERS[random.nextInt(NUMBERS.length)] : random.nextInt();
            return type == int.class ? (Object) (int) number : (Object) number;
        }
        if (type == boolean.class) {
            return random.nextBoolean();
        }
        if (type == String[].class) {
            List<String> list = new ArrayList<>(List.of((String[]) right));
            for (int n = random.nextInt(4); n >= 0; n--) {
                list.add(text(list.isEmpty() ? "x" : list.get(random.nextInt(list.size()))));
            }
            return list.toArray(String[]::new);
        }
        return text((String) right);
    }

    private String text(String right) {
        if (random.nextBoolean() || right.isEmpty()) {
            return NASTY.get(random.nextInt(NASTY.size()));
        }
        StringBuilder altered = new StringBuilder(right);
        for (int n = random.nextInt(3); n >= 0; n--) {
            int at = random.nextInt(altered.length());
            switch (random.nextInt(3)) {
                case 0 -> altered.setCharAt(at, (char) random.nextInt(256));
                case 1 -> altered.insert(at, (char) random.nextInt(0x3000));
                default -> altered.append(altered.charAt(at));
            }
        }
        return altered.toString();
    }

    private static <A extends Annotation> A config(Class<A> type, Map<String, Object> values) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> {
            Object value = values.getOrDefault(method.getName(), method.getDefaultValue());
            if (value instanceof RuntimeException refused) {
                throw refused;
            }
            return value;
        }));
    }
}
