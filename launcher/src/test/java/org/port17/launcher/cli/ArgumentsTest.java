package org.port17.launcher.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {
    private static final List<Option> KNOWN = List.of(
            Option.of("dir", "DIR", "folder"),
            Option.of("nodes", "N", "how many"),
            Option.many("allow", "H:P", "targets"),
            Option.flag("json", "for programs"));

    private static Arguments parse(String... args) throws LaunchException {
        return Arguments.parse(List.of(args), KNOWN);
    }

    private static String refusal(String... args) {
        LaunchException e = assertThrows(LaunchException.class, () -> parse(args));
        assertEquals(LaunchException.USAGE, e.exitCode());
        return e.getMessage();
    }

    @Test
    void readsOptionsInBothFormsAndAnyOrder() throws LaunchException {
        Arguments arguments = parse("up", "--dir", "a b", "--json", "--nodes=7", "--allow", "h:1", "--allow=h:2");
        assertEquals(List.of("up"), arguments.words());
        assertEquals("a b", arguments.get("dir").orElseThrow());
        assertEquals(7, arguments.number("nodes", 3, 50, 6));
        assertEquals(List.of("h:1", "h:2"), arguments.all("allow"));
        assertTrue(arguments.has("json"));
    }

    @Test
    void leavesAloneWhatStandsBehindTheDashes() throws LaunchException {
        Arguments arguments = parse("--json", "--", "port17:status", "--json", "--dir");
        assertEquals(List.of("port17:status", "--json", "--dir"), arguments.rest());
        assertFalse(arguments.has("dir"));
    }

    @Test
    void refusesWithTheArgumentAtFault() {
        assertTrue(refusal("--nosuch").contains("--nosuch"));
        assertTrue(refusal("-x").contains("-x"));
        assertTrue(refusal("--dir").contains("--dir needs a value"));
        assertTrue(refusal("--dir", "--json").contains("--dir needs a value"));
        assertTrue(refusal("--json=yes").contains("takes no value"));
        assertTrue(refusal("--dir", "a", "--dir", "b").contains("twice"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "51", "-1", "x", "", "99999999999", "3.5"})
    void refusesNumbersOutOfBounds(String text) throws LaunchException {
        Arguments arguments = parse("--nodes=" + text);
        assertThrows(LaunchException.class, () -> arguments.number("nodes", 3, 50, 6));
    }

    @Test
    void readsAddresses() throws LaunchException {
        assertEquals(new HostPort("127.0.0.1", 1080), HostPort.parse("socks", "127.0.0.1:1080"));
        assertEquals(new HostPort("::1", 80), HostPort.parse("socks", "[::1]:80"));
        assertEquals("[::1]:80", new HostPort("::1", 80).text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ":", "host", "host:", ":80", "host:0", "host:65536", "::1:80", "a b:80", "host:8o", "h,i:80"
            })
    void refusesOtherAddresses(String text) {
        assertThrows(LaunchException.class, () -> HostPort.parse("socks", text));
    }
}
