package org.port17.node;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * A node's two clocks. What a record says is wall-clock time, since others read it. How long a secret of this node lives
 * is counted by a clock that nobody sets: else whoever turns the wall clock back would prolong a prekey, and whoever turns
 * it forward would end them all. That clock stands still while the machine sleeps, and a prekey with it.
 *
 * @param nanos monotonic nanoseconds from any beginning
 */
public record NodeClock(InstantSource wall, LongSupplier nanos) {
    private static final long SECOND = 1_000_000_000L;

    public static NodeClock system() {
        return new NodeClock(InstantSource.system(), System::nanoTime);
    }

    /** Seconds since 1970, as this machine believes. */
    long wallSeconds() {
        return wall.instant().getEpochSecond();
    }

    /** Seconds from any beginning; never set. */
    long seconds() {
        return Math.floorDiv(nanos.getAsLong(), SECOND);
    }
}
