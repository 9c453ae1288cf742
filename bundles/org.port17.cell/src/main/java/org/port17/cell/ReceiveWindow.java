package org.port17.cell;

/**
 * The receiving side of one direction of a circuit: credit goes back for what arrived, whether anybody took it, so that a stream whose
 * application does not read holds up no other. Often enough that a {@link SendWindow} sees the path, and on quick paths not for every
 * few cells. Times are nanoseconds of one clock.
 */
public final class ReceiveWindow {
    /** No amount: the sender went beyond its window. */
    public static final int EXCEEDED = -1;

    /** Credit for less is not sent. */
    static final int LEAST = 128 * 1024;

    /** Nor, within so long of the last one, for less than twice that: no sender stops before so much is under way. */
    static final long EACH = 2_000_000;

    private long open = Windows.CIRCUIT;
    private int owed;
    private long last;
    private boolean returned;

    /**
     * Bytes arrived.
     *
     * @return the credit to send back now, 0 for none yet, {@link #EXCEEDED} if these were not granted: a protocol failure
     */
    public int arrived(int bytes, long now) {
        open -= bytes;
        if (open < 0) {
            return EXCEEDED;
        }
        owed += bytes;
        if (owed < (returned && now - last < EACH ? 2 * LEAST : LEAST)) {
            return 0;
        }
        int credit = owed;
        open += credit;
        owed = 0;
        last = now;
        returned = true;
        return credit;
    }
}
