package org.port17.authority;

import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What was worked out a moment ago, for whoever asks again: the work is done once in that time, however many ask. Thread-safe. */
final class Recent<T> {
    static final long NANOS = 1_000_000_000L;
    private final Supplier<T> work;
    private final LongSupplier nanos;
    private T last;
    private long at;

    /** @param work never gives null */
    Recent(Supplier<T> work, LongSupplier nanos) {
        this.work = work;
        this.nanos = nanos;
    }

    synchronized T get() {
        if (last == null || nanos.getAsLong() - at > NANOS) {
            last = work.get();
            at = nanos.getAsLong();
        }
        return last;
    }
}
