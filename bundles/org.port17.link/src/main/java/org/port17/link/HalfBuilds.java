package org.port17.link;

import java.time.Duration;
import java.util.function.IntConsumer;
import org.port17.api.Loop;

/**
 * BUILDs of one link of which only the first half has come. A peer sends both in a row, so these are few, and none for
 * long: whoever leaves halves lying pays with them, for they count among the bytes this process holds. On the loop.
 */
final class HalfBuilds {
    /** More are not begun at once. */
    static final int MOST = 64;

    private record Half(int circuit, byte[] cell, long since) {}

    private final IntTable<Half> halves = new IntTable<>();
    private final Loop loop;
    private final Held held;
    private final Duration patience;
    private final IntConsumer late;
    private Loop.Timer timer;
    private long bytes;

    /**
     * @param held counts what is kept here too
     * @param late told of a circuit whose other half did not come in time; the first one is gone then
     */
    HalfBuilds(Loop loop, Held held, Duration patience, IntConsumer late) {
        this.loop = loop;
        this.held = held;
        this.patience = patience;
        this.late = late;
    }

    long bytes() {
        return bytes;
    }

    private void count(long more) {
        bytes += more;
        held.add(more);
    }

    boolean isFull() {
        return halves.size() >= MOST;
    }

    void add(int circuit, byte[] cell) {
        halves.put(circuit, new Half(circuit, cell, loop.nanos()));
        count(cell.length);
        if (timer == null) {
            timer = loop.schedule(this::expire, patience);
        }
    }

    /** The first half, which is kept here no longer; null if there is none. */
    byte[] take(int circuit) {
        Half half = halves.remove(circuit);
        if (half == null) {
            return null;
        }
        count(-half.cell().length);
        if (halves.size() == 0) {
            stop();
        }
        return half.cell();
    }

    private void expire() {
        timer = null;
        long now = loop.nanos();
        long oldest = now;
        for (Half half : halves.values()) {
            if (now - half.since() >= patience.toNanos()) {
                if (take(half.circuit()) != null) {
                    late.accept(half.circuit());
                }
            } else if (half.since() - oldest < 0) {
                oldest = half.since();
            }
        }
        if (halves.size() > 0) {
            timer = loop.schedule(this::expire, patience.minusNanos(now - oldest));
        }
    }

    private void stop() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    void clear() {
        count(-bytes);
        halves.clear();
        stop();
    }
}
