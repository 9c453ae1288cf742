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
    private long went;
    private long since;
    private long wentOften;
    private long oftenSince;
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
            wentOften = 0;
        }
        full = false;
        if (went == 0 || nanos - since > SOON) {
            went = 0;
            since = nanos;
        }
        if (wentOften == 0 || nanos - oftenSince > OFTEN) {
            wentOften = 0;
            oftenSince = nanos;
        }
        went += size;
        wentOften += size;
        slow &= wentOften < QUICK;
        if (went >= 4L * bytes) {
            went = 0;
            bytes = Math.min(MOST, 2 * bytes);
        }
        return bytes != before;
    }
}
