package org.port17.transport.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LossyPathTest {
    private static final long MILLISECOND = 1_000_000L;
    private static final long SECOND = 1000 * MILLISECOND;
    private static final int PACKET = 1448;
    private static final long CALM = 50_000;
    private static final long SHORT = 5_000;
    private static final long QUEUED = 100_000;

    /** A socket that sends full packets. */
    private static final class Path implements LossyPath.Socket {
        private final LossyPath path = new LossyPath(this);
        private final List<Boolean> paced = new ArrayList<>();
        private long each = MILLISECOND;
        private long now;
        private double lost;
        private long again;
        private long roundTrip = CALM;

        void run(long seconds, double share, long micros) {
            roundTrip = micros;
            for (long end = now + seconds * SECOND; now < end; now += each) {
                path.sends(PACKET, now);
                lost += share;
            }
        }

        @Override
        public void look() {
            again = (long) lost;
        }

        @Override
        public long sentAgain() {
            return again;
        }

        @Override
        public long packet() {
            return PACKET;
        }

        @Override
        public long roundTripMicros() {
            return roundTrip;
        }

        @Override
        public void pace(boolean on) {
            paced.add(on);
        }
    }

    private final Path socket = new Path();

    @Test
    void aPathThatLosesWithoutAQueueIsPacedAndStaysSo() {
        socket.run(5, 0, CALM);
        assertEquals(List.of(), socket.paced);
        socket.run(5, 0.01, CALM);
        assertEquals(List.of(true), socket.paced);
        socket.run(50, 0.01, QUEUED);
        socket.run(100, 0.03, CALM);
        assertEquals(List.of(true), socket.paced);
    }

    /** What cubic has under way at 1 % and 100 ms: a packet every 8 ms, some six lost in ten seconds. */
    @Test
    void aSlowOneIsFoundToo() {
        socket.each = 8 * MILLISECOND;
        socket.run(5, 0, CALM);
        socket.run(20, 0.01, CALM);
        assertEquals(List.of(true), socket.paced);
    }

    @Test
    void aFullQueueIsNoReason() {
        socket.run(5, 0, CALM);
        socket.run(100, 0.05, QUEUED);
        assertEquals(List.of(), socket.paced);
    }

    /** A queue that empties when packets are lost was there before. */
    @Test
    void norIsOneThatWasFullBetweenTwoLooks() {
        socket.run(5, 0, CALM);
        for (int i = 0; i < 50; i++) {
            socket.run(1, 0, QUEUED);
            socket.run(1, 0.008, CALM);
        }
        assertEquals(List.of(), socket.paced);
    }

    @Test
    void nowAndThenALossIsNone() {
        for (int i = 0; i < 50; i++) {
            socket.run(1, 0.01, CALM);
            socket.run(10, 0, CALM);
        }
        socket.run(100, 0.001, CALM);
        assertEquals(List.of(), socket.paced);
    }

    @Test
    void whoFillsAQueueForNothingGoesBackAndIsNotSoonTakenAgain() {
        socket.run(5, 0.01, CALM);
        assertEquals(List.of(true), socket.paced);
        socket.run(2, 0.05, QUEUED);
        assertEquals(List.of(true, false), socket.paced);
        socket.run(2, 0.01, CALM);
        assertEquals(List.of(true, false), socket.paced);
        socket.run(5, 0.01, CALM);
        assertEquals(List.of(true, false, true), socket.paced);
    }

    /** On a path whose losses made it crawl, a burst that overflows a queue is worth what it carries. */
    @Test
    void whoCarriesMuchMoreStays() {
        socket.each = 8 * MILLISECOND;
        socket.run(20, 0.01, CALM);
        assertEquals(List.of(true), socket.paced);
        socket.each = MILLISECOND;
        socket.run(20, 0.08, QUEUED);
        assertEquals(List.of(true), socket.paced);
    }

    /** The path could carry as much before, and nobody asked for it. */
    @Test
    void thatMoreIsAskedForIsNoReasonToStay() {
        socket.each = 30 * MILLISECOND;
        socket.run(40, 0.05, SHORT);
        assertEquals(List.of(true), socket.paced);
        socket.each = MILLISECOND;
        socket.run(2, 0.25, SHORT);
        assertEquals(List.of(true, false), socket.paced);
    }

    @Test
    void aPacedOneThatRestedIsStillJudged() {
        socket.run(5, 0.01, CALM);
        assertEquals(List.of(true), socket.paced);
        socket.each = 500 * MILLISECOND;
        socket.run(60, 0, CALM);
        socket.each = MILLISECOND;
        socket.run(2, 0.3, QUEUED);
        assertEquals(List.of(true, false), socket.paced);
    }

    @Test
    void whoSendsLittleKeepsWhatHeHas() {
        socket.each = 200 * MILLISECOND;
        socket.run(600, 0.03, CALM);
        assertEquals(List.of(), socket.paced);
    }

    @Test
    void whoLosesMuchMoreThanBeforeGoesBackToo() {
        socket.run(5, 0.01, CALM);
        socket.run(2, 0.08, CALM);
        assertEquals(List.of(true, false), socket.paced);
    }

    @Test
    void aPathThatGotLongerIsNoQueueForEver() {
        socket.run(5, 0, CALM);
        socket.run(700, 0, QUEUED);
        socket.run(5, 0.01, QUEUED);
        assertEquals(List.of(true), socket.paced);
    }
}
