package org.port17.transport.memory;

import java.time.Duration;
import org.port17.api.Loop;

/** One direction of a wire: hands messages to the other end's loop, delayed, never out of order. */
final class Lane {
    private final Loop from;
    private final MemoryWire wire;
    private long lastDue = Long.MIN_VALUE;
    private int delayed;

    Lane(Loop from, MemoryWire wire) {
        this.from = from;
        this.wire = wire;
    }

    /** Runs {@code message} on {@code to} after the wire's delay, unless the wire is cut by then. */
    void send(Loop to, Runnable message) {
        Runnable arrival = () -> {
            if (!wire.isCut()) {
                message.run();
            }
        };
        long now = from.nanos();
        long due = Math.max(lastDue, now + wire.delay().toNanos());
        if (due <= now && delayed == 0) {
            to.execute(arrival);
            return;
        }
        lastDue = due;
        delayed++;
        from.schedule(
                () -> {
                    delayed--;
                    to.execute(arrival);
                },
                Duration.ofNanos(Math.max(0, due - now)));
    }
}
