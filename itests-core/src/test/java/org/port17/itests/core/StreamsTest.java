package org.port17.itests.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.view.CircuitView;
import org.port17.circuit.CircuitService;

class StreamsTest {
    /** So long the client waits for what an application says first. */
    private static final Duration SILENCE = Duration.ofMillis(200);

    private TestNet net;
    private CircuitService client;

    @BeforeEach
    void start() throws Exception {
        net = new TestNet(6);
        client = net.client(Map.of());
        net.origins.host("echo", Hosts.Echo::new);
        net.loop.runUntilIdle();
    }

    private List<CircuitView> circuits() {
        var answer = client.circuits().toCompletableFuture();
        net.loop.runUntilIdle();
        return answer.join();
    }

    private static byte[] bytes(long seed, int length) {
        byte[] data = new byte[length];
        new Random(seed).nextBytes(data);
        return data;
    }

    @Test
    void aStreamGoesThroughThreeNodesOfThreeOwnersAndEveryHopLeavesEpochZero() throws Exception {
        App app = new App(client, "", "echo");
        app.send(bytes(1, 1000));
        net.loop.advance(Duration.ofSeconds(3));
        assertNull(app.failure);
        assertArrayEquals(bytes(1, 1000), app.got.toByteArray());
        CircuitView circuit = circuits().get(0);
        assertEquals("open", circuit.state());
        assertEquals(3, circuit.hops().stream().map(h -> h.owner()).distinct().count());
        circuit.hops().forEach(h -> assertEquals(1, h.epoch(), h.name()));
        long forwarding = net.machines.stream()
                .filter(m -> m.view(net.loop).bytesForwarded() > 0)
                .count();
        assertEquals(3, forwarding);
    }

    @Test
    void sixteenMebibytesComeDownIntactAndTheFinIsAFin() throws Exception {
        int total = 16 << 20;
        net.origins.host("big", () -> new Hosts.Source(7, total));
        App app = new App(client, "", "big");
        app.send(new byte[] {'G'});
        net.loop.runUntilIdle();
        assertNull(app.failure);
        assertTrue(app.finished);
        assertArrayEquals(Hosts.Source.content(7, total), app.got.toByteArray());
    }

    /** Together they have three times the circuit's window, so what one gets another waits for. */
    @Test
    void manyStreamsOfACircuitShareItsWindowEvenly() throws Exception {
        int total = 2 << 20;
        net.origins.host("big", () -> new Hosts.Source(7, total));
        List<App> apps = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            apps.add(new App(client, "", "big"));
        }
        for (App app : apps) {
            app.send(new byte[] {'G'});
        }
        List<Integer> least = new ArrayList<>();
        apps.forEach(app -> app.onFinished =
                () -> least.add(apps.stream().mapToInt(a -> a.got.size()).min().orElseThrow()));
        net.loop.runUntilIdle();
        assertTrue(least.get(0) > total / 2, "one is over, and another has " + least.get(0) + " of " + total);
        apps.forEach(app -> assertArrayEquals(Hosts.Source.content(7, total), app.got.toByteArray()));
    }

    @Test
    void eightMebibytesGoUpIntactAndTheFinArrivesLast() throws Exception {
        Hosts.Sink sink = new Hosts.Sink();
        net.origins.host("sink", () -> sink);
        App app = new App(client, "", "sink");
        app.send(bytes(3, 8 << 20));
        net.loop.runUntilIdle();
        app.stream.finish();
        net.loop.runUntilIdle();
        assertArrayEquals(bytes(3, 8 << 20), sink.got.toByteArray());
        assertTrue(sink.finished);
        assertFalse(sink.reset);
    }

    @Test
    void halfCloseLeavesTheOtherDirectionOpen() throws Exception {
        net.origins.host("late", () -> new Origins.Origin() {
            @Override
            public void finished(Origins.Peer peer) {
                peer.write(bytes(5, 100_000));
                peer.close();
            }
        });
        App app = new App(client, "", "late");
        app.stream.finish();
        net.loop.runUntilIdle();
        assertArrayEquals(bytes(5, 100_000), app.got.toByteArray());
        assertTrue(app.finished);
        assertNull(app.failure);
        assertEquals(0, circuits().get(0).streams());
    }

    @Test
    void anOriginsResetAndEveryRefusalArriveAsWhatTheyAre() throws Exception {
        for (ErrorKind kind : List.of(
                ErrorKind.CONNECTION_REFUSED,
                ErrorKind.CONNECTION_RESET,
                ErrorKind.TARGET_DENIED,
                ErrorKind.TIMEOUT,
                ErrorKind.HOST_UNREACHABLE)) {
            net.origins.host("bad", () -> new Origins.Origin() {
                @Override
                public void connected(Origins.Peer peer) {
                    peer.fail(kind);
                }
            });
            App app = new App(client, "", "bad");
            net.loop.advance(SILENCE);
            assertNotNull(app.failure);
            assertEquals(kind, app.failure.kind());
            assertFalse(app.finished);
        }
        App nowhere = new App(client, "", "nowhere");
        net.loop.advance(SILENCE);
        assertEquals(ErrorKind.NAME_NOT_FOUND, nowhere.failure.kind());
    }

    @Test
    void theApplicationsResetReachesTheOrigin() throws Exception {
        Hosts.Sink sink = new Hosts.Sink();
        net.origins.host("sink", () -> sink);
        App app = new App(client, "", "sink");
        app.send(new byte[10]);
        net.loop.runUntilIdle();
        app.stream.reset(ErrorKind.CLOSED);
        net.loop.runUntilIdle();
        assertTrue(sink.reset);
        assertFalse(sink.finished);
    }

    @Test
    void aStreamThatDoesNotReadHoldsUpNoOtherOnTheSameCircuit() throws Exception {
        net.origins.host("big", () -> new Hosts.Source(9, 40 << 20));
        App lazy = new App(client, "", "big");
        lazy.reads = false;
        lazy.send(new byte[1]);
        net.loop.runUntilIdle();
        int held = lazy.unread;
        assertTrue(held > 0 && held <= 256 * 1024, "held " + held);
        App eager = new App(client, "", "big");
        eager.send(new byte[1]);
        net.loop.runUntilIdle();
        assertEquals(1, circuits().size());
        assertEquals(40 << 20, eager.got.size());
        assertEquals(held, lazy.unread);
        lazy.readAgain();
        net.loop.runUntilIdle();
        assertArrayEquals(eager.got.toByteArray(), lazy.got.toByteArray());
    }

    @Test
    void twoHundredParallelStreamsFinish() throws Exception {
        net.origins.host("big", () -> new Hosts.Source(11, 300_000));
        List<App> apps = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            App app = new App(client, "app" + i % 7, "big");
            app.send(new byte[1]);
            apps.add(app);
        }
        net.loop.runUntilIdle();
        byte[] expected = Hosts.Source.content(11, 300_000);
        for (App app : apps) {
            assertArrayEquals(expected, app.got.toByteArray());
            assertTrue(app.finished);
        }
        assertEquals(7, circuits().size());
    }

    @RepeatedTest(10)
    void aDeadNodeIsReplacedBeforeTheApplicationNotices() throws Exception {
        // Two of six nodes vanish from the wires but stay in the map: routes through them fail and are planned anew.
        // Every living node will name a dead one often enough to be distrusted itself, in some order.
        for (int i = 0; i < 2; i++) {
            stop(net.machines.get(i));
        }
        int finished = 0;
        for (int i = 0; i < 30; i++) {
            App app = new App(client, "a" + i, "echo");
            app.send(bytes(i, 2000));
            net.loop.advance(Duration.ofSeconds(12));
            if (app.failure == null) {
                assertArrayEquals(bytes(i, 2000), app.got.toByteArray());
                finished++;
            }
        }
        assertEquals(30, finished);
    }

    private void stop(TestNet.Machine machine) throws Exception {
        var stop = machine.relay().getClass().getDeclaredMethod("stop");
        stop.setAccessible(true);
        stop.invoke(machine.relay());
        net.loop.runUntilIdle();
        var links = machine.links().getClass().getDeclaredMethod("stop");
        links.setAccessible(true);
        links.invoke(machine.links());
        net.loop.runUntilIdle();
    }

    @Test
    void aHopThatDiesInTheMiddleIsAFailureNeverAnEnd() throws Exception {
        net.origins.host("drip", () -> new Origins.Origin() {
            @Override
            public void received(Origins.Peer peer, java.nio.ByteBuffer data) {
                peer.write(bytes(1, 50_000));
            }
        });
        for (int hop = 0; hop < 3; hop++) {
            App app = new App(client, "hop" + hop, "drip");
            app.send(new byte[1]);
            net.loop.advance(Duration.ofSeconds(2));
            assertEquals(50_000, app.got.size());
            List<CircuitView> all = circuits();
            String victim = all.get(all.size() - 1).hops().get(hop).name();
            stop(net.machines.stream()
                    .filter(m -> m.self().name().equals(victim))
                    .findFirst()
                    .orElseThrow());
            net.loop.advance(Duration.ofSeconds(30));
            assertNotNull(app.failure, "hop " + hop);
            assertFalse(app.finished);
            net.map.nodes.removeIf(n -> n.name().equals(victim));
            net.add("fresh" + hop, "freshowner" + hop);
            net.loop.advance(Duration.ofSeconds(90));
        }
    }

    @Test
    void anIdleCircuitWithAnOpenStreamStaysAndOneWithoutGoes() throws Exception {
        App app = new App(client, "", "echo");
        app.send(new byte[3]);
        net.loop.advance(Duration.ofMinutes(100));
        assertNull(app.failure);
        app.send(new byte[3]);
        net.loop.runUntilIdle();
        assertEquals(6, app.got.size());
        app.stream.finish();
        net.loop.advance(Duration.ofMinutes(16));
        assertTrue(app.finished);
        assertEquals(0, circuits().size());
        net.machines.forEach(
                m -> assertEquals(0, m.view(net.loop).circuits(), m.self().name()));
    }

    @Test
    void aStreamWithoutAByteForTwoHoursIsReset() throws Exception {
        App app = new App(client, "", "echo");
        app.send(new byte[3]);
        net.loop.advance(Duration.ofMinutes(122));
        assertNotNull(app.failure);
        assertEquals(ErrorKind.TIMEOUT, app.failure.kind());
    }

    @Test
    void withoutEnoughOwnersTheClientRefusesAtOnce() throws Exception {
        TestNet small = new TestNet(2);
        CircuitService lonely = small.client(Map.of());
        small.loop.runUntilIdle();
        Port17Exception e = assertThrows(Port17Exception.class, () -> new App(lonely, "", "echo"));
        assertEquals(ErrorKind.NO_ROUTE, e.kind());
    }

    @Test
    void renewedCircuitsCarryNewStreamsWhileOldStreamsGoOn() throws Exception {
        App old = new App(client, "", "echo");
        old.send(new byte[5]);
        net.loop.runUntilIdle();
        client.renewCircuits();
        net.loop.runUntilIdle();
        App fresh = new App(client, "", "echo");
        fresh.send(new byte[5]);
        old.send(new byte[5]);
        net.loop.runUntilIdle();
        assertEquals(10, old.got.size());
        assertEquals(5, fresh.got.size());
        assertEquals(2, circuits().size());
    }
}
