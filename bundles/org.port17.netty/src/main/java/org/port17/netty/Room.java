package org.port17.netty;

import java.time.Duration;

/**
 * How many bytes of a connection may wait where whose turn it is cannot be decided any more: little on a slow line, where what comes next
 * would stand behind them, and on a quick one what keeps system calls few. It begins with {@link #LEAST}, doubles when four times as much
 * went within {@link #SOON}, and is halved when the system takes nothing for {@link #LATE}. A line on which that leaves no more than it began with
 * is slow: 2.5 Mbit/s or less, since Linux fills a packet buffer of 64 KiB before it takes nothing, until {@link #QUICK} went within {@link #OFTEN}.
 */
final class Room {
    static final int LEAST = 16 * 1024;
    static final int MOST = 256 * 1024;
    static final long SOON = Duration.ofMillis(50).toNanos();
    static final int QUICK = 128 * 1024;
    static final long OFTEN = Duration.ofMillis(250).toNanos();
    static final long LATE = Duration.ofMillis(200).toNanos();

    private int bytes = LEAST;
    private final Lately soon = new Lately(SOON);
    private final Lately often = new Lately(OFTEN);
    private long fullSince;
    private boolean full;
    private boolean slow;

    /** What the system may hold unsent. On this side of it twice as much may wait. */
    int bytes() {
        return bytes;
    }

    boolean isSlow() {
        return slow;
    }

    /** The system takes no more at the moment. */
    void full(long nanos) {
        if (!full) {
            full = true;
            fullSince = nanos;
        }
    }

    /**
     * The system took that much.
     *
     * @return whether {@link #bytes} changed
     */
    boolean took(int size, long nanos) {
        int before = bytes;
        if (full && nanos - fullSince > LATE) {
            bytes = Math.max(LEAST, bytes / 2);
            slow |= bytes == LEAST;
            often.forget();
        }
        full = false;
        slow &= often.add(size, nanos) < QUICK;
        if (soon.add(size, nanos) >= 4L * bytes) {
            soon.forget();
            bytes = Math.min(MOST, 2 * bytes);
        }
        return bytes != before;
    }

    /** Bytes within a time that begins with the first of them. */
    private static final class Lately {
        private final long time;
        private long bytes;
        private long since;

        Lately(long time) {
            this.time = time;
        }

        long add(int size, long nanos) {
            if (bytes == 0 || nanos - since > time) {
                bytes = 0;
                since = nanos;
            }
            bytes += size;
            return bytes;
        }

        void forget() {
            bytes = 0;
        }
    }
}
