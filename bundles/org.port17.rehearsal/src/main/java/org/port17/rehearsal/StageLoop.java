package org.port17.rehearsal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import org.port17.api.Loop;

/** The made-up network's loop: the thread that made it, and a clock that moves only when told, so that nothing waits. */
final class StageLoop implements Loop {
    private static final Comparator<Due> SOONEST =
            Comparator.comparingLong(Due::nanos).thenComparingLong(Due::number);
    private final Thread owner = Thread.currentThread();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final PriorityQueue<Due> timers = new PriorityQueue<>(SOONEST);
    private long now = System.nanoTime();
    private long numbers;

    private record Due(long nanos, long number, Runnable task) {}

    @Override
    public boolean inLoop() {
        return Thread.currentThread() == owner;
    }

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

    /** Runs what is to be done at this moment. */
    void run() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /** Moves the clock; what falls due on the way runs at its own moment. */
    void advance(Duration by) {
        long end = now + by.toNanos();
        run();
        for (Due due = timers.peek(); due != null && due.nanos() <= end; due = timers.peek()) {
            timers.poll();
            now = Math.max(now, due.nanos());
            due.task().run();
            run();
        }
        now = end;
    }
}
