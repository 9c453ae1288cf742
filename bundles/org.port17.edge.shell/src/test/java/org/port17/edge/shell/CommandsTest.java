package org.port17.edge.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.karaf.shell.support.CommandException;
import org.junit.jupiter.api.Test;
import org.port17.api.ErrorKind;
import org.port17.api.Node;
import org.port17.api.Port17Exception;
import org.port17.api.view.CandidateView;
import org.port17.api.view.CircuitView;
import org.port17.api.view.HopView;
import org.port17.api.view.Inspection;
import org.port17.api.view.LinkView;
import org.port17.api.view.MeasuredView;
import org.port17.api.view.Operations;
import org.port17.api.view.RehearsalView;
import org.port17.api.view.RelayView;
import org.port17.api.view.StatusView;
import org.port17.api.view.StreamView;
import org.port17.netmap.NetMap;
import org.port17.node.ThisNode;
import org.port17.plugins.PluginKind;
import org.port17.plugins.PluginView;
import org.port17.plugins.Plugins;
import org.port17.spi.suite.SuiteTraits;

class CommandsTest {
    private final List<Node> nodes = List.of(Fakes.node(1, false), Fakes.node(2, false), Fakes.node(3, true));
    private final NetMap netMap = Fakes.netMap(Fakes.map(7, nodes, Set.of(), Set.of(0x0101)));

    /** A client's core and a neighbouring part that answers nothing. */
    private final List<Inspection> parts = List.of(new Inspection() {}, new Inspection() {
        @Override
        public CompletionStage<List<CircuitView>> circuits() {
            HopView entry = new HopView("01", "alpha", "ann", "CH", "S1", 3, 17, 1_500);
            HopView exit = new HopView("02", "beta", "bob", "NO", "S2", 1, 2, 20_000);
            return done(new CircuitView(42, "open", List.of(entry, exit), 2, 10, 3_000_000, 61_000, "fastest"));
        }

        @Override
        public CompletionStage<List<StreamView>> streams() {
            return done(new StreamView(5, 42, "socks", "\u001b[2Jevil", "example.org:443", "open", 1, 2, 3));
        }

        @Override
        public CompletionStage<List<LinkView>> links() {
            return done(new LinkView(9, "alpha", "tcp", true, "open", "S1", 4, 1, 2, 6, 7, 3, 5, 2048));
        }

        @Override
        public CompletionStage<List<StatusView>> status() {
            return done(new StatusView("socks", true, "", List.of("socks:127.0.0.1:1080")));
        }
    });

    @SafeVarargs
    private static <T> CompletionStage<List<T>> done(T... values) {
        return CompletableFuture.completedFuture(List.of(values));
    }

    @Test
    void circuitsShowEveryHop() throws Exception {
        var command = new CircuitsCommand();
        command.parts = parts;
        List<List<String>> rows = command.page().rows();
        assertEquals(
                List.of(
                        "42",
                        "open",
                        "2",
                        "10 B",
                        "3.0 MB",
                        "1 min 1 s",
                        "fastest",
                        "1",
                        "alpha",
                        "ann",
                        "CH",
                        "S1",
                        "3",
                        "17",
                        "1.5 kB"),
                rows.get(0));
        assertEquals(
                List.of("", "", "", "", "", "", "", "2", "beta", "bob", "NO", "S2", "1", "2", "20 kB"), rows.get(1));
        assertTrue(Fakes.run(command).contains("Under key"));
        assertTrue(Fakes.json(command)
                .startsWith(
                        "{\"circuits\":[{\"id\":42,\"state\":\"open\",\"hops\":[{\"node\":\"01\",\"name\":\"alpha\","));
    }

    @Test
    void streamsShowDestinationsButObeyNoEscapes() throws Exception {
        var command = new StreamsCommand();
        command.parts = parts;
        String table = Fakes.run(command);
        assertTrue(table.contains("example.org:443"), table);
        assertFalse(table.contains("\u001b[2J"), table);
        assertTrue(Fakes.json(command).contains("\"application\":\"\\u001b[2Jevil\""));
    }

    @Test
    void linksShowTransportAndReconnects() throws Exception {
        var command = new LinksCommand();
        command.parts = parts;
        assertEquals(
                List.of("9", "alpha", "tcp", "us", "open", "S1", "3", "5", "2.0 kB", "4", "1 B", "2 B", "6", "7 B"),
                command.page().rows().get(0));
        assertTrue(Fakes.json(command).contains("\"reconnects\":6"));
        assertTrue(Fakes.json(command).contains("\"epoch\":3"));
    }

    @Test
    void anEmptyNodeSaysSo() throws Exception {
        assertEquals("No circuits.", Fakes.run(new CircuitsCommand()).strip());
        assertEquals("{\"streams\":[]}", Fakes.json(new StreamsCommand()));
        assertEquals("{\"relay\":[]}", Fakes.json(new RelayCommand()));
    }

    @Test
    void nodesCanBeNamed() throws Exception {
        var command = new NodesCommand();
        command.netMap = netMap;
        assertEquals(3, command.page().rows().size());
        command.name = "node-3";
        assertTrue(Fakes.json(command).startsWith("{\"nodes\":[{\"id\":\"0300"));
        command.name = "nobody";
        assertEquals("The network map holds no node named nobody.", refusal(command));
    }

    @Test
    void authorityTellsWhoIsNotInItsMapAndWhy() throws Exception {
        var command = new NodesCommand();
        command.waiting = true;
        command.parts = List.of(new Inspection() {});
        assertEquals(
                "No node waits here, or this process is no authority.",
                Fakes.run(command).strip());
        var listed = new CandidateView("in", nodes.get(0).id(), "o", true, "in the map", 1, 1, 0, 0);
        var waiting = new CandidateView("out", nodes.get(1).id(), "o", false, "nobody proved to be it", 1, 2, 0, 0);
        command.parts = List.of(new Inspection() {
            @Override
            public CompletionStage<List<CandidateView>> candidates() {
                return CompletableFuture.completedFuture(List.of(listed, waiting));
            }
        });
        List<List<String>> rows = command.page().rows();
        assertEquals(1, rows.size());
        assertEquals("1 of 2", rows.get(0).get(3));
        assertEquals("nobody proved to be it", rows.get(0).get(5));
        assertTrue(Fakes.json(command).startsWith("{\"waiting\":[{\"name\":\"out\""));
    }

    @Test
    void authorityTellsWhatItMeasured() throws Exception {
        var command = new NodesCommand();
        command.measured = true;
        command.parts = List.of(new Inspection() {});
        assertEquals(
                "No node is measured here, or this process is no authority.",
                Fakes.run(command).strip());
        var fast = new MeasuredView("fast", nodes.get(0).id(), 12_500_000, 1_800_000_000_000L, "", "near 48.2, 16.4");
        var none = new MeasuredView("none", nodes.get(1).id(), 0, 0, "timeout");
        command.parts = List.of(new Inspection() {
            @Override
            public CompletionStage<List<MeasuredView>> measured() {
                return CompletableFuture.completedFuture(List.of(none, fast));
            }
        });
        List<List<String>> rows = command.page().rows();
        assertEquals(
                List.of("2027-01-15T08:00:00Z", "", "near 48.2, 16.4"),
                rows.get(0).subList(3, 6));
        assertTrue(rows.get(0).get(2).endsWith("/s"));
        assertEquals(List.of("not measured", "", "timeout"), rows.get(1).subList(2, 5));
        assertTrue(Fakes.json(command).startsWith("{\"measured\":[{\"name\":\"fast\""));
    }

    @Test
    void nodeTellsWhyItIsNotInTheMapItself() throws Exception {
        var command = new NodesCommand();
        command.netMap = netMap;
        command.thisNode = Fakes.answering(ThisNode.class, Map.of("name", "me", "missing", "its clock may be wrong"));
        command.name = "me";
        assertEquals(
                "The network map holds no node named me. An authority says: its clock may be wrong.", refusal(command));
    }

    @Test
    void theMapTellsItsAge() throws Exception {
        var command = new MapCommand();
        command.netMap = netMap;
        assertEquals(
                List.of("7", "3", "5 s", "[257]", "", "0", "0 B", "0 of 0, 0 needed", "not compared yet", ""),
                command.page().rows().get(0));
        command.netMap = Fakes.netMap(Fakes.map(0, List.of(), Set.of(), Set.of()));
        assertTrue(Fakes.run(command).contains("authority.key"));
        command.netMap = null;
        assertEquals("The bundle org.port17.netmap is not running.", refusal(command));
    }

    @Test
    void permittedSuitesComeFirst() throws Exception {
        SuiteTraits a = Fakes.traits(0x0101, "A");
        SuiteTraits b = Fakes.traits(0x0102, "B");
        Plugins plugins = Fakes.answering(
                Plugins.class,
                Map.of(
                        "knownSuites", List.of(b, a),
                        "suite", Optional.of(Fakes.suite(a)),
                        "inventory",
                                List.of(
                                        new PluginView(PluginKind.SUITE, "B", "active", "b", "1", ""),
                                        new PluginView(PluginKind.SUITE, "A", "standby", "a", "1", ""))));
        var command = new SuitesCommand();
        command.plugins = plugins;
        assertTrue(Fakes.json(command)
                .startsWith("{\"suites\":[{\"name\":\"B\",\"id\":258,\"state\":\"active\",\"permitted\":true,"));
        command.netMap = netMap;
        assertTrue(Fakes.json(command)
                .startsWith("{\"suites\":[{\"name\":\"A\",\"id\":257,\"state\":\"standby\",\"permitted\":true,"));
    }

    @Test
    void statusOfAClient() throws Exception {
        var command = new StatusCommand();
        command.parts = parts;
        command.netMap = netMap;
        command.operations = Fakes.answering(Operations.class, Map.of());
        command.plugins = Fakes.answering(
                Plugins.class,
                Map.of(
                        "transports", List.of(Fakes.transport("tcp")),
                        "suites", List.of(Fakes.suite(Fakes.traits(0x0101, "A")))));
        assertEquals(
                "{\"ready\":true,\"waiting\":[],\"roles\":[\"client\"],\"pid\":"
                        + ProcessHandle.current().pid()
                        + ",\"node\":null,\"map\":{\"epoch\":7,\"nodes\":3},\"relay\":null,\"circuits\":1,\"streams\":1,"
                        + "\"links\":1,\"listeners\":[\"socks:127.0.0.1:1080\"],\"rehearsal\":null,\"version\":\"unknown\"}",
                Fakes.json(command));
    }

    @Test
    void statusOfARelay() throws Exception {
        var command = new StatusCommand();
        command.parts = List.of(new Inspection() {
            @Override
            public CompletionStage<List<RelayView>> relay() {
                return done(new RelayView(1, 2, 3, 4, 5, 6, 7, 8));
            }

            @Override
            public CompletionStage<List<RehearsalView>> rehearsal() {
                return done(new RehearsalView(1, 3));
            }
        });
        command.netMap = netMap;
        command.thisNode =
                Fakes.answering(ThisNode.class, Map.of("id", nodes.get(0).id(), "name", "node-1", "missing", ""));
        String json = Fakes.json(command);
        assertTrue(json.startsWith("{\"ready\":true,\"waiting\":[],\"roles\":[\"relay\"],"), json);
        assertTrue(
                json.contains(
                        "\"node\":{\"name\":\"node-1\",\"id\":\"" + nodes.get(0).id() + "\",\"owner\":\"owner-1\","),
                json);
        assertTrue(json.contains("\"tagFailures\":8"), json);
        command.json = false;
        String page = Fakes.run(command);
        assertTrue(page.contains("node-1"));
        assertTrue(page.contains("1 of 3 suites"), page);
        assertTrue(json.contains("\"rehearsal\":{\"played\":1,\"suites\":3}"), json);
    }

    @Test
    void failuresAreOneSentence() {
        var command = new CircuitsCommand();
        command.parts = List.of(new Inspection() {
            @Override
            public CompletionStage<List<CircuitView>> circuits() {
                return CompletableFuture.failedFuture(new Port17Exception(ErrorKind.CLOSED, "the client is stopping"));
            }
        });
        assertEquals("The client is stopping.", refusal(command));
    }

    static String refusal(ConsoleCommand command) {
        if (command.parts == null) {
            command.parts = List.of();
        }
        CommandException e = assertThrows(CommandException.class, command::execute);
        assertTrue(e.getMessage().endsWith(".") && !e.getMessage().contains("\n"), e.getMessage());
        return e.getMessage();
    }
}
