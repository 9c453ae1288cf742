package org.port17.itests.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.port17.api.ErrorKind;
import org.port17.cell.CellClass;
import org.port17.circuit.CircuitService;
import org.port17.transport.memory.MemoryWire;
import org.port17.transport.memory.Tap;

/** What a wire shows, what altering it does, and how many round trips a first byte takes. */
class WireTest {
    private static final int HELLO = 3072;
    private static final int WELCOME = 2048;
    private TestNet net;
    private final List<Recording> recordings = new ArrayList<>();

    /** Both directions of one wire, from its first byte. */
    private static final class Recording {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final ByteArrayOutputStream back = new ByteArrayOutputStream();

        void parse() {
            records(out.toByteArray(), HELLO);
            records(back.toByteArray(), WELCOME);
        }

        private static void records(byte[] all, int first) {
            int at = Math.min(first, all.length);
            assertTrue(all.length == 0 || all.length >= first, "a first message of " + all.length);
            while (at < all.length) {
                CellClass cellClass = CellClass.ofWire(all[at]);
                assertNotNull(cellClass, "no record begins with byte " + all[at]);
                at += cellClass.recordSize();
            }
            assertEquals(all.length, at, "a record is cut short");
        }
    }

    @BeforeEach
    void start() throws Exception {
        net = new TestNet(6);
        net.origins.host("echo", Hosts.Echo::new);
        net.origins.host("big", () -> new Hosts.Source(3, 3 << 20));
    }

    private void record(Duration delay) {
        net.wires.onWire(wire -> {
            wire.delay(delay);
            Recording recording = new Recording();
            recordings.add(recording);
            wire.tap((direction, bytes) -> {
                byte[] copy = new byte[bytes.remaining()];
                bytes.duplicate().get(copy);
                (direction == Tap.Direction.FROM_DIALLER ? recording.out : recording.back).writeBytes(copy);
            });
        });
    }

    @Test
    void everyByteOfEveryLinkBelongsToAMessageOfAPublishedSize() throws Exception {
        record(Duration.ZERO);
        CircuitService client = net.client(Map.of());
        App echo = new App(client, "", "echo");
        echo.send(new byte[5000]);
        net.loop.runUntilIdle();
        App big = new App(client, "b", "big");
        big.send(new byte[1]);
        net.loop.advance(Duration.ofMinutes(3));
        App none = new App(client, "n", "nowhere");
        net.loop.runUntilIdle();
        echo.stream.reset(ErrorKind.CLOSED);
        client.renewCircuits();
        net.loop.advance(Duration.ofMinutes(20));
        assertEquals(3 << 20, big.got.size());
        assertNotNull(none.failure);
        assertTrue(recordings.size() >= 3);
        recordings.forEach(Recording::parse);
    }

    @Test
    void aByteFlippedOnAnyWireReachesNoStreamAndTheLinkGoesOn() throws Exception {
        java.util.Random random = new java.util.Random(5);
        CircuitService client = net.client(Map.of());
        for (int i = 0; i < 40; i++) {
            App app = new App(client, "app" + i, "big");
            app.send(new byte[1]);
            List<MemoryWire> wires = net.wires.wires();
            net.loop.runUntilIdle();
            // Wires exist now; flip one byte of the next download somewhere.
            App next = new App(client, "app" + i, "big");
            next.send(new byte[1]);
            wires = net.wires.wires();
            MemoryWire wire = wires.get(random.nextInt(wires.size()));
            Tap.Direction way = random.nextBoolean() ? Tap.Direction.FROM_DIALLER : Tap.Direction.TO_DIALLER;
            wire.tap(Tap.flip(way, random.nextInt(60_000), 1 << random.nextInt(8)));
            net.loop.advance(Duration.ofSeconds(60));
            assertNull(next.failure, () -> "run");
            assertArrayEquals(Hosts.Source.content(3, 3 << 20), next.got.toByteArray());
        }
    }

    @Test
    void aNewRouteOverStandingLinksTakesOneRoundTripOfThePathAndAColdOneOneMoreForItsConnection() throws Exception {
        Duration oneWay = Duration.ofMillis(25);
        // Every node has a link to every other one, each used once, all idle since.
        CircuitService client = net.client(Map.of());
        for (int i = 0; i < 60; i++) {
            App warm = new App(client, "warm" + i, "echo");
            warm.send(new byte[10]);
            net.loop.runUntilIdle();
        }
        net.loop.advance(Duration.ofSeconds(10));
        net.wires.wires().forEach(wire -> wire.delay(oneWay));
        net.wires.onWire(wire -> wire.delay(oneWay));
        for (int i = 0; i < 30; i++) {
            long began = net.loop.nanos();
            App app = new App(client, "new" + i, "echo");
            app.send(App.safe(300));
            while (app.got.size() == 0 && net.loop.nanos() - began < 1_000_000_000L) {
                net.loop.advance(Duration.ofMillis(1));
            }
            long millis = (net.loop.nanos() - began) / 1_000_000;
            assertEquals(150, millis, 2, "three links of 50 ms");
            net.loop.advance(Duration.ofSeconds(1));
        }
        net.map.epoch++;
        CircuitService fresh = net.client(Map.of());
        long began = net.loop.nanos();
        App app = new App(fresh, "", "echo");
        app.send(App.safe(300));
        while (app.got.size() == 0 && net.loop.nanos() - began < 1_000_000_000L) {
            net.loop.advance(Duration.ofMillis(1));
        }
        // One round trip connects the wire; HELLO, BUILD, CONNECT and data then leave in one flight.
        assertEquals(200, (net.loop.nanos() - began) / 1_000_000, 2, "four links' worth");
    }

    @Test
    void theFirstFlightOfAFreshClientFitsTheFirstTcpWindow() throws Exception {
        record(Duration.ofMillis(25));
        CircuitService client = net.client(Map.of());
        net.loop.runUntilIdle();
        App app = new App(client, "", "echo");
        app.send(App.safe(1024));
        // The connection stands after 50 ms.
        net.loop.advance(Duration.ofMillis(55));
        // Two records of BUILD, one of data. The offers, which nobody waits for, are not even made before that has
        // left.
        int record = CellClass.SMALL.recordSize();
        int critical = HELLO + 3 * record;
        assertTrue(critical <= 13_500, "first flight " + critical);
        Recording entry = recordings.stream()
                .filter(r -> r.out.size() > HELLO)
                .findFirst()
                .orElseThrow();
        assertEquals(critical, entry.out.size());
        net.loop.advance(Duration.ofMillis(10));
        assertEquals(critical + 3 * record, entry.out.size());
        assertEquals(0, entry.back.size());
    }
}
