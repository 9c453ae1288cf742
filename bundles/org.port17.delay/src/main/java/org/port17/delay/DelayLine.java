package org.port17.delay;

import java.time.Duration;
import java.util.ArrayDeque;
import org.port17.api.Loop;

/** What is under way in one direction: nothing overtakes, each thing arrives a fixed time after it left. On the loop. */
final class DelayLine {
    private final Loop loop;
    private final ArrayDeque<Item> items = new ArrayDeque<>();
    private long oneWay;
    private long opens;
    private long held;
    private boolean paused;
    private boolean delivering;
    private Loop.Timer timer;

    private record Item(long due, int bytes, Runnable arrival) {}

    DelayLine(Loop loop) {
        this.loop = loop;
    }

    /**
     * Sets the delay of what is sent from now on.
     *
     * @param from the loop's time before which nothing leaves, since there is no connection yet
     */
    void open(Duration delay, long from) {
        oneWay = delay.toNanos();
        opens = from;
    }

    /** Sends something. It never arrives within this call. */
    void send(int bytes, Runnable arrival) {
        items.add(new Item(Math.max(loop.nanos(), opens) + oneWay, bytes, arrival));
        held += bytes;
        arm();
    }

    /** Bytes under way, and those that have arrived while paused. */
    long held() {
        return held;
    }

    /** What arrives waits. */
    void pause() {
        paused = true;
    }

    void resume() {
        paused = false;
        arm();
    }

    /** Loses what is under way. */
    void clear() {
        items.clear();
        held = 0;
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void arm() {
        if (timer == null && !delivering && !paused && !items.isEmpty()) {
            long wait = Math.max(0, items.peek().due() - loop.nanos());
            timer = loop.schedule(this::deliver, Duration.ofNanos(wait));
        }
    }

    private void deliver() {
        timer = null;
        delivering = true;
        try {
            long now = loop.nanos();
            while (!paused && !items.isEmpty() && items.peek().due() <= now) {
                Item item = items.poll();
                held -= item.bytes();
                item.arrival().run();
            }
        } finally {
            delivering = false;
            arm();
        }
    }
}
