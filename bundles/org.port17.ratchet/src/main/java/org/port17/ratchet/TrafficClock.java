package org.port17.ratchet;

/** Tells at a message whether it is the first of its second. One thread. */
public final class TrafficClock {
    private static final long SECOND = 1_000_000_000L;
    private boolean begun;
    private long second;

    /** @param nanos a monotonic clock */
    public boolean newSecond(long nanos) {
        long now = Math.floorDiv(nanos, SECOND);
        boolean fresh = !begun || now != second;
        begun = true;
        second = now;
        return fresh;
    }
}
