package org.port17.itests;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting for what another process will do: looks again until it is so, or fails. */
final class Await {
    private static final long LOOK_NANOS = Duration.ofMillis(100).toNanos();

    private Await() {}

    static void until(Duration limit, String what, BooleanSupplier condition) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited " + limit.toSeconds() + " s in vain for " + what);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }
}
