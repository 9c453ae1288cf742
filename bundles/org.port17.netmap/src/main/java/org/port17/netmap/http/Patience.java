package org.port17.netmap.http;

import java.time.Duration;
import java.util.Optional;

/**
 * How long an exchange over HTTP may take: a time in any case, and more as its bytes move, so that a long body comes over a slow line
 * and one that stands still ends. What is to come is bounded, so the whole is: by its length.
 *
 * @param grace that needs no bytes; longer than zero
 * @param bytesASecond the least rate after it, above zero
 * @param most however many bytes move; not below the grace
 */
public record Patience(Duration grace, int bytesASecond, Duration most) {
    public Patience {
        if (grace.isNegative() || grace.isZero() || bytesASecond <= 0 || most.compareTo(grace) < 0) {
            throw new IllegalArgumentException("patience needs a time and a rate");
        }
    }

    /** Ends by the length of what is to come alone. */
    public Patience(Duration grace, int bytesASecond) {
        this(grace, bytesASecond, Duration.ofDays(10));
    }

    /** What is left of it, at the same rate, after so many nanoseconds in which so many bytes moved; empty if nothing is. */
    public Optional<Patience> after(long nanos, long bytes) {
        Duration left = most.minusNanos(nanos);
        Duration graceLeft = grace.plusNanos((long) (1e9 * bytes / bytesASecond) - nanos);
        if (left.isNegative() || left.isZero() || graceLeft.isNegative() || graceLeft.isZero()) {
            return Optional.empty();
        }
        return Optional.of(new Patience(graceLeft.compareTo(left) > 0 ? left : graceLeft, bytesASecond, left));
    }

    /** Nanoseconds that an exchange may have taken once so many bytes moved. */
    public long nanos(long bytes) {
        return Math.min(most.toNanos(), grace.toNanos() + (long) (1e9 * bytes / bytesASecond));
    }
}
