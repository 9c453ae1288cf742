package org.port17.mirror.door;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs each exchange on one of a bounded number of daemon threads and interrupts it when it takes too long; an interrupted read or
 * write closes its channel. So a caller that sends one byte a minute holds a thread for the deadline and no longer.
 */
final class DeadlineExecutor implements Executor {
    /** Enough that a handful of callers who send a byte a second do not keep the others waiting. */
    private static final int THREADS = 64;

    private static final int QUEUE = 1_024;
    private final long deadlineMillis;
    private final ThreadPoolExecutor workers;
    private final ScheduledExecutorService clock;

    /** @param name of its threads */
    DeadlineExecutor(String name, long deadlineMillis) {
        this.deadlineMillis = deadlineMillis;
        this.workers = new ThreadPoolExecutor(
                THREADS, THREADS, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUE), daemon(name));
        this.workers.allowCoreThreadTimeOut(true);
        this.clock = Executors.newSingleThreadScheduledExecutor(daemon(name + "-deadline"));
    }

    @Override
    public void execute(Runnable exchange) {
        workers.execute(() -> {
            Alarm alarm = new Alarm(Thread.currentThread());
            ScheduledFuture<?> set = clock.schedule(alarm::ring, deadlineMillis, TimeUnit.MILLISECONDS);
            try {
                exchange.run();
            } finally {
                set.cancel(false);
                alarm.off();
            }
        });
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
    private static final class Alarm {
        private Thread sleeper;

        Alarm(Thread sleeper) {
            this.sleeper = sleeper;
        }

        synchronized void ring() {
            if (sleeper != null) {
                sleeper.interrupt();
            }
        }

        synchronized void off() {
            sleeper = null;
            Thread.interrupted();
        }
    }
}
