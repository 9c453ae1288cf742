package org.port17.transport.tcp;

/**
 * Finds paths that lose packets though nothing waits on them, such as radio links: there an algorithm that takes every loss for a full
 * queue crawls, and a pacing one (bbr) does not. Everywhere else bbr does harm to a link: it looks for a path's bandwidth at 2.9 times
 * the pace that it has seen until a round trip that it could fill brings no more, and who holds back so that no queue grows, as circuits
 * do, never fills one, so that bursts at that pace overflow whatever queue stands before the slowest line; and every ten seconds it
 * stops for a fifth of one. Both hold up all circuits of a link.
 *
 * <p>It looks whenever {@link #FEW} packets were lost, or so many sent that losing fewer is little; {@link #LOOKS} lossy ones after each
 * other decide. A path on which the pacing one loses much more, or fills a queue, and does not carry much more for it, goes back, and
 * needs twice as many looks from then on. On the loop.
 */
final class LossyPath {
    static final int LOOKS = 3;

    /** At this share of loss an algorithm like reno keeps some 25 packets under way, as 1.22 / sqrt(p) says (Mathis et al., 1997). */
    static final double LOSSY = 0.002;

    static final long FEW = 4;

    /** No look is shorter. */
    static final long LEAST = 500_000_000L;

    /** Nor longer: who sends so little that not enough was lost or sent by then does not need another algorithm. */
    static final long LONGEST = 20_000_000_000L;

    /** The round trip is read so often. */
    private static final long EACH = 50_000_000L;

    /** A shortest round trip is so old at most, twice: paths change. */
    private static final long PERIOD = 300_000_000_000L;

    /** The bound of BBRv2 (draft-cardwell-iccrg-bbr-congestion-control-02). */
    private static final double MUCH = 0.02;

    private static final int WORSE = 4;

    /** So many times what the path carried before, or could have, is worth any loss. */
    private static final int MORE = 2;

    /** Looks after each other that speak against the pacing one: the first may have seen its beginning. */
    private static final int BAD = 2;

    private static final int LOOKS_MOST = 1 << 10;
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
    private boolean begun;
    private long since;
    private long read;
    private long sent;
    private long again;
    private boolean queued;
    private long period;
    private long shortest = Long.MAX_VALUE;
    private long shortestLately = Long.MAX_VALUE;
    private int lossy;
    private int looks = LOOKS;
    /** Of the lossy looks: the largest share that was lost, and the most that was or could have been sent in a nanosecond. */
    private double worst;

    private double most;
    private int bad;
    private boolean paced;

    LossyPath(Socket socket) {
        this.socket = socket;
    }

    /** So many bytes are about to leave. */
    void sends(int bytes, long nanos) {
        if (!begun) {
            begun = true;
            period = nanos;
            socket.look();
            begin(nanos);
        } else if (nanos - read >= EACH) {
            read(nanos);
        }
        sent += bytes;
    }

    private void begin(long nanos) {
        since = nanos;
        read = nanos;
        sent = 0;
        again = socket.sentAgain();
        queued = false;
    }

    private void read(long nanos) {
        read = nanos;
        socket.look();
        long roundTrip = socket.roundTripMicros();
        if (nanos - period > PERIOD) {
            period = nanos;
            shortest = shortestLately;
            shortestLately = Long.MAX_VALUE;
        }
        if (roundTrip > 0) {
            shortestLately = Math.min(shortestLately, roundTrip);
        }
        queued |= roundTrip > Math.min(shortest, shortestLately) * QUEUE + QUEUE_MICROS;
        long lost = socket.sentAgain() - again;
        if (nanos - since >= LEAST && (lost >= FEW || sent * LOSSY >= FEW * socket.packet())) {
            judge(lost, lost * (double) socket.packet() / Math.max(1, sent), sent / (double) (nanos - since));
            begin(nanos);
        } else if (nanos - since > LONGEST) {
            // A paced one is judged by what led to it, however long it rested.
            if (!paced) {
                forget();
            }
            begin(nanos);
        }
    }

    /** Bytes in a nanosecond that an algorithm like reno carries at such a loss, at most (Mathis et al., 1997). */
    private double renos(double share) {
        double nanos = 1000.0 * Math.min(shortest, shortestLately);
        return 1.22 * socket.packet() / (nanos * Math.sqrt(share));
    }

    private void judge(long lost, double share, double rate) {
        if (paced) {
            boolean worse = share > MUCH && (queued || share > WORSE * worst);
            bad = lost >= FEW && worse && rate < MORE * most ? bad + 1 : 0;
            if (bad == BAD) {
                paced = false;
                looks = Math.min(2 * looks, LOOKS_MOST);
                forget();
                socket.pace(false);
            }
        } else if (lost >= FEW && share > LOSSY && !queued) {
            worst = Math.max(worst, share);
            // What was sent is what was asked for, perhaps; what could have been is the measure.
            most = Math.max(most, Math.max(rate, renos(share)));
            lossy++;
            if (lossy == looks) {
                paced = true;
                socket.pace(true);
            }
        } else {
            forget();
        }
    }

    private void forget() {
        lossy = 0;
        worst = 0;
        most = 0;
        bad = 0;
    }
}
