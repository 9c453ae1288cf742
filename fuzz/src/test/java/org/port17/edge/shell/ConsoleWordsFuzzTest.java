package org.port17.edge.shell;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.apache.karaf.shell.support.CommandException;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.view.Operations;
import org.port17.fuzz.GivenMap;
import org.port17.plugins.PluginKind;
import org.port17.plugins.Plugins;

/**
 * Words that an operator, or a script, hands to commands of the console. Input: one byte that says which command and
 * whether its services say yes, then the words in UTF-8, one a line.
 *
 * <p>Oracle: harmless text is printed, or the command is refused in one harmless line.
 */
class ConsoleWordsFuzzTest {
    private static final int LONGEST_SENTENCE = 500;

    @FuzzTest
    void fuzz(byte[] input) throws Exception {
        if (input.length == 0) {
            return;
        }
        String[] words = new String(input, 1, input.length - 1, StandardCharsets.UTF_8).split("\n", -1);
        ConsoleCommand command = command(input[0] % 3, Arrays.copyOf(words, 3), (input[0] & 0x40) != 0);
        command.json = (input[0] & 0x20) != 0;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        command.out = () -> new PrintStream(printed, true, StandardCharsets.UTF_8);
        try {
            command.execute();
            assertHarmless(printed.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), ""));
        } catch (CommandException e) {
            assertHarmless(e.getMessage());
            assertTrue(
                    e.getMessage().length() <= LONGEST_SENTENCE,
                    "a sentence of " + e.getMessage().length());
        }
    }

    private static void assertHarmless(String text) {
        assertTrue(
                text.chars().noneMatch(c -> Character.isISOControl(c) || c == '\u202e' || c == '\u2028'),
                "a terminal would obey this");
    }

    private static ConsoleCommand command(int which, String[] words, boolean yes) {
        switch (which) {
            case 0 -> {
                SwapCommand swap = new SwapCommand();
                swap.kind = given(words[0]);
                swap.old = given(words[1]);
                swap.replacement = given(words[2]);
                swap.plugins = plugins(yes);
                return swap;
            }
            case 1 -> {
                CircuitCloseCommand close = new CircuitCloseCommand();
                close.id = given(words[0]);
                close.operations = operations(yes);
                return close;
            }
            default -> {
                NodesCommand nodes = new NodesCommand();
                nodes.name = words[0];
                nodes.netMap = new GivenMap();
                return nodes;
            }
        }
    }

    /** The shell itself insists on words that a command needs. */
    private static String given(String word) {
        return word == null ? "" : word;
    }

    private static Plugins plugins(boolean yes) {
        return (Plugins) Proxy.newProxyInstance(
                ConsoleWordsFuzzTest.class.getClassLoader(), new Class<?>[] {Plugins.class}, (self, method, args) -> {
                    assertTrue(method.getName().equals("swap") && args[0] instanceof PluginKind);
                    if (!yes) {
                        throw new Port17Exception(ErrorKind.UNSUPPORTED, "there is no such plugin");
                    }
                    return null;
                });
    }

    private static Operations operations(boolean yes) {
        return (Operations) Proxy.newProxyInstance(
                ConsoleWordsFuzzTest.class.getClassLoader(),
                new Class<?>[] {Operations.class},
                (self, method, args) -> CompletableFuture.completedFuture(yes));
    }
}
