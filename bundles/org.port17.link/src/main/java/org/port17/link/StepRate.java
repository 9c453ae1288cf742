package org.port17.link;

/** How many ratchet steps one peer may cause: each costs this end a key agreement. Pure: time is handed in. */
final class StepRate {
    /** Far more than an honest peer has reason for, and a small part of what a processor can do. */
    static final int PER_SECOND = 64;

    private static final double NANOS = 1e9;
    private double left = PER_SECOND;
    private long last = Long.MIN_VALUE;

    boolean allow(long nanos) {
        if (last != Long.MIN_VALUE) {
            left = Math.min(PER_SECOND, left + (nanos - last) / NANOS * PER_SECOND);
        }
        last = nanos;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
