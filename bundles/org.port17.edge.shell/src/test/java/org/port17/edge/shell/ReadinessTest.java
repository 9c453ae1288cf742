package org.port17.edge.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.port17.api.Node;
import org.port17.api.view.StatusView;
import org.port17.plugins.Plugins;

class ReadinessTest {
    private static final StatusView SOCKS = new StatusView("socks", true, "", List.of("socks:127.0.0.1:1080"));
    private final List<Node> nodes = List.of(Fakes.node(1, false), Fakes.node(2, false), Fakes.node(3, true));

    @Test
    void aClientNeedsNodesAnExitAndItsListener() {
        assertTrue(client(nodes, SOCKS).ready());
        assertEquals(List.of("socks:127.0.0.1:1080"), client(nodes, SOCKS).listeners());
        assertWaits("3 usable nodes, now 2", client(nodes.subList(1, 3), SOCKS));
        assertWaits("usable exit", client(List.of(nodes.get(0), nodes.get(1), Fakes.node(4, false)), SOCKS));
        assertWaits("SOCKS listener", client(nodes));
        assertWaits("a free port", client(nodes, new StatusView("socks", false, "a free port", List.of())));
    }

    @Test
    void aRelayNeedsItsOwnRecordAndAnExitOneThatSaysSo() {
        assertWaits("own record", relay(false, Optional.empty()));
        Readiness relay = relay(false, Optional.of(nodes.get(0)));
        assertTrue(relay.ready());
        assertEquals(List.of("tcp:127.0.0.1:4001"), relay.listeners());
        assertWaits("is an exit", relay(true, Optional.of(nodes.get(0))));
        Readiness exit = relay(true, Optional.of(nodes.get(2)));
        assertTrue(exit.ready());
        assertEquals(List.of("relay", "exit"), exit.roles());
    }

    @Test
    void nothingIsNotReady() {
        assertWaits(
                "a role",
                Readiness.of(new Readiness.Facts(false, false, false, List.of(), nodes, Optional.empty(), "")));
    }

    @Test
    void anAuthoritySpeaksForItself() {
        var part = new StatusView("authority", true, "", List.of("http:127.0.0.1:9000"));
        Readiness r =
                Readiness.of(new Readiness.Facts(false, false, false, List.of(part), List.of(), Optional.empty(), ""));
        assertTrue(r.ready());
        assertEquals(List.of("authority"), r.roles());
    }

    @Test
    void usableNodesShareTransportAndSuiteAndHavePrekeys() {
        Plugins plugins = Fakes.answering(
                Plugins.class,
                Map.of(
                        "transports", List.of(Fakes.transport("tcp")),
                        "suites", List.of(Fakes.suite(Fakes.traits(0x0101, "A")))));
        var all = Fakes.map(1, nodes, Set.of(), Set.of(0x0101));
        assertEquals(nodes, new UsableNodes(all, plugins).nodes());
        var fewer = Fakes.map(1, nodes, Set.of(nodes.get(0).id()), Set.of(0x0101));
        assertEquals(nodes.subList(1, 3), new UsableNodes(fewer, plugins).nodes());
        assertEquals(List.of(), new UsableNodes(Fakes.map(1, nodes, Set.of(), Set.of(0x0102)), plugins).nodes());
        Plugins wsOnly = Fakes.answering(
                Plugins.class, Map.of("transports", List.of(Fakes.transport("ws")), "suites", plugins.suites()));
        assertEquals(List.of(), new UsableNodes(all, wsOnly).nodes());
    }

    @Test
    void whatAnAuthoritySaysIsPassedOn() {
        Readiness readiness = Readiness.of(new Readiness.Facts(
                false, true, false, List.of(), List.of(), Optional.empty(), "nobody proved to be this node"));
        assertWaits("an authority says: nobody proved to be this node", readiness);
    }

    private static Readiness client(List<Node> usable, StatusView... parts) {
        return Readiness.of(new Readiness.Facts(true, false, false, List.of(parts), usable, Optional.empty(), ""));
    }

    private static Readiness relay(boolean exit, Optional<Node> own) {
        return Readiness.of(new Readiness.Facts(false, true, exit, List.of(), List.of(), own, ""));
    }

    private static void assertWaits(String part, Readiness readiness) {
        assertFalse(readiness.ready());
        assertEquals(1, readiness.waiting().size(), readiness.waiting().toString());
        assertTrue(
                readiness.waiting().get(0).contains(part), readiness.waiting().toString());
    }
}
