package org.port17.itests.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.view.CircuitView;
import org.port17.api.view.HopView;
import org.port17.circuit.CircuitService;
import org.port17.route.near.GivenNear;

/**
 * Nodes that keep every cell of every circuit, hoping that the client goes on drawing until it has drawn an accomplice: what it
 * draws from is no larger than docs/routes.md says, however long they go on.
 */
class DroppingNodeTest {
    private static final int MOST_ENTRIES = 8;
    private static final int MOST_EXITS = 6;
    private static final byte[] REQUEST = {1, 2, 3};

    @TempDir
    Path folder;

    private final Set<String> entries = new HashSet<>();
    private final Set<String> exits = new HashSet<>();
    private TestNet net;
    private CircuitService client;
    private int served;

    private void start(int nodes) throws Exception {
        net = new TestNet(nodes);
        net.origins.host("echo", Hosts.Echo::new);
        net.strategy = GivenNear.strategy(folder.resolve("guards"));
        client = net.client(Map.of());
        net.loop.runUntilIdle();
    }

    /** The node that the client uses first at that place drops everything. */
    @ParameterizedTest
    @CsvSource({"0, entry", "2, exit"})
    void oneThatDropsEverythingIsRoutedAroundWithinTheBounds(int place, String word) throws Exception {
        start(30);
        connect();
        assertEquals(1, served);
        String first = last().get(place).name();
        bad(first).drops = true;
        for (int i = 0; i < 30; i++) {
            connect();
        }
        assertTrue(entries.size() <= MOST_ENTRIES, entries.toString());
        assertTrue(exits.size() <= MOST_EXITS, exits.toString());
        assertTrue(served >= 10, "with a dropping " + word + " served were " + served);
    }

    /** Half of the network conspires: an honest entry or exit fails until an accomplice is drawn, if there is one. */
    @Test
    void manyThatDropEverythingGetNoMoreDrawsThanOne() throws Exception {
        start(30);
        for (int i = 0; i < 30; i += 2) {
            bad("n" + i).drops = true;
        }
        for (int i = 0; i < 60; i++) {
            connect();
        }
        assertTrue(entries.size() <= MOST_ENTRIES, entries.toString());
        assertTrue(exits.size() <= MOST_EXITS, exits.toString());
    }

    /** A new circuit for the same application and domain, long enough after the last that all is forgiven. */
    private void connect() throws Exception {
        client.renewCircuits();
        net.loop.runUntilIdle();
        App app;
        try {
            app = new App(client, "app", "echo");
        } catch (Port17Exception e) {
            assertEquals(ErrorKind.NO_ROUTE, e.kind());
            net.loop.advance(Duration.ofSeconds(90));
            return;
        }
        app.send(REQUEST);
        for (int i = 0; i < 6 && app.failure == null && app.got.size() == 0; i++) {
            look();
            net.loop.advance(Duration.ofSeconds(15));
        }
        look();
        if (app.failure == null && app.got.size() > 0) {
            assertArrayEquals(REQUEST, app.got.toByteArray());
            served++;
        }
        app.stream.reset(ErrorKind.CLOSED);
        net.loop.runUntilIdle();
    }

    private void look() {
        for (CircuitView circuit : circuits()) {
            entries.add(circuit.hops().get(0).name());
            exits.add(circuit.hops().get(2).name());
        }
    }

    private Saboteur bad(String name) {
        return net.machines.stream()
                .filter(m -> m.self().name().equals(name))
                .findFirst()
                .orElseThrow()
                .bad();
    }

    private List<HopView> last() {
        List<CircuitView> all = circuits();
        return all.get(all.size() - 1).hops();
    }

    private List<CircuitView> circuits() {
        var answer = client.circuits().toCompletableFuture();
        net.loop.runUntilIdle();
        return answer.join();
    }
}
