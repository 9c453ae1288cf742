package org.port17.edge.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.junit.jupiter.api.Test;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.view.Operations;
import org.port17.plugins.PluginKind;
import org.port17.plugins.PluginView;
import org.port17.plugins.Plugins;

class ChangesTest {
    private final List<String> swaps = new ArrayList<>();
    private Port17Exception refusal;

    @Test
    void swapNamesKindOldAndNew() throws Exception {
        assertEquals(
                "The suite B is used in place of A.",
                Fakes.run(swap("suite", "A", "B")).strip());
        assertEquals(List.of("SUITE A B"), swaps);
        assertEquals(
                "{\"swapped\":true,\"kind\":\"transport\",\"old\":\"tcp\",\"new\":\"ws\"}",
                Fakes.json(swap("transport", "tcp", "ws")));
    }

    @Test
    void swapErrorsReachTheOperator() {
        refusal = new Port17Exception(ErrorKind.UNSUPPORTED, "there is no suite named C; present: A, B");
        assertEquals("There is no suite named C; present: A, B.", CommandsTest.refusal(swap("suite", "A", "C")));
        assertEquals(
                "A kind is one of transport, suite, route, exit, payment.",
                CommandsTest.refusal(swap("wire", "A", "B")));
        SwapCommand alone = swap("suite", "A", "B");
        alone.plugins = null;
        assertEquals("The bundle org.port17.plugins is not running.", CommandsTest.refusal(alone));
    }

    @Test
    void circuitsAreClosedByNumber() throws Exception {
        assertEquals("{\"closed\":true,\"circuit\":42}", Fakes.json(close("42", true)));
        assertEquals("There is no circuit 43.", CommandsTest.refusal(close("43", false)));
        for (String nonsense : List.of("", "x", "4 2", "9223372036854775808", "0x10", "\u001b[2J")) {
            assertTrue(CommandsTest.refusal(close(nonsense, true)).startsWith("A circuit is named by its number"));
        }
        CircuitCloseCommand relay = close("1", true);
        relay.operations = null;
        assertTrue(CommandsTest.refusal(relay).startsWith("This node is no client"));
    }

    @Test
    void newCircuitsCountsTheRetired() throws Exception {
        var command = new NewCircuitsCommand();
        command.operations =
                Fakes.answering(Operations.class, Map.of("renewCircuits", CompletableFuture.completedFuture(3)));
        assertEquals("{\"retired\":3}", Fakes.json(command));
        assertTrue(CommandsTest.refusal(new NewCircuitsCommand()).startsWith("This node is no client"));
    }

    @Test
    void completionOffersTheOneInUseThenTheOthers() {
        var completer = new PluginNameCompleter();
        completer.plugins = Fakes.answering(
                Plugins.class,
                Map.of(
                        "inventory",
                        List.of(
                                new PluginView(PluginKind.TRANSPORT, "tcp", "active", "", "", ""),
                                new PluginView(PluginKind.TRANSPORT, "ws", "standby", "", "", ""),
                                new PluginView(PluginKind.SUITE, "A", "active", "", "", ""))));
        assertEquals(List.of("tcp "), offered(completer, "port17:swap", "transport", ""));
        assertEquals(List.of("ws "), offered(completer, "port17:swap", "transport", "tcp", ""));
        assertEquals(List.of(), offered(completer, "port17:swap", "nonsense", ""));
        assertEquals(List.of("payment "), offered(new KindCompleter(), "port17:swap", "pay"));
    }

    private static List<String> offered(Completer completer, String... words) {
        var candidates = new ArrayList<String>();
        String last = words[words.length - 1];
        completer.complete(
                Fakes.answering(Session.class, Map.of()),
                Fakes.answering(
                        CommandLine.class,
                        Map.of(
                                "getArguments",
                                words,
                                "getCursorArgumentIndex",
                                words.length - 1,
                                "getCursorArgument",
                                last,
                                "getArgumentPosition",
                                last.length(),
                                "getBufferPosition",
                                String.join(" ", words).length())),
                candidates);
        return candidates;
    }

    private SwapCommand swap(String kind, String old, String replacement) {
        var command = new SwapCommand();
        command.kind = kind;
        command.old = old;
        command.replacement = replacement;
        command.plugins = (Plugins) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Plugins.class}, (proxy, method, args) -> {
                    assertEquals("swap", method.getName());
                    if (refusal != null) {
                        throw refusal;
                    }
                    swaps.add(args[0] + " " + args[1] + " " + args[2]);
                    return null;
                });
        return command;
    }

    private static CircuitCloseCommand close(String id, boolean exists) {
        var command = new CircuitCloseCommand();
        command.id = id;
        command.operations =
                Fakes.answering(Operations.class, Map.of("closeCircuit", CompletableFuture.completedFuture(exists)));
        return command;
    }
}
