package org.port17.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.port17.api.Destination;
import org.port17.api.IpAddress;
import org.port17.api.Port17Exception;
import org.port17.spi.rule.Ruling;

class RuleIndexTest {
    @Test
    void theFirstRuleThatFitsDecides() throws Port17Exception {
        RuleIndex index = index("""
            block  host ads.example port 80
            tunnel domain ads.example level 2
            block  app Mail
            tunnel host *.wild.example level 3
            tunnel domain *.deep.example level 4
            block  net 192.0.2.0/24
            tunnel net 192.0.2.0/28 level 2
            block  net ::/0
            block  port 25
            tunnel app ""
            """);
        assertEquals(1, line(index, "x", "ads.example", 80));
        assertEquals(2, line(index, "x", "ads.example", 81));
        assertEquals(2, line(index, "mail", "a.ads.example", 80));
        assertEquals(3, line(index, "MAIL", "other.example", 80));
        assertEquals(4, line(index, "x", "a.wild.example", 80));
        assertEquals(0, line(index, "x", "a.b.wild.example", 80));
        assertEquals(0, line(index, "x", "wild.example", 80));
        assertEquals(5, line(index, "x", "a.b.deep.example", 80));
        assertEquals(0, line(index, "x", "deep.example", 80));
        assertEquals(6, line(index, "x", "192.0.2.3", 80));
        assertEquals(0, line(index, "x", "192.0.3.3", 80));
        assertEquals(6, line(index, "x", "::ffff:192.0.2.3", 80));
        assertEquals(8, line(index, "x", "2001:db8::1", 80));
        assertEquals(0, line(index, "x", "::ffff:198.51.100.1", 80));
        assertEquals(9, line(index, "x", "other.example", 25));
        assertEquals(10, line(index, "", "other.example", 80));
        assertEquals(0, line(index, "x", "badads.example", 80));
        assertEquals(0, line(index, "x", "example", 80));
    }

    @Test
    void hitsAreCountedUnlessOneOnlyAsks() throws Port17Exception {
        RuleIndex index = index("block host a.example\nblock any");
        index.ruling("", Destination.of("a.example", 1), true);
        index.ruling("", Destination.of("a.example", 1), true);
        index.ruling("", Destination.of("a.example", 1), false);
        assertEquals(List.of(2L, 0L), List.of(index.hits(0), index.hits(1)));
    }

    @Test
    void noRulesTunnelEverything() throws Port17Exception {
        assertSame(Ruling.TUNNEL_EVERYTHING, index("").ruling("x", Destination.of("a.example", 1), true));
    }

    @Test
    void aRuleThatNeverDecidesIsFound() {
        RuleIndex index = index("""
            block host a.example port 1-100
            block host a.example port 101-65535
            tunnel host A.example. level 2
            block app x, y net 10.0.0.0/8
            tunnel app Y net 10.0.0.0/8 level 2
            block port 443
            """);
        assertEquals(
                List.of(3, 5), index.idle().stream().map(r -> r.ruling().line()).toList());
    }

    /** Against the plain reading of the rules, one after another. */
    @Test
    void theIndexAnswersAsReadingAllRulesWould() throws Port17Exception {
        Random random = new Random(17);
        int decided = 0;
        for (int round = 0; round < 150; round++) {
            StringBuilder file = new StringBuilder();
            for (int i = random.nextInt(60); i >= 0; i--) {
                file.append(rule(random)).append('\n');
            }
            RuleText text = RuleTextTest.read(file.toString());
            assertEquals(List.of(), text.errors(), file.toString());
            RuleIndex index = new RuleIndex(text.rules());
            for (int i = 0; i < 200; i++) {
                String application = random.nextInt(4) == 0 ? "" : "A" + random.nextInt(4);
                Destination to = Destination.of(host(random), 1 + random.nextInt(6));
                int expected = text.rules().stream()
                        .filter(r -> fits(r, application, to))
                        .mapToInt(r -> r.ruling().line())
                        .findFirst()
                        .orElse(0);
                Ruling ruling = index.ruling(application, to, true);
                assertEquals(expected, ruling.line(), () -> application + " " + to.reveal() + "\n" + file);
                decided += expected > 0 ? 1 : 0;
            }
        }
        assertEquals(true, decided > 5_000 && decided < 29_000, "decided " + decided);
    }

    private static String rule(Random random) {
        List<String> parts = new ArrayList<>();
        if (random.nextInt(3) == 0) {
            parts.add("app a" + random.nextInt(4) + (random.nextBoolean() ? ", A" + random.nextInt(4) : ""));
        }
        switch (random.nextInt(5)) {
            case 0 -> parts.add("host " + pattern(random) + ", " + pattern(random));
            case 1 -> parts.add("domain " + pattern(random));
            case 2 -> parts.add("net 10." + random.nextInt(3) + ".0.0/16 host 10.1.2." + random.nextInt(3));
            case 3 -> parts.add("net 2001:db8::/" + (32 + 8 * random.nextInt(8)));
            default -> parts.add("host h.example");
        }
        if (random.nextInt(3) == 0) {
            int first = 1 + random.nextInt(5);
            parts.add("port " + first + "-" + (first + random.nextInt(3)));
        }
        return "block " + String.join(" ", parts);
    }

    private static String pattern(Random random) {
        StringBuilder name = new StringBuilder();
        for (int i = random.nextInt(3); i >= 0; i--) {
            name.append(random.nextInt(4) == 0 ? "*" : "l" + random.nextInt(3)).append('.');
        }
        return name + "example";
    }

    private static String host(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> "10." + random.nextInt(4) + ".2." + random.nextInt(4);
            case 1 -> "::ffff:10." + random.nextInt(4) + ".2." + random.nextInt(4);
            case 2 -> "2001:db8:" + Integer.toHexString(random.nextInt(3)) + "::" + random.nextInt(3);
            default -> pattern(random).replace("*", "l" + random.nextInt(4));
        };
    }

    private static boolean fits(Rule rule, String application, Destination to) {
        boolean named =
                rule.applications().isEmpty() || rule.applications().contains(application.toLowerCase(Locale.ROOT));
        boolean port = rule.ports().ranges().stream().anyMatch(r -> r.first() <= to.port() && to.port() <= r.last());
        return named && port && (rule.everywhere() || there(rule, to.host()));
    }

    private static boolean there(Rule rule, String host) {
        boolean v6 = host.indexOf(':') >= 0;
        if (!v6 && !IpAddress.looksLikeV4(host)) {
            return rule.names().stream().anyMatch(p -> matches(p, List.of(host.split("\\."))));
        }
        try {
            IpAddress address = v6 ? IpAddress.parseV6(host) : IpAddress.parseV4(host);
            return rule.networks().stream().anyMatch(n -> n.v4() == address.isV4() && shares(n, address));
        } catch (Port17Exception e) {
            throw new AssertionError(e);
        }
    }

    private static boolean matches(NamePattern pattern, List<String> labels) {
        int more = labels.size() - pattern.labels().size();
        if (more < 0 || (more > 0 && !pattern.below())) {
            return false;
        }
        for (int i = 0; i < pattern.labels().size(); i++) {
            String wanted = pattern.labels().get(i);
            if (!wanted.equals("*") && !wanted.equals(labels.get(i + more))) {
                return false;
            }
        }
        return true;
    }

    private static boolean shares(Network network, IpAddress address) {
        for (int bit = 0; bit < network.bits(); bit++) {
            if (bit(network.first(), bit) != bit(address, bit)) {
                return false;
            }
        }
        return true;
    }

    private static long bit(IpAddress address, int bit) {
        return (bit < 64 ? address.high() >>> 63 - bit : address.low() >>> 127 - bit) & 1;
    }

    private static int line(RuleIndex index, String application, String host, int port) throws Port17Exception {
        return index.ruling(application, Destination.of(host, port), true).line();
    }

    static RuleIndex index(String text) {
        RuleText read = RuleTextTest.read(text);
        assertEquals(List.of(), read.errors());
        return new RuleIndex(read.rules());
    }
}
