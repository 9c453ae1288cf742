package org.port17.netty;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.epoll.Epoll;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.port17.api.Port17Exception;
import org.port17.spi.transport.ConnectionEvents;

class OutflowTest {
    private static final long MILLI = 1_000_000;
    private static final int LEAST = Room.LEAST;

    @Test
    void roomGrowsWithWhatGoesSoonAndNeverBeyondItsBounds() {
        Room room = new Room();
        long now = 0;
        for (int step = LEAST; step < Room.MOST; step *= 2) {
            assertEquals(step, room.bytes());
            assertFalse(room.took(3 * step, now));
            assertTrue(room.took(step, now + Room.SOON));
            now += 10 * Room.SOON;
        }
        assertFalse(room.took(4 * Room.MOST, now));
        assertEquals(Room.MOST, room.bytes());
    }

    @Test
    void whatGoesSlowlyLeavesItAsItIs() {
        Room room = new Room();
        for (int i = 0; i < 1_000; i++) {
            assertFalse(room.took(LEAST, i * Room.SOON / 2));
        }
        assertFalse(room.isSlow());
    }

    @Test
    void aLineThatTakesNothingForLongIsSlowUntilSaidOtherwise() {
        Room room = new Room();
        room.took(4 * LEAST, 0);
        assertEquals(2 * LEAST, room.bytes());
        room.full(MILLI);
        room.full(150 * MILLI);
        assertFalse(room.took(1, MILLI + Room.LATE));
        assertFalse(room.isSlow());
        room.full(1_000 * MILLI);
        assertTrue(room.took(1, 1_001 * MILLI + Room.LATE));
        assertTrue(room.isSlow());
        assertEquals(LEAST, room.bytes());
        room.quick();
        assertFalse(room.isSlow());
    }

    @Test
    void whatWaitsIsThePartOfTheRoundTripAboveTheLeastOne() {
        assertEquals(0, SlowLine.waiting(100_000, 50_000, 50_000));
        assertEquals(0, SlowLine.waiting(100_000, 50_000, 40_000));
        assertEquals(0, SlowLine.waiting(100_000, Long.MAX_VALUE, 0));
        assertEquals(0, SlowLine.waiting(0, 50_000, 300_000));
        assertEquals(75_000, SlowLine.waiting(100_000, 50_000, 200_000));
    }

    /** The neighbour reads nothing, then little, then all: what waits here is little, and all of it comes, in order. */
    @Test
    void aSlowLineGetsLittleAtATimeAndLosesNothing() throws Exception {
        assumeTrue(Epoll.isAvailable());
        byte[] data = new byte[24 << 20];
        new Random(17).nextBytes(data);
        try (NodeLoops loops = new NodeLoops(IoKind.EPOLL);
                ServerSocket door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            door.setReceiveBufferSize(32 * 1024);
            Pouring pouring = new Pouring(data);
            loops.execute(() -> {
                ChannelConnection connection = new ChannelConnection(loops.allocator(), pouring);
                pouring.connection = connection;
                connection.dialling(loops.client().handler(connection).connect(door.getLocalSocketAddress()));
            });
            try (Socket neighbour = door.accept()) {
                pouring.refused.get(10, TimeUnit.SECONDS);
                TimeUnit.NANOSECONDS.sleep(2 * Room.LATE);
                MessageDigest got = digest();
                byte[] buffer = new byte[64 * 1024];
                int read = 0;
                while (read < data.length) {
                    int n = neighbour.getInputStream().read(buffer);
                    assertTrue(n > 0, "ended after " + read);
                    got.update(buffer, 0, n);
                    read += n;
                }
                assertArrayEquals(digest().digest(data), got.digest());
            }
            pouring.poured.get(10, TimeUnit.SECONDS);
            assertTrue(
                    pouring.leastTurn <= SlowLine.GRANT + Pouring.PIECE,
                    pouring.leastTurn + " bytes at a time at least");
            assertTrue(
                    pouring.mostTurn <= ChannelConnection.HIGH + Pouring.PIECE, pouring.mostTurn + " bytes at a time");
        }
    }

    private static MessageDigest digest() throws NoSuchAlgorithmException {
        return MessageDigest.getInstance("SHA-256");
    }

    /** Offers as long as it may, again and again. */
    private static final class Pouring implements ConnectionEvents {
        static final int PIECE = 2_048;
        final CompletableFuture<Void> refused = new CompletableFuture<>();
        final CompletableFuture<Void> poured = new CompletableFuture<>();
        private final byte[] data;
        ChannelConnection connection;
        private int at;
        int leastTurn = Integer.MAX_VALUE;
        int mostTurn;

        Pouring(byte[] data) {
            this.data = data;
        }

        @Override
        public void connected() {
            pour();
        }

        private void pour() {
            int from = at;
            boolean more = true;
            while (more && at < data.length) {
                int n = Math.min(PIECE, data.length - at);
                more = connection.offer(data, at, n);
                at += n;
            }
            connection.flush();
            if (at < data.length) {
                leastTurn = Math.min(leastTurn, at - from);
                mostTurn = Math.max(mostTurn, at - from);
                refused.complete(null);
            } else {
                poured.complete(null);
            }
        }

        @Override
        public void received(ByteBuffer bytes) {
            throw new AssertionError("nothing is said");
        }

        @Override
        public void writable() {
            pour();
        }

        @Override
        public void closed(Port17Exception reason) {
            poured.completeExceptionally(reason);
        }
    }
}
