package org.port17.transport.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.port17.api.Endpoint;
import org.port17.api.ErrorKind;
import org.port17.spi.transport.Transport;
import org.port17.testkit.ConnectionProbe;
import org.port17.testkit.TestLoop;
import org.port17.transport.memory.Tap.Direction;

/** The hooks for faults. Two nodes, each with its own transport, on one loop. */
class MemoryNetworkTest {
    private static final Endpoint DOOR = new Endpoint("mem", "b");
    private final TestLoop loop = new TestLoop();
    private final MemoryNetwork network = new MemoryNetwork();
    private final Transport nodeA = network.transport(loop);
    private final Transport nodeB = network.transport(loop);
    private final ConnectionProbe near = new ConnectionProbe(loop, true);
    private final ConnectionProbe far = new ConnectionProbe(loop, false);
    private final ByteArrayOutputStream arrived = new ByteArrayOutputStream();

    @BeforeEach
    void listen() throws Exception {
        nodeB.listen(DOOR, far::of);
        far.onBytes(bytes -> {
            while (bytes.hasRemaining()) {
                arrived.write(bytes.get());
            }
        });
    }

    private void connect() throws Exception {
        near.dial(nodeA, DOOR);
        loop.runUntilIdle();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private String arrived() {
        return arrived.toString(StandardCharsets.US_ASCII);
    }

    @Test
    void tapSeesEveryByteOfBothDirections() throws Exception {
        List<String> seen = new ArrayList<>();
        network.tap((direction, bytes) -> seen.add(direction + " " + StandardCharsets.US_ASCII.decode(bytes)));
        connect();
        near.send(bytes("up"));
        far.send(bytes("down"));
        loop.runUntilIdle();
        assertEquals(List.of("FROM_DIALLER up", "TO_DIALLER down"), seen);
        assertEquals("up", arrived());
    }

    @Test
    void flipAltersOneByteOfOneDirection() throws Exception {
        network.tap(Tap.flip(Direction.FROM_DIALLER, 3, 0x20));
        connect();
        near.send(bytes("AB"));
        near.send(bytes("CDEF"));
        far.send(bytes("abcdef"));
        loop.runUntilIdle();
        assertEquals("ABCdEF", arrived());
        assertEquals(6, near.bytes());
        assertArrayEquals(ConnectionProbe.sha256Of(bytes("abcdef")), near.sha256());
    }

    @Test
    void delayIsOneWayAndNothingOvertakes() throws Exception {
        connect();
        MemoryWire wire = network.wires().get(0);
        wire.delay(Duration.ofMillis(50));
        near.send(bytes("slow,"));
        wire.delay(Duration.ZERO);
        near.send(bytes("fast"));
        loop.advance(Duration.ofMillis(49));
        assertEquals("", arrived());
        loop.advance(Duration.ofMillis(1));
        assertEquals("slow,fast", arrived());
    }

    @Test
    void connectingTakesOneRoundTrip() throws Exception {
        network.delay(Duration.ofMillis(25));
        near.dial(nodeA, DOOR);
        near.send(bytes("first"));
        loop.advance(Duration.ofMillis(49));
        assertFalse(near.isConnected());
        loop.advance(Duration.ofMillis(1));
        assertTrue(near.isConnected());
        assertEquals("", arrived());
        loop.advance(Duration.ofMillis(25));
        assertEquals("first", arrived());
    }

    @Test
    void cutLosesWhatIsUnderWayAndTellsBothEnds() throws Exception {
        connect();
        MemoryWire wire = network.wires().get(0);
        wire.delay(Duration.ofMillis(10));
        near.send(bytes("lost"));
        wire.cut();
        loop.advance(Duration.ofMillis(20));
        assertEquals("", arrived());
        assertEquals(ErrorKind.CONNECTION_RESET, near.reason().kind());
        assertEquals(ErrorKind.CONNECTION_RESET, far.reason().kind());
        assertEquals(List.of(), network.wires());
        assertEquals(0, loop.timers());
    }

    @Test
    void onlyListedWiresStand() throws Exception {
        connect();
        assertEquals(1, network.wires().size());
        assertEquals("b", network.wires().get(0).name());
        near.close();
        loop.runUntilIdle();
        assertEquals(List.of(), network.wires());
    }

    @Test
    void runsRepeatExactly() throws Exception {
        assertEquals(trace(), trace());
    }

    @Test
    void aLineHoldsUpWhatIsMoreThanItCarriesAndSharesItFairly() throws Exception {
        MemoryLine line = new MemoryLine(loop, 1 << 20);
        Transport slow = network.transport(loop, line);
        ConnectionProbe other = new ConnectionProbe(loop, true);
        near.dial(slow, DOOR);
        other.dial(slow, DOOR);
        loop.runUntilIdle();
        near.send(new byte[200 << 10]);
        other.send(new byte[200 << 10]);
        loop.advance(Duration.ofMillis(350));
        assertEquals(350 << 10, line.sent(), 24 << 10);
        assertEquals(350 << 10, arrived.size(), 24 << 10);
        loop.advance(Duration.ofMillis(50));
        assertEquals(400 << 10, arrived.size());
    }

    @Test
    void theReceiversLineCountsToo() throws Exception {
        Endpoint door = new Endpoint("mem", "slow");
        MemoryLine line = new MemoryLine(loop, 1 << 30, 1 << 20);
        network.transport(loop, line).listen(door, far::of);
        near.dial(nodeA, door);
        loop.runUntilIdle();
        near.send(new byte[100 << 10]);
        near.send(bytes("end"));
        loop.advance(Duration.ofMillis(97));
        assertEquals(96 << 10, arrived.size(), 16 << 10);
        loop.advance(Duration.ofMillis(2));
        assertEquals((100 << 10) + 3, arrived.size());
        near.close();
        loop.runUntilIdle();
        assertEquals(ErrorKind.NODE_UNREACHABLE, far.reason().kind(), "the end comes behind the bytes");
    }

    private static List<String> trace() throws Exception {
        TestLoop own = new TestLoop();
        MemoryNetwork net = new MemoryNetwork();
        List<String> trace = new ArrayList<>();
        net.onWire(wire -> {
            wire.delay(Duration.ofMillis(trace.size() + 1L));
            wire.tap((direction, bytes) -> trace.add(own.nanos() + " " + direction + " " + bytes.remaining()));
        });
        Transport transport = net.transport(own);
        transport.listen(DOOR, made -> {
            ConnectionProbe echo = new ConnectionProbe(own, false).of(made);
            return echo.onBytes(bytes -> echo.send(new byte[bytes.remaining()]));
        });
        for (int i = 0; i < 20; i++) {
            new ConnectionProbe(own, true).dial(transport, DOOR).send(new byte[i + 1]);
        }
        own.advance(Duration.ofSeconds(1));
        assertEquals(40, trace.size());
        return trace;
    }
}
