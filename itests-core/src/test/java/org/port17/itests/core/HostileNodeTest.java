package org.port17.itests.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.port17.api.view.CircuitView;
import org.port17.circuit.CircuitService;

/** A node of the route alters what it passes on, where no link's checksum sees it. */
class HostileNodeTest {
    private static final int[] POSITIONS = {0, 8, 23, 24, 100, 1_000, 2_031, 2_032, 2_047};
    private static final int DROPPED = 24;
    private TestNet net;
    private CircuitService client;
    private App good;
    private Runnable beforeTheEcho = () -> {};

    @BeforeEach
    void start() throws Exception {
        // Three nodes: every circuit passes all of them, so that "no other" is a claim about neighbours.
        net = new TestNet(3);
        net.origins.host("echo", () -> new Origins.Origin() {
            @Override
            public void received(Origins.Peer peer, ByteBuffer data) {
                byte[] bytes = new byte[data.remaining()];
                data.get(bytes);
                beforeTheEcho.run();
                peer.write(bytes);
            }
        });
        client = net.client(Map.of());
        good = new App(client, "good", "echo");
        good.send(new byte[500]);
        net.loop.advance(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aCellAlteredOutwardsEndsItsCircuitAtTheNextHonestHopAndNoOther(int hop) throws Exception {
        for (int position : POSITIONS) {
            int others = circuits().size();
            App bad = established(position);
            List<TestNet.Machine> route = route();
            int sentBehind = sentBehind(route, hop);
            route.get(hop).bad().alterNext(position);
            bad.send(new byte[] {9});
            net.loop.runUntilIdle();
            assertTrue(route.get(hop).bad().isDone());
            assertEquals(sentBehind, sentBehind(route, hop), "the next hop sent nothing on, at " + position);
            assertBroken(bad, position, others);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aCellAlteredOnItsWayBackEndsItsCircuitAtTheClientAndNoOther(int hop) throws Exception {
        for (int position : POSITIONS) {
            int others = circuits().size();
            App bad = established(position);
            List<TestNet.Machine> route = route();
            Saboteur saboteur = route.get(hop).bad();
            beforeTheEcho = () -> saboteur.alterNext(position);
            bad.send(new byte[] {9});
            net.loop.runUntilIdle();
            beforeTheEcho = () -> {};
            assertTrue(saboteur.isDone());
            if (hop > 0 && position < DROPPED) {
                // The next node drops these bytes whatever they are: nobody ever sees them.
                assertArrayEquals(new byte[] {1, 2, 3, 9}, bad.got.toByteArray());
            } else {
                assertBroken(bad, position, others);
            }
        }
    }

    private App established(int position) throws Exception {
        App app = new App(client, "bad" + position, "echo");
        app.send(new byte[] {1, 2, 3});
        net.loop.advance(Duration.ofSeconds(5));
        assertArrayEquals(new byte[] {1, 2, 3}, app.got.toByteArray());
        return app;
    }

    private List<CircuitView> circuits() {
        var answer = client.circuits().toCompletableFuture();
        net.loop.runUntilIdle();
        return answer.join();
    }

    /** The newest circuit's nodes. */
    private List<TestNet.Machine> route() {
        List<CircuitView> all = circuits();
        return all.get(all.size() - 1).hops().stream()
                .map(h -> net.machines.stream()
                        .filter(m -> m.self().name().equals(h.name()))
                        .findFirst()
                        .orElseThrow())
                .toList();
    }

    private static int sentBehind(List<TestNet.Machine> route, int hop) {
        return route.subList(hop + 1, route.size()).stream()
                .mapToInt(m -> m.bad().sent)
                .sum();
    }

    private void assertBroken(App bad, int position, int others) {
        assertNotNull(bad.failure, "altered at " + position);
        assertFalse(bad.finished);
        assertEquals(3, bad.got.size(), "nothing of it reaches a stream");
        assertEquals(others, circuits().size());
        net.machines.forEach(m -> assertEquals(others, m.view(net.loop).circuits(), "the others stay"));
        int before = good.got.size();
        good.send(new byte[] {7, 7});
        net.loop.runUntilIdle();
        assertNull(good.failure);
        byte[] all = good.got.toByteArray();
        assertArrayEquals(new byte[] {7, 7}, Arrays.copyOfRange(all, before, all.length));
    }

    @Test
    void honestNodesAlterNothing() throws Exception {
        App app = established(0);
        app.send(new byte[] {4});
        net.loop.runUntilIdle();
        assertArrayEquals(new byte[] {1, 2, 3, 4}, app.got.toByteArray());
        assertNull(app.failure);
    }
}
