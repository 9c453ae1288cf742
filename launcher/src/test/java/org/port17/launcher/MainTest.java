package org.port17.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.port17.launcher.cli.LaunchException;

class MainTest {
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final ByteArrayOutputStream complained = new ByteArrayOutputStream();

    @BeforeEach
    void listen() {
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setOut(out);
        System.setErr(err);
    }

    private void refused(String sentence, String... args) {
        complained.reset();
        assertEquals(2, Main.run(List.of(args)));
        String text = complained.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains(sentence), text);
        assertEquals(1, text.lines().count(), text);
        assertEquals(0, printed.size());
    }

    @Test
    void wrongCommandLinesEndWithTwoAndOneSentence() {
        refused("unknown command", "frobnicate");
        refused("unknown command");
        refused("--nosuch", "demo", "--nosuch");
        refused("unexpected word", "demo", "now");
        refused("up, down or status", "localnet");
        refused("up, down or status", "localnet", "sideways");
        refused("--dir DIR is missing", "localnet", "up");
        refused("3 to 50", "localnet", "up", "--dir", "x", "--nodes", "2");
        refused("tcp or ws", "localnet", "up", "--dir", "x", "--transport", "pigeon");
        refused("--allow takes host:port", "localnet", "up", "--dir", "x", "--allow", "nowhere");
        refused("6 to 50", "demo", "--nodes", "5");
        refused("admin or viewer", "shell", "--dir", "x", "--user", "root");
        refused("behind --", "shell", "--dir", "x", "port17:status");
        refused("one word: long", "test", "short");
        refused("unexpected word", "doctor", "now");
    }

    @Test
    void everyCommandExplainsItself() {
        for (String command : List.of("demo", "localnet", "shell", "test", "doctor")) {
            printed.reset();
            assertEquals(0, Main.run(List.of(command, "--help")));
            assertTrue(printed.toString(StandardCharsets.UTF_8).startsWith("./port17 " + command));
        }
    }

    @Test
    void helpBehindTheDashesBelongsToTheConsole() {
        assertEquals(1, Main.run(List.of("shell", "--dir", "/nonexistent/net", "--", "port17:status", "--help")));
        assertFalse(printed.toString(StandardCharsets.UTF_8).contains("./port17 shell"));
    }

    @Test
    void linesOfTheLongTestsAreChecked() throws LaunchException {
        LongTest piece = LongTest.parse("soak | 45 | -pl itests verify -Dgroups=soak", 1);
        assertEquals("soak", piece.name());
        assertEquals(45, piece.minutes());
        assertEquals(List.of("-pl", "itests", "verify", "-Dgroups=soak"), piece.arguments());
        for (String line : List.of("x", "a|1", "a|60|verify", "a|0|verify", "a|1| ", "A b|1|verify", "a|1|b|c")) {
            assertThrows(LaunchException.class, () -> LongTest.parse(line, 7), line);
        }
    }
}
