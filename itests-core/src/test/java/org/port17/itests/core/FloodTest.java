package org.port17.itests.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.port17.api.Endpoint;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.cell.Build;
import org.port17.cell.Frame;
import org.port17.circuit.CircuitService;
import org.port17.link.LaneEvents;
import org.port17.link.LinkService;
import org.port17.netmap.PrekeyRecord;
import org.port17.node.NodeClock;
import org.port17.node.NodeSettings;
import org.port17.node.OwnPrekey;
import org.port17.node.RunningNode;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.PrekeyUse;
import org.port17.spi.transport.Connection;
import org.port17.spi.transport.ConnectionEvents;

/**
 * Strangers fill a real node's memory of handshakes, one prekey after the other, with messages that cost them nothing.
 * Honest clients get through all the while, and the node keeps none of it.
 */
class FloodTest {
    private static final int ROOM = 40;
    private static final int ROUNDS = 25;
    private static final byte[] REQUEST = new byte[300];

    @TempDir
    Path directory;

    private final AtomicLong nanos = new AtomicLong();
    private TestNet net;
    private RunningNode node;
    private FixedMap before;

    @BeforeEach
    void start() throws Exception {
        net = new TestNet(4);
        net.origins.host("echo", Hosts.Echo::new);
        FixedPlugins plugins = net.plugins();
        node = RunningNode.open(
                new NodeSettings("flooded", "Ada", "DE", 0, directory.resolve("state"), List.of(), Optional.empty(), ROOM),
                plugins,
                new NodeClock(() -> Instant.ofEpochSecond(FixedMap.NOW), nanos::get));
        node.start();
        net.list(node, "Ada");
        for (CipherSuite suite : net.suites) {
            for (PrekeyUse use : PrekeyUse.values()) {
                net.map.prekeys.add(
                        node.offered(suite.traits().id(), use).orElseThrow().record());
            }
        }
        net.relay(net.links(plugins, net.map, node), plugins, node);
        net.loop.runUntilIdle();
        before = net.map.copy();
    }

    @AfterEach
    void end() {
        node.close();
    }

    private PrekeyRecord offered(PrekeyUse use) {
        int suite = net.suites.get(0).traits().id();
        return node.offered(suite, use).orElseThrow().record();
    }

    /** Over the flooded node and two others; the place of the flooded one changes. */
    private ChosenRoute route(int place) {
        List<NodeId> ids = new ArrayList<>(List.of(
                net.machines.get(0).self().id(), net.machines.get(1).self().id()));
        ids.add(place, node.id());
        return new ChosenRoute(ids);
    }

    private void talks(CircuitService client, String name) throws Port17Exception {
        App app = new App(client, name, "echo");
        app.send(REQUEST);
        net.loop.advance(Duration.ofMillis(100));
        assertNull(app.failure, name);
        assertArrayEquals(REQUEST, app.got.toByteArray(), name);
    }

    @Test
    void buildsThatFillOneMemoryAfterTheOtherShutNobodyOut() throws Exception {
        int first = offered(PrekeyUse.ONION).id();
        for (int round = 0; round < ROUNDS; round++) {
            PrekeyRecord target = offered(PrekeyUse.ONION);
            LinkService flooder = net.links(net.plugins(), net.map, null);
            for (int i = 0; i < 2 * ROOM; i++) {
                flooder.to(net.map.node(node.id()).orElseThrow())
                        .open(new Deaf())
                        .build(noise(target));
            }
            net.loop.runUntilIdle();
            assertTrue(isShut(target), "twice what it can note");
            await(() -> node.offered(target.suite(), PrekeyUse.ONION)
                    .filter(p -> p.record().id() != target.id())
                    .isPresent());
            ChosenRoute chosen = route(round % 3);
            net.strategy = chosen;
            talks(net.client(Map.of(), net.plugins(), before.copy()), "round " + round);
            assertEquals(1, chosen.planned.size(), "over the flooded node, at the first try");
            pass(Duration.ofSeconds(1));
        }
        ended(first, PrekeyUse.ONION);
    }

    @Test
    void hellosThatFillOneMemoryAfterTheOtherShutNobodyOut() throws Exception {
        int first = offered(PrekeyUse.LINK).id();
        for (int round = 0; round < ROUNDS; round++) {
            PrekeyRecord target = offered(PrekeyUse.LINK);
            for (int i = 0; i < 2 * ROOM; i++) {
                new Stranger().say(hello(target));
            }
            net.loop.runUntilIdle();
            assertTrue(isShut(target));
            await(() -> node.offered(target.suite(), PrekeyUse.LINK)
                    .filter(p -> p.record().id() != target.id())
                    .isPresent());
            FixedMap old = before.copy();
            ChosenRoute chosen = route(0);
            net.strategy = chosen;
            talks(net.client(Map.of(), net.plugins(), old), "round " + round);
            assertEquals(1, chosen.planned.size());
            assertEquals(0, old.refreshes, "the node said all that was needed");
            pass(Duration.ofSeconds(1));
        }
        ended(first, PrekeyUse.LINK);
    }

    /** The flood is over: who has the oldest map gets through at once, and the node has forgotten what it held of it. */
    private void ended(int first, PrekeyUse use) throws Exception {
        FixedMap old = before.copy();
        net.strategy = route(2);
        talks(net.client(Map.of(), net.plugins(), old), "after");
        assertEquals(0, old.refreshes);
        PrekeyRecord last = offered(use);
        pass(Duration.ofSeconds(70));
        assertTrue(node.prekey(first).isEmpty());
        assertEquals(last.id(), offered(use).id(), "without a flood it stays");
        talks(net.client(Map.of(), net.plugins(), before.copy()), "later");
    }

    /** Whether a prekey takes nobody any more; the node's own thread may have wiped it by now. */
    private boolean isShut(PrekeyRecord prekey) {
        return node.prekey(prekey.id()).map(OwnPrekey::full).orElse(true);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
        net.loop.advance(time);
    }

    /** Another thread makes the prekeys. */
    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "no other prekey came");
            LockSupport.parkNanos(100_000);
        }
    }

    /** A BUILD of random bytes: its share is noted before anything can be known of it. */
    private byte[] noise(PrekeyRecord prekey) {
        byte[] blob = new byte[Build.BLOB];
        net.random.nextBytes(blob);
        ByteBuffer.wrap(blob, Build.BLOB - 40, 8)
                .putInt(prekey.id())
                .putShort((short) prekey.suite())
                .putShort((short) 0);
        return blob;
    }

    private byte[] hello(PrekeyRecord prekey) {
        byte[] hello = new byte[3_072];
        net.random.nextBytes(hello);
        ByteBuffer.wrap(hello)
                .put((byte) 0x48)
                .put((byte) 1)
                .putShort((short) prekey.suite())
                .putInt(prekey.id());
        return hello;
    }

    /** Somebody with a connection to the node. */
    private final class Stranger implements ConnectionEvents {
        private final Connection connection;

        Stranger() throws Port17Exception {
            connection = net.wires.transport(net.loop).dial(new Endpoint("mem", node.name()), this);
        }

        void say(byte[] bytes) {
            connection.offer(bytes, 0, bytes.length);
            connection.flush();
            net.loop.runUntilIdle();
            connection.close();
        }

        @Override
        public void connected() {}

        @Override
        public void received(ByteBuffer bytes) {
            bytes.position(bytes.limit());
        }

        @Override
        public void writable() {}

        @Override
        public void closed(Port17Exception reason) {}
    }

    /** Wants to hear nothing. */
    private static final class Deaf implements LaneEvents {
        @Override
        public void cell(Frame frame) {}

        @Override
        public void destroyed(Port17Exception reason) {}
    }
}
