package org.port17.transport.memory;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.port17.transport.memory.Tap.Direction;

/** One connection of a {@link MemoryNetwork}, seen from outside: a test can watch, alter, delay and cut it. */
public final class MemoryWire {
    private final String name;
    private final Consumer<MemoryWire> onEnd;
    private final List<Tap> taps = new CopyOnWriteArrayList<>();
    private volatile Duration delay = Duration.ZERO;
    private volatile boolean cut;
    private volatile MemoryConnection dialler;
    private volatile MemoryConnection acceptor;

    MemoryWire(String name, Consumer<MemoryWire> onEnd) {
        this.name = name;
        this.onEnd = onEnd;
    }

    /** The name that was dialled. */
    public String name() {
        return name;
    }

    /** Adds a tap; several are passed in the order they were added. */
    public void tap(Tap tap) {
        taps.add(tap);
    }

    /** One-way delay of what is flushed from now on. What was sent before is never overtaken. */
    public void delay(Duration oneWay) {
        delay = oneWay;
    }

    /** Breaks the wire: what is under way is lost and both ends hear {@code closed}. From any thread. */
    public void cut() {
        cut = true;
        ended();
        reset(dialler);
        reset(acceptor);
    }

    private static void reset(MemoryConnection end) {
        if (end != null) {
            end.loop().execute(end::onReset);
        }
    }

    void join(MemoryConnection diallingEnd, MemoryConnection acceptingEnd) {
        dialler = diallingEnd;
        acceptor = acceptingEnd;
    }

    boolean isCut() {
        return cut;
    }

    void ended() {
        onEnd.accept(this);
    }

    Duration delay() {
        return delay;
    }

    void pass(Direction direction, byte[] piece) {
        for (Tap tap : taps) {
            tap.pass(direction, ByteBuffer.wrap(piece));
        }
    }
}
