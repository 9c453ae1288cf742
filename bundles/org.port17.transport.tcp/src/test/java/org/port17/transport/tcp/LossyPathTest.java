package org.port17.transport.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LossyPathTest {
    private static final long MILLISECOND = 1_000_000L;
    private static final int PACKET = 1448;
    private static final long CALM = 50_000;
    private static final long QUEUED = 100_000;

    /** A socket that sends a packet each millisecond. */
    private static final class Path implements LossyPath.Socket {
        private final LossyPath path = new LossyPath(this);
        private final List<Boolean> paced = new ArrayList<>();
        private long now;
        private double lost;
        private long again;
        private long roundTrip = CALM;

        void run(long windows, double share, long micros) {
            roundTrip = micros;
            for (long end = now + windows * LossyPath.WINDOW; now < end; now += MILLISECOND) {
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
        socket.run(2, 0, CALM);
        socket.run(LossyPath.WINDOWS, 0.01, CALM);
        assertEquals(List.of(), socket.paced);
        socket.run(1, 0.01, CALM);
        assertEquals(List.of(true), socket.paced);
        socket.run(100, 0.01, QUEUED);
        socket.run(100, 0.03, CALM);
        assertEquals(List.of(true), socket.paced);
    }

    @Test
    void aFullQueueIsNoReason() {
        socket.run(2, 0, CALM);
        socket.run(100, 0.05, QUEUED);
        assertEquals(List.of(), socket.paced);
    }

    @Test
    void nowAndThenALossIsNone() {
        for (int i = 0; i < 50; i++) {
            socket.run(LossyPath.WINDOWS - 1, 0.01, CALM);
            socket.run(2, 0, CALM);
        }
        socket.run(100, 0.001, CALM);
        assertEquals(List.of(), socket.paced);
    }

    @Test
    void whoFillsAQueueGoesBackForGood() {
        socket.run(LossyPath.WINDOWS + 2, 0.01, CALM);
        assertEquals(List.of(true), socket.paced);
        socket.run(2, 0.05, QUEUED);
        socket.run(100, 0.01, CALM);
        assertEquals(List.of(true, false), socket.paced);
    }

    @Test
    void whoLosesMuchMoreThanBeforeGoesBackToo() {
        socket.run(LossyPath.WINDOWS + 2, 0.01, CALM);
        socket.run(2, 0.08, CALM);
        assertEquals(List.of(true, false), socket.paced);
    }

    @Test
    void whatWasLostBeforeARestDoesNotCount() {
        for (int i = 0; i < 50; i++) {
            socket.run(3, 0.01, CALM);
            socket.now += 2 * LossyPath.WINDOW;
        }
        assertEquals(List.of(), socket.paced);
    }
}
