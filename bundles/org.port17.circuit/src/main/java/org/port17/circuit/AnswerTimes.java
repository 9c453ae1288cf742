package org.port17.circuit;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * How long the hops of one circuit take to answer, and so how long a silence means something: on a slow line, or where all are busy,
 * longer. Smoothed mean and deviation as TCP keeps them (RFC 6298). Each circuit has its own, so that who answers slowly makes the
 * client patient with the routes that it stands on and no others. On the loop.
 */
final class AnswerTimes {
    private static final long LEAST = Duration.ofMillis(1_500).toNanos();
    private static final long MOST = Duration.ofSeconds(10).toNanos();

    /** Before anything was measured. */
    private static final long FIRST = Duration.ofSeconds(5).toNanos();

    /** Of fewer circuits one alone could say what is usual. */
    private static final int ENOUGH = 3;

    private final LongSupplier usual;
    private long mean = -1;
    private long deviation;

    /** @param usual what {@link #median} says of the circuits there are, asked until a hop of this one answered */
    AnswerTimes(LongSupplier usual) {
        this.usual = usual;
    }

    /** Nanoseconds of silence that mean something on the middle one of these that know; 0 if too few do. */
    static long median(Stream<AnswerTimes> circuits) {
        long[] known = circuits.filter(times -> times.mean >= 0)
                .mapToLong(AnswerTimes::silence)
                .sorted()
                .toArray();
        return known.length < ENOUGH ? 0 : known[known.length / 2];
    }

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
            long others = usual.getAsLong();
            return others > 0 ? others : FIRST;
        }
        return Math.max(LEAST, Math.min(MOST, mean + 4 * deviation));
    }
}
