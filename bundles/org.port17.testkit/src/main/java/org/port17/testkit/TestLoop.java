package org.port17.testkit;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.port17.api.Loop;

/**
 * A {@link Loop} without a thread and without real time: the test that made it is the loop's thread, and time stands
 * still until the test moves it. Tasks run in the order they were given, timers in the order they fall due (equal times
 * in the order they were set), so a run repeats exactly.
 */
public final class TestLoop implements Loop {
    private static final int ENDLESS = 10_000_000;
    private final Thread owner = Thread.currentThread();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Due> timers =
            new PriorityQueue<>(Comparator.comparingLong(Due::nanos).thenComparingLong(Due::number));
    private long now = 1_000_000_000L;
    private long numbers;

    @Override
    public boolean inLoop() {
        return Thread.currentThread() == owner;
    }

    /** May be called from any thread; the task runs when the test next runs the loop. */
    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public Timer schedule(Runnable task, Duration delay) {
        Due due = new Due(now + Math.max(0, delay.toNanos()), numbers++, task);
        timers.add(due);
        return () -> timers.remove(due);
    }

    @Override
    public long nanos() {
        return now;
    }

    /** Runs every task, and every timer due by now, until nothing is left to do at this moment. */
    public void runUntilIdle() {
        for (int steps = 0; step(); steps++) {
            if (steps > ENDLESS) {
                throw new IllegalStateException("the loop does not come to rest");
            }
        }
    }

    /** Moves time forward, running what falls due on the way at its own moment. */
    public void advance(Duration by) {
        long end = now + by.toNanos();
        runUntilIdle();
        while (!timers.isEmpty() && timers.peek().nanos() <= end) {
            now = Math.max(now, timers.peek().nanos());
            runUntilIdle();
        }
        now = end;
    }

    /** Time passes and nothing runs, as in a process that was stopped: what falls due meanwhile runs late. */
    public void sleep(Duration by) {
        now += by.toNanos();
    }

    /** How many timers are set; a test that closed everything expects none. */
    public int timers() {
        return timers.size();
    }

    private boolean step() {
        Runnable task = tasks.poll();
        if (task == null) {
            Due due = timers.peek();
            if (due == null || due.nanos() > now) {
                return false;
            }
            timers.poll();
            task = due.task();
        }
        task.run();
        return true;
    }

    private record Due(long nanos, long number, Runnable task) {}
}
