package org.port17.cell;

/**
 * The receiving side of one stream's flow control: counts what the application took and says when and how much credit
 * to return. The window doubles while the application keeps up, within a budget shared by all streams, so that a fast
 * stream fills a long path and a thousand idle ones promise little. No stream that moves keeps more of the budget than is left of it
 * (the dynamic threshold of Choudhury and Hahne, "Dynamic queue length thresholds for shared-memory packet switches", 1998, with
 * factor 1): those that came first give up what is more as they move, and n that want all they can get have about an n+1st part
 * each. One that rests keeps what it had until it ends.
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
        int credit = owed + resized();
        owed = 0;
        outstanding += credit;
        return credit;
    }

    /** Doubles the window if there is room for it, or lets go of what is more than is due. Answers by how much. */
    private int resized() {
        long most = Math.min(Windows.STREAM_MAX, Windows.STREAM_INITIAL + budget.free());
        if (window > most) {
            int less = (int) Math.min(owed, window - most);
            window -= less;
            budget.give(less);
            return -less;
        }
        int more = (int) Math.min(window, most - window);
        if (more > 0 && waiting < window / 4 && budget.take(more)) {
            window += more;
            return more;
        }
        return 0;
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
