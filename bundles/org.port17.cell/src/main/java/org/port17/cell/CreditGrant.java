package org.port17.cell;

/**
 * The receiving side of one stream's flow control: counts what the application took and says when and how much credit
 * to return. The window doubles while the application keeps up, within a budget shared by all streams, so that a fast
 * stream fills a long path and a thousand idle ones promise little.
 */
public final class CreditGrant {
    private final Budget budget;
    private int window = Windows.STREAM_INITIAL;
    private int outstanding;
    private int waiting;
    private int owed;

    public CreditGrant(Budget budget) {
        this.budget = budget;
        this.outstanding = Windows.STREAM_INITIAL;
    }

    /** Bytes arrived. False if the sender exceeded what it was granted: a protocol failure. */
    public boolean arrived(int bytes) {
        outstanding -= bytes;
        waiting += bytes;
        return outstanding >= 0;
    }

    /** The application took bytes. Answers the credit to return now, 0 for none yet. */
    public int taken(int bytes) {
        if (bytes < 0 || bytes > waiting) {
            throw new IllegalArgumentException("more taken than arrived");
        }
        waiting -= bytes;
        owed += bytes;
        if (owed < window / 4) {
            return 0;
        }
        int credit = owed;
        if (window < Windows.STREAM_MAX && waiting < window / 4 && budget.take(window)) {
            credit += window;
            window *= 2;
        }
        owed = 0;
        outstanding += credit;
        return credit;
    }

    /** Bytes that arrived and were not taken. */
    public int waiting() {
        return waiting;
    }

    /** The stream ended: its share of the budget is free again. */
    public void close() {
        budget.give(window - Windows.STREAM_INITIAL);
        window = Windows.STREAM_INITIAL;
    }

    /** Window growth that all streams of a process share. */
    public static final class Budget {
        private long free;

        public Budget(long bytes) {
            free = bytes;
        }

        boolean take(int bytes) {
            if (free < bytes) {
                return false;
            }
            free -= bytes;
            return true;
        }

        void give(int bytes) {
            free += bytes;
        }

        public long free() {
            return free;
        }
    }
}
