package org.port17.transport.tcp;

/**
 * Keeps a pacing algorithm from overdriving a path. bbr looks for a path's bandwidth at 2.9 times the pace that it has seen, until a
 * round trip that it could fill brings no more. A sender that holds back so that no queue grows, as circuits do, never fills one: bbr
 * would send every burst at that pace for ever and overflow whatever queue stands before the slowest line, and what is lost there holds
 * up all circuits of the link.
 *
 * <p>Where more than a fiftieth is sent again (the bound of BBRv2, draft-cardwell-iccrg-bbr-congestion-control-02, section 4.5) the pace
 * is bound to a quarter more than what arrives. The bound rises while that reaches it, and where nothing was lost for long; at last it
 * goes. On the loop.
 */
final class PaceBound {
    /** Nothing is bound. */
    static final long NONE = 0xFFFF_FFFFL;

    /** What is looked at together; long beside a round trip, so that what was held up by a loss and comes at once counts little. */
    static final long WINDOW = 500_000_000L;

    /** Without a loss for so long, a bound rises in every window. */
    static final long CALM = 10_000_000_000L;

    /** Below that nothing is bound: 8 Mbit/s. */
    static final long LEAST = 1024 * 1024;

    private static final double GAIN = 1.25;
    private static final double LOST = 0.02;
    /** Some few are lost everywhere. */
    private static final long FEW = 16 * 1448;

    private static final double REACHED = 0.9;
    /** A bound that is so many times what arrives binds nobody. */
    private static final double IDLE = 4;

    /** The system's side of a connection. */
    interface Socket {
        /** Packets that were sent again, of all the connection's life. */
        long sentAgain();

        /** Packets that left and are not acknowledged. */
        long underWay();

        /** Bytes of a full packet. */
        int packet();

        /** From now on no faster than that, in bytes a second; {@link #NONE} for no bound. */
        void bound(long rate);
    }

    private final Socket socket;
    private long since = Long.MIN_VALUE;
    private long last;
    private long sent;
    private long again;
    private long underWay;
    private long bound = NONE;
    private long lostAt;

    PaceBound(Socket socket) {
        this.socket = socket;
    }

    /** So many bytes are about to leave. */
    void sends(int bytes, long nanos) {
        if (since == Long.MIN_VALUE || nanos - last > WINDOW) {
            begin(nanos); // it rested: what left before says nothing of a rate
        } else if (nanos - since >= WINDOW) {
            judge(nanos);
            begin(nanos);
        }
        sent += bytes;
        last = nanos;
    }

    private void begin(long nanos) {
        since = nanos;
        sent = 0;
        again = socket.sentAgain();
        underWay = socket.underWay();
    }

    private void judge(long nanos) {
        int packet = socket.packet();
        double arrived = Math.max(0, sent - (socket.underWay() - underWay) * packet);
        double rate = arrived * 1e9 / (nanos - since);
        long lost = (socket.sentAgain() - again) * packet;
        if (lost > FEW && lost > arrived * LOST) {
            lostAt = nanos;
            bind(Math.max(LEAST, rate * GAIN));
        } else if (bound != NONE && rate * IDLE < bound && nanos - lostAt > CALM) {
            bind(NONE);
        } else if (bound != NONE && (rate > bound * REACHED || nanos - lostAt > CALM)) {
            bind(bound * GAIN);
        }
    }

    private void bind(double rate) {
        bound = Math.min(NONE, (long) rate);
        socket.bound(bound);
    }
}
