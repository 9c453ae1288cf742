package org.port17.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.IDN;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import org.port17.api.Destination;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;

/** No spelling evades a rule: whatever names the same destination gets the same ruling, in the file and on the wire. */
class SpellingTest {
    private static final String[] LABELS = {
        "example", "b\u00fccher", "www", "\u65e5\u672c", "a-b", "x_1", "\u0434\u043e\u043c"
    };
    private static final String[] DOTS = {".", "\u3002", "\uff0e", "\uff61"};
    private final Random random = new Random(17);

    @Test
    void everySpellingOfANameGetsTheSameRuling() throws Port17Exception {
        for (int round = 0; round < 300; round++) {
            List<String> labels = new ArrayList<>();
            for (int i = random.nextInt(3); i >= 0; i--) {
                labels.add(LABELS[random.nextInt(LABELS.length)]);
            }
            labels.add(LABELS[random.nextInt(LABELS.length)]);
            Set<String> forms = new HashSet<>();
            for (int i = 0; i < 30; i++) {
                String rule = (random.nextBoolean() ? "block host " : "block domain ") + name(labels);
                RuleIndex index = RuleIndexTest.index(rule);
                String spelling = name(labels);
                Destination to = Destination.of(spelling, 443);
                forms.add(to.host());
                assertEquals(1, index.ruling("", to, true).line(), () -> rule + " / " + spelling);
            }
            assertEquals(1, forms.size());
        }
    }

    @Test
    void everySpellingOfAnIpv4AddressGetsTheSameRuling() throws Port17Exception {
        for (int round = 0; round < 2_000; round++) {
            int bits = random.nextInt();
            String plain = (bits >>> 24) + "." + (bits >>> 16 & 255) + "." + (bits >>> 8 & 255) + "." + (bits & 255);
            for (String rule : List.of("block host " + v4(bits), "block net " + plain, "block net " + plain + "/32")) {
                RuleIndex index = RuleIndexTest.index(rule);
                for (int i = 0; i < 5; i++) {
                    String spelling = random.nextInt(4) == 0 ? mapped(bits) : v4(bits);
                    assertEquals(
                            1,
                            index.ruling("", Destination.of(spelling, 443), true)
                                    .line(),
                            () -> rule + " / " + spelling);
                }
            }
        }
    }

    @Test
    void everySpellingOfAnIpv6AddressGetsTheSameRuling() throws Port17Exception {
        for (int round = 0; round < 2_000; round++) {
            int[] groups = random.ints(8, 0, 0x10000)
                    .map(g -> random.nextInt(2) == 0 ? 0 : g)
                    .toArray();
            groups[0] = 0x2001;
            Set<String> forms = new HashSet<>();
            for (int i = 0; i < 6; i++) {
                RuleIndex index =
                        RuleIndexTest.index("block " + (random.nextBoolean() ? "host " : "net ") + v6(groups));
                String spelling = random.nextBoolean() ? v6(groups) : "[" + v6(groups) + "]";
                Destination to = Destination.of(spelling, 443);
                forms.add(to.host());
                assertEquals(1, index.ruling("", to, true).line(), spelling);
            }
            assertEquals(1, forms.size());
        }
    }

    /** Numbers past the end, other bases' digits, percent signs, scopes: nothing that another reader may take for an address. */
    @Test
    void whatOnlyLooksLikeAnAddressIsRefused() {
        for (String host : List.of(
                "256.0.2.1",
                "192.0.2.1.1",
                "0xc0.0.2.256",
                "4294967296",
                "08.0.0.1",
                "1..2",
                "192.0.2.%31",
                "%31%39%32.0.2.1",
                "::ffff:192.0.2.256",
                "::ffff:192.0.2.01",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1::2::3",
                "12345::",
                ":1::",
                "1:",
                "fe80::1%eth0",
                "fe80::1%25eth0",
                "[192.0.2.1]",
                "1.2.3.4::",
                "a.example..",
                "a.example.\u3002",
                "a.0x1",
                "\uff1a\uff1a1")) {
            Port17Exception e = assertThrows(Port17Exception.class, () -> Destination.of(host, 80), host);
            assertEquals(ErrorKind.BAD_INPUT, e.kind());
        }
    }

    @Test
    void rootDotsOfEveryScriptAreTheSame() throws Port17Exception {
        for (String dot : DOTS) {
            assertEquals("a.example", Destination.of("a.example" + dot, 80).host());
            assertEquals("192.0.2.1", Destination.of("192.0.2.1" + dot, 80).host());
        }
    }

    /** Upper and lower case, ASCII form and letters, dots of other scripts, full-width letters, a root dot. */
    private String name(List<String> labels) {
        StringBuilder name = new StringBuilder();
        for (String label : labels) {
            String form = random.nextInt(3) == 0 ? IDN.toASCII(label) : label;
            StringBuilder spelled = new StringBuilder();
            boolean wide = random.nextInt(4) == 0;
            for (char c : form.toCharArray()) {
                char cased = random.nextBoolean() ? Character.toUpperCase(c) : c;
                spelled.append(wide && cased > ' ' && cased < 127 ? (char) (cased + 0xfee0) : cased);
            }
            name.append(spelled).append(DOTS[random.nextInt(DOTS.length)]);
        }
        return random.nextBoolean() ? name.toString() : name.substring(0, name.length() - 1);
    }

    /** One to four parts, each decimal, octal or hexadecimal, with zeros in front, in digits of either width. */
    private String v4(int bits) {
        int parts = 1 + random.nextInt(4);
        StringJoiner text = new StringJoiner(".");
        long left = Integer.toUnsignedLong(bits);
        for (int part = 1; part <= parts; part++) {
            int width = part == parts ? 8 * (5 - parts) : 8;
            int below = part == parts ? 0 : 32 - 8 * part;
            text.add(number(left >>> below & (1L << width) - 1));
        }
        String spelled = text + (random.nextInt(5) == 0 ? "." : "");
        assertTrue(spelled.length() < 100);
        return random.nextInt(4) == 0 ? wide(spelled) : spelled;
    }

    private String number(long value) {
        return switch (random.nextInt(4)) {
            case 0 -> "0" + "0".repeat(random.nextInt(3)) + Long.toOctalString(value);
            case 1 -> "0x" + "0".repeat(random.nextInt(3)) + Long.toHexString(value);
            case 2 -> "0X" + Long.toHexString(value).toUpperCase(java.util.Locale.ROOT);
            default -> Long.toString(value);
        };
    }

    private static String wide(String text) {
        StringBuilder wide = new StringBuilder();
        text.chars().forEach(c -> wide.append((char) (c >= '0' && c <= '9' ? c + 0xfee0 : c)));
        return wide.toString();
    }

    private String mapped(int bits) {
        return v6(new int[] {0, 0, 0, 0, 0, 0xffff, bits >>> 16, bits & 0xffff});
    }

    /** Zeros in front or not, upper or lower case, any run of zeros left out or none, the last 32 bits dotted or not. */
    private String v6(int[] groups) {
        boolean dotted = random.nextInt(4) == 0;
        int length = dotted ? 6 : 8;
        int start = random.nextInt(length);
        int end = start;
        while (end < length && groups[end] == 0) {
            end++;
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            if (i == start && end > start) {
                text.append(i == 0 || text.charAt(text.length() - 1) != ':' ? "::" : ":");
                i = end - 1;
                continue;
            }
            String group = Integer.toHexString(groups[i]);
            String padded = "0".repeat(random.nextInt(5 - group.length())) + group;
            text.append(random.nextBoolean() ? padded.toUpperCase(java.util.Locale.ROOT) : padded);
            text.append(i < length - 1 || dotted ? ":" : "");
        }
        if (dotted) {
            text.append(groups[6] >>> 8).append('.').append(groups[6] & 255).append('.');
            text.append(groups[7] >>> 8).append('.').append(groups[7] & 255);
        }
        return text.toString();
    }
}
