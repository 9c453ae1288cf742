package org.port17.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;

/**
 * What operators write into {@code etc/org.port17.*.cfg}. Input: one byte that says whose configuration it is, then lines
 * {@code key=value} in UTF-8; what no line names has its default.
 *
 * <p>Oracle: it is taken, or refused as CONFIG or BAD_INPUT in one short, printable sentence.
 */
class CfgTextFuzzTest {
    private static final int LONGEST_SENTENCE = 400;
    private static final List<Reader> READERS = List.of(
            Reader.of("link.LinkConfiguration", "link.LinkSettings"),
            Reader.of("netmap.NetMapConfig", "netmap.NetMapSettings"),
            Reader.of("node.NodeConfig", "node.NodeSettings"),
            Reader.of("authority.AuthorityConfig", "authority.AuthoritySettings"),
            Reader.of("edge.http.HttpSettings$Config", "edge.http.HttpSettings"),
            Reader.of("edge.socks.SocksSettings$Config", "edge.socks.SocksSettings"),
            Reader.of("edge.dialer.DialerSettings$Config", "edge.dialer.DialerSettings"));

    /** @param read takes a configuration and, in some parts, the folder for data */
    private record Reader(Class<?> config, Method read) {
        static Reader of(String config, String settings) {
            try {
                Class<?> type = Class.forName("org.port17." + config);
                Method read = Arrays.stream(
                                Class.forName("org.port17." + settings).getDeclaredMethods())
                        .filter(method -> method.getName().equals("of")
                                && method.getParameterCount() <= 2
                                && method.getParameterTypes()[0] == type)
                        .findFirst()
                        .orElseThrow();
                read.setAccessible(true);
                return new Reader(type, read);
            } catch (ClassNotFoundException e) {
                throw new AssertionError(e);
            }
        }

        void read(Map<String, String> lines) throws ReflectiveOperationException {
            Object config = Proxy.newProxyInstance(
                    config().getClassLoader(), new Class<?>[] {config()}, (self, attribute, none) -> {
                        String text = lines.get(attribute.getName());
                        return text == null ? attribute.getDefaultValue() : value(attribute.getReturnType(), text);
                    });
            if (read.getParameterCount() == 1) {
                read.invoke(null, config);
            } else {
                read.invoke(null, config, "/data");
            }
        }

        /** As the component runtime turns a line into an attribute; it refuses a text where a number belongs. */
        private static Object value(Class<?> type, String text) {
            if (type == int.class) {
                return Integer.valueOf(text.strip());
            }
            if (type == long.class) {
                return Long.valueOf(text.strip());
            }
            if (type == boolean.class) {
                return Boolean.valueOf(text.strip());
            }
            return type == String[].class ? text.split(",", -1) : text;
        }
    }

    @FuzzTest
    void fuzz(byte[] input) throws ReflectiveOperationException {
        if (input.length == 0) {
            return;
        }
        Map<String, String> lines = new HashMap<>();
        for (String line : new String(input, 1, input.length - 1, StandardCharsets.UTF_8).split("\n")) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                lines.put(line.substring(0, equals).replace('.', '_'), line.substring(equals + 1));
            }
        }
        try {
            READERS.get((input[0] & 0xff) % READERS.size()).read(lines);
        } catch (InvocationTargetException e) {
            refused(e.getCause());
        }
    }

    private static void refused(Throwable cause) {
        if (!(cause instanceof Port17Exception e)) {
            throw new AssertionError("no typed refusal", cause);
        }
        assertTrue(e.kind() == ErrorKind.CONFIG || e.kind() == ErrorKind.BAD_INPUT, e.kind()::name);
        String sentence = e.getMessage();
        assertTrue(!sentence.isBlank() && sentence.length() <= LONGEST_SENTENCE, "a sentence of " + sentence.length());
        assertTrue(sentence.chars().allMatch(c -> c >= ' ' && c < 127), "a terminal would obey");
    }
}
