package org.port17.transport.tcp;

/**
 * Finds paths that lose packets though nothing waits on them, such as radio links: there an algorithm that takes every loss for a full
 * queue crawls, and a pacing one (bbr) does not. Everywhere else bbr does harm to a link: it looks for a path's bandwidth at 2.9 times
 * the pace that it has seen until a round trip that it could fill brings no more, and who holds back so that no queue grows, as circuits
 * do, never fills one, so that bursts at that pace overflow whatever queue stands before the slowest line; and every ten seconds it
 * stops for a fifth of one. Both hold up all circuits of a link.
 *
 * <p>A path on which the pacing one loses much more, or fills a queue, goes back for good. On the loop.
 */
final class LossyPath {
    /** What is looked at together. */
    static final long WINDOW = 500_000_000L;

    /** So many windows after each other decide. */
    static final int WINDOWS = 4;

    /** At this share of loss an algorithm like reno keeps some 25 packets under way, as 1.22 / sqrt(p) says (Mathis et al., 1997). */
    private static final double LOSSY = 0.002;

    private static final long FEW = 4;

    /** The bound of BBRv2 (draft-cardwell-iccrg-bbr-congestion-control-02, section 2). */
    private static final double MUCH = 0.02;

    private static final int WORSE = 4;
    private static final double QUEUE = 1.25;
    private static final long QUEUE_MICROS = 5000;

    /** The system's side of a connection. */
    interface Socket {
        /** Reads what the others answer. */
        void look();

        /** Packets that were sent again, of all the connection's life. */
        long sentAgain();

        /** Bytes of a full packet. */
        long packet();

        /** The smoothed round trip. */
        long roundTripMicros();

        /** From now on the pacing algorithm, or the other one. */
        void pace(boolean paced);
    }

    private final Socket socket;
    private long since;
    private long last;
    private long sent;
    private long again;
    private long shortest = Long.MAX_VALUE;
    private int lossy;
    private double worst;
    private boolean begun;
    private boolean paced;
    private boolean decided;

    LossyPath(Socket socket) {
        this.socket = socket;
    }

    /** So many bytes are about to leave. */
    void sends(int bytes, long nanos) {
        if (decided) {
            return;
        }
        if (!begun || nanos - last > WINDOW) {
            begun = true; // it rested: what is sent again now was lost at another time
            lossy = 0;
            socket.look();
            begin(nanos);
        } else if (nanos - since >= WINDOW) {
            socket.look();
            judge();
            begin(nanos);
        }
        sent += bytes;
        last = nanos;
    }

    private void begin(long nanos) {
        since = nanos;
        sent = 0;
        again = socket.sentAgain();
    }

    private void judge() {
        long roundTrip = socket.roundTripMicros();
        if (roundTrip > 0) {
            shortest = Math.min(shortest, roundTrip);
        }
        boolean queue = roundTrip > shortest * QUEUE + QUEUE_MICROS;
        long lost = socket.sentAgain() - again;
        double share = lost * (double) socket.packet() / Math.max(1, sent);
        if (paced) {
            if (lost >= FEW && share > MUCH && (queue || share > WORSE * worst)) {
                decided = true;
                socket.pace(false);
            }
        } else if (lost >= FEW && share > LOSSY && !queue) {
            worst = Math.max(worst, share);
            lossy++;
            if (lossy == WINDOWS) {
                paced = true;
                socket.pace(true);
            }
        } else {
            lossy = 0;
            worst = 0;
        }
    }
}
