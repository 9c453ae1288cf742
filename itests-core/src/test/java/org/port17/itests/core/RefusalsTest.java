package org.port17.itests.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.port17.api.Destination;
import org.port17.api.ErrorKind;
import org.port17.api.Node;
import org.port17.api.Port17Exception;
import org.port17.circuit.CircuitService;
import org.port17.link.LinkService;
import org.port17.spi.exit.ExitPolicy;
import org.port17.spi.exit.Verdict;

/** What a client cannot do it says at once, with the reason. */
class RefusalsTest {
    private final TestNet net;
    private final FixedPlugins plugins;

    RefusalsTest() throws Exception {
        net = new TestNet(3);
        plugins = net.plugins();
    }

    private String refusal() throws Exception {
        LinkService links = Settings.component(LinkService.class, Map.of(), net.loop, plugins, net.map, (Object) null);
        CircuitService client =
                Settings.component(CircuitService.class, TestNet.local(Map.of()), links, net.map, plugins, null, null);
        net.loop.runUntilIdle();
        Port17Exception e = assertThrows(Port17Exception.class, () -> new App(client, "", "echo"));
        assertEquals(ErrorKind.NO_ROUTE, e.kind());
        assertTrue(!e.getMessage().contains("echo"), "a destination in a message");
        return e.getMessage();
    }

    @Test
    void anExitPolicyThatDeniesEveryExitIsNamedWithItsReason() throws Exception {
        plugins.policy = new ExitPolicy() {
            @Override
            public String name() {
                return "none";
            }

            @Override
            public Verdict judge(Destination destination, Node node) {
                return Verdict.deny("of a test");
            }
        };
        assertEquals("the exit policy 'none' allows no exit: of a test", refusal());
    }

    /** Who left the other nodes out would be all three hops. */
    @Test
    void aMapOfWhichTooMuchIsHeldBackIsNotUsedAtAll() throws Exception {
        net.map.complete = false;
        assertEquals(
                "records or prekeys of too many nodes of the map are missing, so no route is planned: see port17:map",
                refusal());
    }

    /** What is at hand for others is of no use to who has no other suite than theirs. */
    @Test
    void norOneOfWhichTooMuchIsHeldBackFromTheSuitesAtHand() throws Exception {
        net.map.heldBack.add(0x0999);
        plugins.suites.forEach(suite -> net.map.heldBack.add(suite.traits().id()));
        assertEquals(
                "records or prekeys of too many nodes of the map are missing, so no route is planned: see port17:map",
                refusal());
    }

    @Test
    void aNetworkOfUnknownSuitesIsNamedAsSuch() throws Exception {
        plugins.suites.clear();
        assertEquals("no node shares a permitted suite and has a current prekey", refusal());
    }

    @Test
    void aNetworkWithoutExitsIsNamedAsSuch() throws Exception {
        List<Node> relays = net.map.nodes.stream()
                .map(n -> new Node(
                        n.id(),
                        n.name(),
                        n.owner(),
                        n.country(),
                        n.as(),
                        false,
                        n.trusted(),
                        n.endpoints(),
                        n.suites(),
                        n.recordDigest()))
                .toList();
        net.map.nodes.clear();
        net.map.nodes.addAll(relays);
        net.map.epoch++;
        assertEquals("no node of the network is an exit", refusal());
    }
}
