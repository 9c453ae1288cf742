package org.port17.netty;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.epoll.Epoll;
import java.io.IOException;
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
    void aLineThatTakesNothingForLongIsSlowUntilMuchGoes() {
        Room room = new Room();
        room.took(4 * LEAST, 0);
        room.took(8 * LEAST, MILLI);
        assertEquals(4 * LEAST, room.bytes());
        room.full(MILLI);
        room.full(150 * MILLI);
        assertFalse(room.took(1, MILLI + Room.LATE), "not so long");
        assertTrue(stands(room, 1_000));
        assertFalse(room.isSlow(), "it was quick");
        assertTrue(stands(room, 2_000));
        assertTrue(room.isSlow());
        assertEquals(LEAST, room.bytes());
        long now = 3_000 * MILLI;
        for (int i = 0; i < 100; i++) {
            room.took(Room.QUICK / 2, now);
            now += Room.OFTEN + 1;
            assertTrue(room.isSlow());
        }
        room.took(Room.QUICK / 2, now);
        room.took(Room.QUICK / 2, now + Room.OFTEN);
        assertFalse(room.isSlow());
    }

    private static boolean stands(Room room, int atMillis) {
        room.full(atMillis * MILLI);
        return room.took(1, (atMillis + 1) * MILLI + Room.LATE);
    }

    @Test
    void whatWaitsIsThePartOfTheRoundTripAboveTheLeastOne() {
        assertEquals(0, SlowLine.waiting(100_000, 50_000, 50_000));
        assertEquals(0, SlowLine.waiting(100_000, 50_000, 40_000));
        assertEquals(0, SlowLine.waiting(100_000, Long.MAX_VALUE, 0));
        assertEquals(0, SlowLine.waiting(0, 50_000, 300_000));
        assertEquals(75_000, SlowLine.waiting(100_000, 50_000, 200_000));
    }

    /** The neighbour reads little now and then, and then all: little waits here until it is quick again, and all comes in order. */
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
                neighbour.setSoTimeout(20_000);
                pouring.refused.get(20, TimeUnit.SECONDS);
                MessageDigest got = digest();
                byte[] buffer = new byte[64 * 1024];
                int read = 0;
                for (int i = 0; i < 100 && !pouring.little; i++) {
                    TimeUnit.NANOSECONDS.sleep(2 * Room.LATE);
                    read += some(neighbour, buffer, got);
                }
                assertTrue(pouring.little, "never little at a time, of " + read);
                while (read < data.length) {
                    read += some(neighbour, buffer, got);
                }
                assertArrayEquals(digest().digest(data), got.digest());
            }
            pouring.poured.get(20, TimeUnit.SECONDS);
            assertTrue(pouring.most >= 2 * LEAST, "at most " + pouring.most + " at a time behind it");
            assertTrue(pouring.most <= ChannelConnection.HIGH + Pouring.PIECE, pouring.most + " at a time");
        }
    }

    private static int some(Socket neighbour, byte[] buffer, MessageDigest got) throws IOException {
        int n = neighbour.getInputStream().read(buffer);
        assertTrue(n > 0, "it ended");
        got.update(buffer, 0, n);
        return n;
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
        volatile boolean little;
        /** Since it was little. */
        volatile int most;

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
                most = little ? Math.max(most, at - from) : 0;
                little |= at - from <= SlowLine.GRANT + PIECE;
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
