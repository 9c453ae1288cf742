package org.port17.transport.memory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.port17.api.Loop;
import org.port17.spi.transport.Transport;

/**
 * A network inside this process: names instead of addresses, and a {@link MemoryWire} for each connection. Several
 * nodes share one network, each with its own {@link #transport}; their loops may be one and the same or different.
 * With one test loop, everything that happens is repeatable.
 */
public final class MemoryNetwork {
    private final Map<String, Door> doors = new ConcurrentHashMap<>();
    private final List<MemoryWire> wires = new CopyOnWriteArrayList<>();
    private final AtomicInteger names = new AtomicInteger();
    private volatile Consumer<MemoryWire> onWire = wire -> {};
    private volatile Duration delay = Duration.ZERO;

    /** The transport of a node that runs on {@code loop}. Scheme {@code mem}. */
    public Transport transport(Loop loop) {
        return new MemoryTransport(loop, this, null);
    }

    /** The transport of a node that is in the network by a line, on the line's loop. */
    public Transport transport(Loop loop, MemoryLine line) {
        return new MemoryTransport(loop, this, line);
    }

    /** Called for each new wire before any byte; the place to set its taps and delay. Called on the dialler's loop. */
    public void onWire(Consumer<MemoryWire> hook) {
        onWire = hook;
    }

    /** Sets one tap under every wire laid from now on, in both directions. */
    public void tap(Tap tap) {
        onWire = wire -> wire.tap(tap);
    }

    /** One-way delay of wires laid from now on. */
    public void delay(Duration oneWay) {
        delay = oneWay;
    }

    /** The wires that stand now, oldest first. */
    public List<MemoryWire> wires() {
        return new ArrayList<>(wires);
    }

    MemoryWire lay(String name) {
        MemoryWire wire = new MemoryWire(name, wires::remove);
        wire.delay(delay);
        wires.add(wire);
        onWire.accept(wire);
        return wire;
    }

    /** @return false if the name is taken */
    boolean open(String name, Door door) {
        return doors.putIfAbsent(name, door) == null;
    }

    void shut(String name, Door door) {
        doors.remove(name, door);
    }

    Door door(String name) {
        return doors.get(name);
    }

    String freeName() {
        return "door-" + names.incrementAndGet();
    }

    /** A listening name: who takes the connection, and on which loop. */
    interface Door {
        Loop loop();

        void arrive(MemoryWire wire, MemoryConnection caller);
    }
}
