package org.port17.itests.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.port17.api.Destination;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.view.CircuitView;
import org.port17.api.view.HopView;
import org.port17.api.view.RouteView;
import org.port17.circuit.CircuitService;
import org.port17.route.fastest.FastestRoute;

/** A network of too few owners: refused, unless its founder switched bootstrap mode on, which ends by itself. */
class BootstrapTest {
    private TestNet net;
    private CircuitService client;

    @BeforeEach
    void start() throws Exception {
        net = new TestNet(0);
        net.origins.host("echo", Hosts.Echo::new);
        for (int i = 0; i < 3; i++) {
            net.add("a" + i, "ada");
        }
        net.add("b", "bob");
    }

    private void client(boolean fastest) throws Exception {
        if (fastest) {
            net.strategy = new FastestRoute();
        }
        client = net.client(Map.of());
        net.loop.runUntilIdle();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void withoutItTooFewOwnersAreRefusedAndItSaysSo(boolean fastest) throws Exception {
        client(fastest);
        Port17Exception e = assertThrows(Port17Exception.class, () -> new App(client, "", "echo"));
        assertEquals(ErrorKind.NO_ROUTE, e.kind());
        assertEquals(
                "a route needs 3 different owners and the usable nodes have 2: the network is too small, unless its founder"
                        + " switches bootstrap mode on",
                e.getMessage());
        assertEquals(0, net.origins.dialled);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void withItAnOwnerMayRepeatUntilThereAreEnough(boolean fastest) throws Exception {
        net.map.bootstrapOwners = 4;
        net.map.epoch++;
        client(fastest);
        for (int i = 0; i < 10; i++) {
            opened("app" + i);
            assertEquals(3, hops().stream().map(HopView::node).distinct().count());
        }
        assertTrue(note().startsWith("bootstrap mode: "), note());
        assertTrue(note().contains("4 owners; it has 2"), note());

        // Three owners make a route: from here on none repeats, although the mode is still on.
        net.add("c", "cem");
        net.map.epoch++;
        for (int i = 0; i < 30; i++) {
            opened("more" + i);
            assertEquals(3, hops().stream().map(HopView::owner).distinct().count(), hops().toString());
        }

        // Four owners end it, even where two of them cannot serve.
        net.add("d", "dan");
        net.map.epoch++;
        net.map.prekeys.removeIf(p -> net.map
                .node(p.node())
                .map(n -> n.owner().equals("cem") || n.owner().equals("dan"))
                .orElse(true));
        net.map.epoch++;
        Port17Exception e = assertThrows(Port17Exception.class, () -> new App(client, "last", "echo"));
        assertTrue(e.getMessage().contains("3 different owners"), e.getMessage());
        assertTrue(circuits().stream().allMatch(c -> c.hops().size() == 3));
    }

    private String note() throws Exception {
        var answer = client.explain("", Destination.of("echo", 80), false).toCompletableFuture();
        net.loop.runUntilIdle();
        RouteView view = answer.join();
        return view.notes().get(0);
    }

    private void opened(String application) throws Exception {
        App app = new App(client, application, "echo");
        app.send(new byte[] {1});
        net.loop.runUntilIdle();
        assertNull(app.failure);
        assertEquals(1, app.got.size());
    }

    private List<HopView> hops() {
        List<CircuitView> all = circuits();
        return all.get(all.size() - 1).hops();
    }

    private List<CircuitView> circuits() {
        var answer = client.circuits().toCompletableFuture();
        net.loop.runUntilIdle();
        return answer.join();
    }
}
