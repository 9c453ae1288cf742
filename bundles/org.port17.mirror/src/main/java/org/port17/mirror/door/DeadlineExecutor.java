package org.port17.mirror.door;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.port17.netmap.http.Patience;

/**
 * Runs each exchange on one of a bounded number of daemon threads and interrupts it when it is too slow; an interrupted read or write
 * closes its channel. So a caller that sends one byte a minute holds a thread for {@link #HEAD} and no longer, and one that reads
 * slowly for as long as the {@link Patience} lasts.
 */
final class DeadlineExecutor implements Executor {
    /** Many times what one neighbourhood of callers may hold, see {@link PrefixLimit}. */
    private static final int THREADS = 256;

    /** Until the request's head is there: before that nobody knows whose it is. */
    private static final Duration HEAD = Duration.ofSeconds(5);

    private static final Duration AWAY = Duration.ofHours(1);
    private static final int QUEUE = 1_024;
    private final Duration head;
    private final Patience patience;
    private final ThreadPoolExecutor workers;
    private final ScheduledExecutorService clock;
    private final ThreadLocal<Alarm> alarms = new ThreadLocal<>();

    /** @param name of its threads */
    DeadlineExecutor(String name, Patience patience) {
        this(name, HEAD, patience);
    }

    DeadlineExecutor(String name, Duration head, Patience patience) {
        this.head = head;
        this.patience = patience;
        this.workers = new ThreadPoolExecutor(
                THREADS, THREADS, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUE), daemon(name));
        this.workers.allowCoreThreadTimeOut(true);
        this.clock = Executors.newSingleThreadScheduledExecutor(daemon(name + "-deadline"));
    }

    @Override
    public void execute(Runnable exchange) {
        workers.execute(() -> {
            Alarm alarm = new Alarm(Thread.currentThread());
            alarms.set(alarm);
            try {
                alarm.at(head.toNanos());
                exchange.run();
            } finally {
                alarm.off();
                alarms.remove();
            }
        });
    }

    /** The head of the exchange on this thread is there. */
    void begun() {
        moved(0);
    }

    /** The exchange on this thread got so many bytes of a body further. */
    void moved(int bytes) {
        Alarm alarm = alarms.get();
        alarm.bytes += bytes;
        alarm.at(patience.nanos(alarm.bytes));
    }

    /** The exchange on this thread waits for others now, who are bounded by themselves. */
    void away() {
        alarms.get().at(AWAY.toNanos());
    }

    void stop() {
        clock.shutdownNow();
        workers.shutdownNow();
    }

    private static ThreadFactory daemon(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Never rings into the exchange that follows on the same thread. */
    private final class Alarm implements Runnable {
        private final long began = System.nanoTime();
        private long bytes;
        private long after;
        private Thread sleeper;
        private ScheduledFuture<?> set;

        Alarm(Thread sleeper) {
            this.sleeper = sleeper;
        }

        /** Rings so long after the exchange began, unless that is put off. */
        synchronized void at(long nanos) {
            after = nanos;
            if (set == null) {
                set();
            }
        }

        private void set() {
            try {
                set = clock.schedule(this, after - (System.nanoTime() - began), TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException e) {
                sleeper.interrupt(); // the door closes
            }
        }

        @Override
        public synchronized void run() {
            if (sleeper == null) {
                return;
            }
            if (System.nanoTime() - began < after) {
                set();
            } else {
                sleeper.interrupt();
            }
        }

        synchronized void off() {
            sleeper = null;
            if (set != null) {
                set.cancel(false);
            }
            Thread.interrupted();
        }
    }
}
