package org.port17.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SendWindowTest {
    private static final int PIECE = 16_255;
    private static final long MILLISECOND = 1_000_000;

    /** Senders that always have something, one line with a queue, a round trip, receivers that return credit; a clock of its own. */
    private static final class Path {
        private final List<Circuit> circuits;
        private long roundTrip;
        private final ArrayDeque<Circuit> line = new ArrayDeque<>();
        private double bytesInAMillisecond;
        private double carried;
        private long delivered;
        private long highest;
        private long now = 17;

        Path(int circuits, int returned, double bytesInAMillisecond, long roundTrip) {
            this.circuits =
                    Stream.generate(() -> new Circuit(returned)).limit(circuits).toList();
            this.bytesInAMillisecond = bytesInAMillisecond;
            this.roundTrip = roundTrip * MILLISECOND;
        }

        /** The line takes what circuits have in turns of one piece; credit is there a round trip later. */
        void run(long milliseconds) {
            highest = 0;
            delivered = 0;
            for (long end = now + milliseconds * MILLISECOND; now < end; now += MILLISECOND) {
                circuits.forEach(Circuit::send);
                highest = Math.max(highest, queue());
                carried = Math.min(carried, PIECE) + bytesInAMillisecond;
                for (Circuit next = line.peek(); next != null && carried >= PIECE; next = line.peek()) {
                    line.poll();
                    carried -= PIECE;
                    delivered += PIECE;
                    next.pass();
                }
            }
        }

        long queue() {
            return circuits.stream().mapToLong(circuit -> circuit.queue).sum();
        }

        final class Circuit {
            final SendWindow window = new SendWindow();
            private final ArrayDeque<long[]> credits = new ArrayDeque<>();
            private final int returned;
            private int owed;
            private long queue;

            Circuit(int returned) {
                this.returned = returned;
            }

            void send() {
                for (long[] due = credits.peek(); due != null && due[0] <= now; due = credits.peek()) {
                    assertTrue(window.credited((int) credits.poll()[1], now));
                }
                boolean idle = queue == 0;
                while (window.room() > 0) {
                    window.sent(PIECE, now);
                    queue += PIECE;
                }
                if (idle && queue > 0) {
                    line.add(this);
                }
            }

            void pass() {
                queue -= PIECE;
                owed += PIECE;
                if (owed >= returned) {
                    credits.add(new long[] {now + roundTrip, owed});
                    owed = 0;
                }
                if (queue > 0) {
                    line.add(this);
                }
            }
        }
    }

    @Test
    void fillsALongPathAndKeepsItsQueueShort() {
        Path path = new Path(1, ReceiveWindow.LEAST, 25_000, 200);
        path.run(10_000);
        path.run(30_000);
        assertTrue(path.delivered > 0.97 * 30_000 * 25_000, "delivered " + path.delivered);
        assertTrue(path.highest < 100 * 25_000, "queue " + path.highest);
    }

    @Test
    void keepsTheQueueShortOnASlowLineToo() {
        Path path = new Path(1, ReceiveWindow.LEAST, 1_250, 100);
        path.run(20_000);
        path.run(30_000);
        assertTrue(path.delivered > 0.97 * 30_000 * 1_250, "delivered " + path.delivered);
        assertTrue(path.highest < 2 * Windows.STREAM_INITIAL, "queue " + path.highest);
    }

    @Test
    void manyCircuitsTogetherQueueLittleEach() {
        Path path = new Path(100, ReceiveWindow.LEAST, 25_000, 200);
        path.run(40_000);
        path.run(40_000);
        assertTrue(path.delivered > 0.99 * 40_000 * 25_000, "delivered " + path.delivered);
        assertTrue(path.highest < 100 * 3L * Windows.STREAM_INITIAL, "queue " + path.highest);
    }

    @Test
    void followsARateThatFallsAndRises() {
        Path path = new Path(1, ReceiveWindow.LEAST, 25_000, 50);
        path.run(3_000);
        path.bytesInAMillisecond = 5_000;
        path.run(5_000);
        path.run(5_000);
        assertTrue(path.highest < 150 * 5_000, "queue " + path.highest);
        path.bytesInAMillisecond = 25_000;
        path.run(3_000);
        path.run(5_000);
        assertTrue(path.delivered > 0.95 * 5_000 * 25_000, "delivered " + path.delivered);
    }

    @Test
    void findsThePathAnewThatGotLonger() {
        Path path = new Path(1, ReceiveWindow.LEAST, 25_000, 20);
        path.run(5_000);
        path.roundTrip = 200 * MILLISECOND;
        path.run(10_000);
        path.run(5_000);
        assertTrue(path.delivered > 0.9 * 5_000 * 25_000, "delivered " + path.delivered);
    }

    @Test
    void aReceiverThatReturnsSeldomIsNotStarved() {
        Path path = new Path(1, Windows.CIRCUIT / 4, 25_000, 200);
        path.run(60_000);
        assertTrue(path.delivered > 0.9 * 60_000 * 25_000, "delivered " + path.delivered);
    }

    @Test
    void neverLetsMoreLeaveThanACircuitMay() {
        SendWindow window = new SendWindow();
        assertEquals(Windows.CIRCUIT / 4, window.room());
        for (long now = 1; now < 1000; now++) {
            int room = (int) window.room();
            assertTrue(room <= Windows.CIRCUIT);
            window.sent(room, now * MILLISECOND);
            assertTrue(window.credited(room, now * MILLISECOND + 1));
        }
    }

    /** Else a sender that used up all its room would find more, and nobody would wake it. */
    @Test
    void whatLeavesNeverMakesRoom() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            SendWindow window = new SendWindow();
            long now = 0;
            long underWay = 0;
            for (int step = 0; step < 3000; step++) {
                now += random.nextInt(20) == 0 ? 1500 * MILLISECOND : random.nextInt(30) * MILLISECOND;
                if (window.room() > 0) {
                    int bytes = random.nextBoolean() ? (int) window.room() : 1 + random.nextInt(PIECE);
                    long before = window.room();
                    window.sent(bytes, now);
                    underWay += bytes;
                    assertEquals(before - bytes, window.room(), "seed " + seed);
                }
                if (underWay >= ReceiveWindow.LEAST && random.nextInt(3) > 0) {
                    int credit = (int) Math.min(underWay, ReceiveWindow.LEAST * (1L + random.nextInt(2)));
                    assertTrue(window.credited(credit, now));
                    underWay -= credit;
                }
                assertTrue(window.room() > 0 || underWay >= Windows.STREAM_INITIAL, "stuck, seed " + seed);
            }
        }
    }

    @Test
    void aLineThatBecameVerySlowGetsRidOfItsQueue() {
        Path path = new Path(1, ReceiveWindow.LEAST, 25_000, 50);
        path.run(5_000);
        path.bytesInAMillisecond = 110;
        path.run(120_000);
        path.run(60_000);
        assertTrue(path.highest < 3 * Windows.STREAM_INITIAL, "queue " + path.highest);
    }

    @Test
    void creditForWhatWasNeverSentIsRefused() {
        SendWindow window = new SendWindow();
        window.sent(1000, 1);
        assertTrue(window.credited(999, 2));
        assertFalse(window.credited(2, 3));
    }

    @Test
    void whoSaysLittleAtATimeIsNotHeldBack() {
        SendWindow window = new SendWindow();
        IntStream.range(0, 1_000_000).forEach(i -> {
            window.sent(1, i * MILLISECOND);
            if (i % ReceiveWindow.LEAST == ReceiveWindow.LEAST - 1) {
                assertTrue(window.credited(ReceiveWindow.LEAST, (i + 50) * MILLISECOND));
            }
            assertTrue(window.room() > 0);
        });
    }
}
