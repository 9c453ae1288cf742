package org.port17.edge.shell;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.karaf.shell.support.CommandException;
import org.junit.jupiter.api.Test;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.view.Operations;
import org.port17.plugins.PluginKind;
import org.port17.plugins.Plugins;

/** Whatever words a console command gets, it prints harmless lines or is refused in one; nothing else escapes. */
class ConsoleFuzzTest {
    private static final int CASES = 20_000;
    private static final String[] SEEDS = {
        "suite", "transport", "route", "tcp", "ws", "42", "node-1", "P17_XWING_AES256GCM_SHA256_ED25519", "--json", ""
    };
    private static final String HARMFUL = "\u001b\u0000\r\n\u2028\u202e\u200b\ud800\"\\$`;|%";

    private final Random random = new Random(17);
    private int printed;
    private int refused;

    @Test
    void nothingEscapes() throws Exception {
        for (int i = 0; i < CASES; i++) {
            ConsoleCommand command = switch (i % 3) {
                case 0 -> swap();
                case 1 -> close();
                default -> nodes();
            };
            command.json = random.nextBoolean();
            try {
                String text = Fakes.run(command);
                assertHarmless(text.strip());
                printed++;
            } catch (CommandException e) {
                assertHarmless(e.getMessage());
                assertTrue(
                        e.getMessage().length() < 500,
                        "a sentence of " + e.getMessage().length());
                assertTrue(e.getMessage().indexOf('\n') < 0, "one line");
                refused++;
            }
        }
        assertTrue(printed > CASES / 50, "printed " + printed);
        assertTrue(refused > CASES / 10, "refused " + refused);
    }

    private static void assertHarmless(String text) {
        text.chars()
                .filter(c -> c != '\n' && (Character.isISOControl(c) || c == '\u202e' || c == '\u2028'))
                .findFirst()
                .ifPresent(c -> {
                    throw new AssertionError("a terminal would obey " + Integer.toHexString(c) + " in: " + text);
                });
    }

    private SwapCommand swap() {
        SwapCommand command = new SwapCommand();
        command.kind = word();
        command.old = word();
        command.replacement = word();
        command.plugins = random.nextBoolean()
                ? Fakes.answering(Plugins.class, Collections.singletonMap("swap", null))
                : refusing();
        return command;
    }

    private static Plugins refusing() {
        return (Plugins) Proxy.newProxyInstance(
                ConsoleFuzzTest.class.getClassLoader(), new Class<?>[] {Plugins.class}, (proxy, method, args) -> {
                    assertTrue(args[0] instanceof PluginKind);
                    throw new Port17Exception(ErrorKind.UNSUPPORTED, "there is no such plugin");
                });
    }

    private CircuitCloseCommand close() {
        CircuitCloseCommand command = new CircuitCloseCommand();
        command.id = word();
        command.operations = Fakes.answering(
                Operations.class, Map.of("closeCircuit", CompletableFuture.completedFuture(random.nextBoolean())));
        return command;
    }

    private NodesCommand nodes() {
        NodesCommand command = new NodesCommand();
        command.name = random.nextInt(10) == 0 ? null : word();
        command.netMap = Fakes.netMap(Fakes.map(7, List.of(Fakes.node(1, false)), Set.of(), Set.of(0x0101)));
        return command;
    }

    private String word() {
        StringBuilder word = new StringBuilder(SEEDS[random.nextInt(SEEDS.length)]);
        for (int n = random.nextInt(4) - 1; n > 0; n--) {
            int at = random.nextInt(word.length() + 1);
            switch (random.nextInt(4)) {
                case 0 -> word.insert(at, HARMFUL.charAt(random.nextInt(HARMFUL.length())));
                case 1 -> word.insert(at, (char) random.nextInt(0x3000));
                case 2 -> word.append(String.valueOf(word).repeat(random.nextInt(40)));
                default -> word.setLength(at);
            }
        }
        return word.toString();
    }
}
