package org.port17.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.port17.spi.rule.Action;
import org.port17.spi.rule.LevelWish;
import org.port17.spi.rule.RuleFileView;
import org.port17.spi.rule.RuleProblem;
import org.port17.spi.rule.Ruling;

class RuleTextTest {
    @Test
    void aRuleSaysWhatItSays() {
        Rule rule = one("tunnel app Mail, \"a b#\" domain Example.ORG. host 192.0.2.1,a.*.b port 25,400-410 level 3"
                + " exit country ch,NO not owner acme trusted next-to-destination entry not as AS64500"
                + " transit not node N1, n2 isolate # why");
        assertEquals(Set.of("mail", "a b#"), rule.applications());
        assertEquals(
                Set.of(
                        new NamePattern(List.of("example", "org"), true),
                        new NamePattern(List.of("a", "*", "b"), false)),
                Set.copyOf(rule.names()));
        assertEquals(1, rule.networks().size());
        assertEquals(
                List.of(new Ports.Range(25, 25), new Ports.Range(400, 410)),
                rule.ports().ranges());
        Ruling ruling = rule.ruling();
        assertEquals(Action.TUNNEL, ruling.action());
        assertEquals(new LevelWish(3, false), ruling.level());
        assertEquals(Set.of("CH", "NO"), ruling.exit().countries().only());
        assertEquals(Set.of("acme"), ruling.exit().owners().never());
        assertTrue(ruling.exit().trusted());
        assertTrue(ruling.nextToDestination());
        assertEquals(Set.of(64500L), ruling.entry().systems().never());
        assertEquals(Set.of("n1", "n2"), ruling.transit().nodes().never());
        assertTrue(ruling.isolate());
        assertFalse(ruling.rule().contains("why"));
        assertEquals(
                new LevelWish(1, true),
                one("tunnel any level exactly 1").ruling().level());
    }

    @Test
    void commentsBlankLinesAndLineEndsDoNotCount() {
        RuleText text = read("\ufeff# a\r\n\r\n  \t\nblock host a.example # b\r\nblock host b.example");
        assertEquals(List.of(), text.errors());
        assertEquals(
                List.of(4, 5), text.rules().stream().map(r -> r.ruling().line()).toList());
        assertEquals("block host a.example", text.rules().get(0).ruling().rule());
        assertEquals(List.of(), read("").errors());
    }

    /** Line, column and what to do, for each mistake a person may make. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        tunel any                              | 1  | did you mean 'tunnel'?
        "block" any                            | 1  | starts with tunnel, block or direct
        block                                  | 1  | say what the rule is for
        block any host a.example               | 1  | 'any' means everything
        block hsot a.example                   | 7  | did you mean 'host'?
        block country CH                       | 7  | behind exit, entry or transit
        block host                             | 11 | something is missing here
        block host ,a.example                  | 12 | a comma stands between
        block host a.example,                  | 22 | something is missing here
        block host a.example b.example         | 22 | no part of a rule starts with this word
        block host a.example, port 80          | 28 | no part of a rule starts
        block host a.example host b.example    | 22 | 'host' stands here already
        block host a.example level 2           | 22 | only tunnel makes one
        block host https://a.example/          | 12 | without what stands before and behind
        block host 192.0.2.0/24                | 12 | write net instead
        block host a.example:80                | 12 | write the port as port
        block host .a.example                  | 12 | leave out the first dot
        block host a..example                  | 12 | no host name and no address
        block host ad*.example                 | 12 | one whole part
        block host 192.0.2.*                   | 12 | a prefix
        block host stra\u00dfe.example         | 12 | in two ways
        block host 300.0.2.1                   | 12 | no host name and no address
        block host ::1%eth0                    | 12 | no host name and no address
        block domain 192.0.2.1                 | 14 | write host or net
        block net example.org                  | 11 | an address and a prefix
        block net 10/8                         | 11 | an address and a prefix
        block net 10.0.0.0/33                  | 11 | from 0 to 32
        block net 10.1.0.0/8                   | 11 | bits behind the prefix
        block net 010.0.0.0/8                  | 11 | zeros in front
        block net 2001:db8::/129               | 11 | from 0 to 128
        block port 0                           | 12 | from 1 to 65535
        block port 90-80                       | 12 | the lower one
        block port \u0661                      | 12 | from 1 to 65535
        block app ad*                          | 11 | named in full
        block app "a                           | 11 | does not end in this line
        block app "a"b                         | 14 | follows what stands in quotes
        block app a"b"                         | 12 | whole word in quotes
        block app "a\\b"                       | 13 | a backslash in quotes
        block app a\u200db                     | 12 | invisible character
        block app a\u00a0b                     | 12 | unusual space
        tunnel any level 5                     | 18 | from 1 to 4
        tunnel any exit                        | 12 | needs a condition
        tunnel any exit contry CH              | 17 | did you mean 'country'?
        tunnel any exit country Norway         | 25 | two letters
        tunnel any exit country CH country NO  | 28 | one list with commas
        tunnel any exit not trusted            | 17 | behind 'not' stands
        tunnel any exit as x                   | 20 | from 1 to 4294967295
        tunnel any exit node a_b               | 22 | by its name
        tunnel any entry country CH            | 18 | only an exit can be chosen
        tunnel any transit trusted             | 20 | only an exit can be chosen
        direct net 10.0.0.0/8                  | 1  | switched off: write direct = true
        """)
    void aMistakeIsNamedWithItsPlaceAndWhatToDo(String line, int column, String message) {
        RuleText text = read("# first\n" + line.strip() + "\nblock any");
        assertEquals(1, text.errors().size(), text.errors().toString());
        RuleProblem problem = text.errors().get(0);
        assertTrue(problem.message().contains(message), problem.message());
        assertEquals(2, problem.line());
        assertEquals(column, problem.column(), problem.message());
    }

    @Test
    void onlyWhatIsNamedGoesPastTheNetworkAndOnlyWhereThatIsSwitchedOn() {
        for (String rule : List.of("direct net 10.0.0.0/8", "direct app backup", "direct domain home.arpa port 80")) {
            RuleText on = RuleText.of(rule.getBytes(StandardCharsets.UTF_8), true);
            assertEquals(List.of(), on.errors());
            assertEquals(Action.DIRECT, on.rules().get(0).ruling().action());
            assertEquals(1, read(rule).errors().size());
        }
        for (String rule : List.of("direct any", "direct port 80", "direct", "direct host a.example level 2")) {
            assertEquals(
                    1,
                    RuleText.of(rule.getBytes(StandardCharsets.UTF_8), true)
                            .errors()
                            .size(),
                    rule);
        }
    }

    @Test
    void whatIsTooLargeIsRefusedBeforeItIsHeld() {
        assertTrue(error(new byte[RuleText.MOST_BYTES + 1]).contains("MiB"));
        assertTrue(error("block host a.example # " + "x".repeat(Line.LONGEST)).contains("a line has at most"));
        assertTrue(error("block host a.example # " + "\u20ac".repeat(2 * Line.LONGEST))
                .contains("a line has at most"));
        assertTrue(error("block app " + "x".repeat(1_025)).contains("a word has at most"));
        assertTrue(error("block app " + "x".repeat(256)).contains("at most 255"));
        assertTrue(error("block any\n".repeat(RuleText.MOST_RULES + 1)).contains("rules"));
        assertTrue(error(("block host a.*.example\n").repeat(RuleText.MOST_BRANCHING + 1))
                .contains("'*'"));
        String many = String.join(",", java.util.Collections.nCopies(1_000, "a"));
        String rule = "block app " + many.replace("a", "x") + " host " + many + "\n";
        assertEquals(List.of(), read(rule).errors());
        assertTrue(error("block app a host a.*" + ".a".repeat(126)).contains("253"));
    }

    @Test
    void bytesThatAreNoTextAreRefused() {
        RuleProblem problem = RuleText.of(new byte[] {'b', '\n', (byte) 0xff, '\n'}, false)
                .errors()
                .get(1);
        assertEquals(2, problem.line());
        assertTrue(problem.message().contains("UTF-8"));
    }

    @Test
    void noMoreProblemsAreListedThanCanBeRead() {
        assertEquals(
                RuleFileView.MOST_PROBLEMS,
                read("nonsense\n".repeat(1_000)).errors().size());
    }

    /** Whatever the bytes, there is an answer; a message quotes nothing and every place lies inside the file. */
    @Test
    void randomFilesAreReadOrRefused() {
        String[] pieces = {
            "tunnel",
            "block",
            "direct",
            "app",
            "host",
            "domain",
            "net",
            "port",
            "any",
            "level",
            "exit",
            "entry",
            "transit",
            "isolate",
            "country",
            "as",
            "owner",
            "node",
            "trusted",
            "not",
            "exactly",
            "next-to-destination",
            "CH",
            "64500",
            ",",
            ", ",
            "\"",
            "\\",
            "#",
            "example.org",
            "*.a.b",
            "a.*.b",
            "192.0.2.1",
            "10.0.0.0/8",
            "2001:db8::/32",
            "80-90",
            "secret7",
            "\u0000",
            "\u200d",
            "\ud83d\ude00",
            "\u3002",
            "\uff11",
            "\u00df",
            "\t",
            "\r",
            "1",
            "443"
        };
        String[] starts = {"", "block ", "block host ", "block app x ", "tunnel any ", "tunnel any exit "};
        Random random = new Random(17);
        int good = 0;
        for (int i = 0; i < 30_000; i++) {
            StringBuilder file = new StringBuilder(starts[random.nextInt(starts.length)]);
            for (int length = random.nextInt(14); length > 0; length--) {
                file.append(pieces[random.nextInt(pieces.length)]).append(random.nextInt(6) == 0 ? "" : " ");
                file.append(random.nextInt(12) == 0 ? "\n" : "");
            }
            byte[] bytes = file.toString().getBytes(StandardCharsets.UTF_8);
            if (random.nextInt(4) == 0 && bytes.length > 0) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            RuleText text = RuleText.of(bytes, random.nextBoolean());
            new RuleIndex(text.rules());
            good += text.errors().isEmpty() && !text.rules().isEmpty() ? 1 : 0;
            for (RuleProblem problem : text.errors()) {
                assertFalse(problem.message().contains("secret7"), problem.message());
                assertTrue(problem.line() >= 1
                        && problem.line() <= file.chars().filter(c -> c == '\n').count() + 3);
                assertTrue(problem.column() <= bytes.length + 2);
            }
        }
        assertTrue(good > 100, "only " + good + " were good");
    }

    private static String error(String text) {
        return error(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String error(byte[] bytes) {
        return RuleText.of(bytes, false).errors().get(0).message();
    }

    private static Rule one(String line) {
        RuleText text = read(line);
        assertEquals(List.of(), text.errors());
        return text.rules().get(0);
    }

    static RuleText read(String text) {
        return RuleText.of(text.getBytes(StandardCharsets.UTF_8), false);
    }
}
