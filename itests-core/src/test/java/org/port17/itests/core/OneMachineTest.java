package org.port17.itests.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.port17.api.Endpoint;
import org.port17.api.ErrorKind;
import org.port17.api.Node;
import org.port17.api.Port17Exception;
import org.port17.circuit.CircuitService;
import org.port17.route.fastest.FastestRoute;
import org.port17.route.random.RandomRoute;
import org.port17.spi.route.RouteStrategy;

/** One machine with many nodes, each of another owner and of a system that it made up, is one place of a route at most. */
class OneMachineTest {
    private static final int NODES = 8;

    /** Nodes 2 and up listen on one machine. */
    private static TestNet crowd() throws Exception {
        TestNet net = new TestNet(NODES);
        for (int i = 0; i < NODES; i++) {
            Node n = net.map.nodes.get(i);
            List<Endpoint> endpoints = new ArrayList<>(n.endpoints());
            endpoints.add(new Endpoint("tcp", (i < 2 ? "198.51." + i : "203.0.113") + "." + (7 + i) + ":4000"));
            net.map.nodes.set(
                    i,
                    new Node(n.id(), n.name(), n.owner(), n.country(), n.as(), true, true, endpoints, n.suites(), ""));
        }
        net.map.changed();
        return net;
    }

    private static long onTheMachine(TestNet net, CircuitService client) {
        var answer = client.circuits().toCompletableFuture();
        net.loop.runUntilIdle();
        var all = answer.join();
        return all.get(all.size() - 1).hops().stream()
                .filter(hop -> Integer.parseInt(hop.name().substring(1)) >= 2)
                .count();
    }

    @Test
    void strategiesTakeOneOfItsNodes() throws Exception {
        for (RouteStrategy strategy : List.of(new RandomRoute(), new FastestRoute())) {
            TestNet net = crowd();
            net.strategy = strategy;
            CircuitService client = net.client(Map.of());
            net.loop.runUntilIdle();
            for (int i = 0; i < 30; i++) {
                App app = new App(client, "app" + i, "h" + i + ".example", 25, false);
                net.loop.runUntilIdle();
                assertEquals(1, onTheMachine(net, client), strategy.name());
                app.stream.reset(ErrorKind.CLOSED);
            }
        }
    }

    @Test
    void aStrategyThatTakesTwoIsRefused() throws Exception {
        TestNet net = crowd();
        net.strategy = ChosenRoute.over(net, 0, 3, 4);
        CircuitService client = net.client(Map.of());
        net.loop.runUntilIdle();
        Port17Exception e = assertThrows(Port17Exception.class, () -> new App(client, "", "x.example", 25, false));
        assertEquals(ErrorKind.NO_ROUTE, e.kind());
        assertTrue(e.getMessage().contains("breaks a rule"), e.getMessage());
        net.strategy = ChosenRoute.over(net, 0, 3, 1);
        CircuitService other = net.client(Map.of());
        net.loop.runUntilIdle();
        new App(other, "", "x.example", 25, false);
    }

    @Test
    void nodesWithoutAPublicAddressAreNotUsedInANetworkThatIsNotLocal() throws Exception {
        TestNet net = new TestNet(4);
        CircuitService client = net.client(Map.of("local_network", false));
        net.loop.runUntilIdle();
        Port17Exception e = assertThrows(Port17Exception.class, () -> new App(client, "", "x.example", 25, false));
        assertEquals(ErrorKind.NO_ROUTE, e.kind());
        assertTrue(e.getMessage().contains("local.network"), e.getMessage());
    }
}
