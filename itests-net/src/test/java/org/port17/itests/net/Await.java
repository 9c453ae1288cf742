package org.port17.itests.net;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waiting for what other processes will do: looks again until it is so, or fails with what it saw last. */
final class Await {
    /** Generous, for machines that do much else at the same time. */
    static final Duration LIMIT = Duration.ofSeconds(90);

    private static final long LOOK_NANOS = Duration.ofMillis(50).toNanos();

    private Await() {}

    static void until(String what, Callable<Boolean> condition) throws Exception {
        value(what, condition, Boolean::booleanValue);
    }

    static <T> T value(String what, Callable<T> look, Predicate<T> good) throws Exception {
        return value(what, LIMIT, look, good, () -> "");
    }

    static <T> T value(String what, Duration limit, Callable<T> look, Predicate<T> good, Supplier<String> why)
            throws Exception {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            T seen = look.call();
            if (good.test(seen)) {
                return seen;
            }
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        "waited " + limit.toSeconds() + " s in vain for " + what + "; last: " + seen + why.get());
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }
}
