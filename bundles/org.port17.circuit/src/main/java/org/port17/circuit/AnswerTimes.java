package org.port17.circuit;

import java.time.Duration;

/**
 * How long hops take to answer this client, and so how long a silence means something: on a slow line, or where all are busy, longer.
 * Smoothed mean and deviation as TCP keeps them (RFC 6298). On the loop.
 */
final class AnswerTimes {
    private static final long LEAST = Duration.ofMillis(800).toNanos();
    private static final long MOST = Duration.ofSeconds(10).toNanos();

    /** Times that scatter, as those of a burst do, make nobody wait beyond this, nor beyond four times the mean. */
    private static final long SCATTER = Duration.ofSeconds(2).toNanos();

    /** Before anything was measured. */
    private static final long FIRST = Duration.ofSeconds(5).toNanos();

    private long mean = -1;
    private long deviation;

    /** A hop answered after so many nanoseconds. */
    void took(long nanos) {
        if (mean < 0) {
            mean = nanos;
            deviation = nanos / 2;
        } else {
            deviation += (Math.abs(nanos - mean) - deviation) / 4;
            mean += (nanos - mean) / 8;
        }
    }

    /** Nanoseconds after which who is silent is taken not to answer any more. */
    long silence() {
        if (mean < 0) {
            return FIRST;
        }
        long most = Math.min(MOST, Math.max(SCATTER, 4 * mean));
        return Math.max(LEAST, Math.min(most, mean + 4 * deviation));
    }
}
