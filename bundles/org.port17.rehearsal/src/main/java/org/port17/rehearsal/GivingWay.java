package org.port17.rehearsal;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.port17.api.Loop;

/**
 * Rests between two pieces of a rehearsal, and goes on resting while the loop works: what it does then it does for somebody, and
 * that compiles the same code. For some minutes in all, since a busy node would never be done otherwise. Used by one thread, not the loop's.
 */
final class GivingWay {
    /** In so long a rest the loop's work can be told from the end of what was rehearsed. */
    static final Duration LOOK = Duration.ofMillis(10);

    /** Shorter rests are lengthened to one of those so often. */
    static final Duration EACH = Duration.ofMillis(200);

    /** How long it goes on resting before it looks again. */
    static final Duration MORE = Duration.ofMillis(100);

    /** In all. */
    static final Duration MOST = Duration.ofMinutes(5);

    /** The part of the time: processes that share few processors do not get more. */
    private static final int BUSY = 5;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Loop loop;
    private volatile long thread = -1;
    private long looked = System.nanoTime();
    private long left = MOST.toNanos();

    GivingWay(Loop loop) {
        this.loop = loop;
        loop.execute(() -> thread = Thread.currentThread().getId());
    }

    /** At least for that time; for longer only while more may be, asked every {@link #MORE}. */
    void rest(long nanos, BooleanSupplier mayBeLonger) throws InterruptedException {
        boolean look = nanos >= LOOK.toNanos() || System.nanoTime() - looked >= EACH.toNanos();
        if (!look || left <= 0) {
            TimeUnit.NANOSECONDS.sleep(nanos);
            return;
        }
        boolean busy = busyWhile(Math.max(nanos, LOOK.toNanos()));
        while (busy && left > 0 && mayBeLonger.getAsBoolean()) {
            left -= MORE.toNanos();
            busy = busyWhile(MORE.toNanos());
        }
        looked = System.nanoTime();
    }

    private boolean busyWhile(long nanos) throws InterruptedException {
        long began = System.nanoTime();
        long before = worked();
        TimeUnit.NANOSECONDS.sleep(nanos);
        return before >= 0 && (worked() - before) * BUSY > System.nanoTime() - began;
    }

    /** Processor time of the loop's thread; negative where the virtual machine does not tell. */
    private long worked() {
        return thread < 0 || !threads.isThreadCpuTimeSupported() || !threads.isThreadCpuTimeEnabled()
                ? -1
                : threads.getThreadCpuTime(thread);
    }
}
