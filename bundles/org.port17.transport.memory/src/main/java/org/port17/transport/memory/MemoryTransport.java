package org.port17.transport.memory;

import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.port17.api.Endpoint;
import org.port17.api.ErrorKind;
import org.port17.api.Loop;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.spi.transport.Acceptor;
import org.port17.spi.transport.Connection;
import org.port17.spi.transport.ConnectionEvents;
import org.port17.spi.transport.Listener;
import org.port17.spi.transport.Transport;
import org.port17.spi.transport.TransportTraits;
import org.port17.transport.memory.Tap.Direction;

/** Scheme {@code mem}: the address is a name, {@code 0} asks for a free one. */
@Component(
        name = "org.port17.transport.memory",
        service = Transport.class,
        property = Transport.SCHEME + "=" + MemoryTransport.NAME)
public final class MemoryTransport implements Transport {
    static final String NAME = "mem";
    private static final Pattern ADDRESS = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
    private static final TransportTraits TRAITS = new TransportTraits(NAME, 10, true);
    private final Loop loop;
    private final MemoryNetwork network;
    private final MemoryLine line;

    /** A node alone in its process gets a network of its own. */
    @Activate
    public MemoryTransport(@Reference Loop loop) {
        this(loop, new MemoryNetwork(), null);
    }

    /** @param line null: one without a limit */
    MemoryTransport(Loop loop, MemoryNetwork network, MemoryLine line) {
        this.loop = loop;
        this.network = network;
        this.line = line;
    }

    @Override
    public TransportTraits traits() {
        return TRAITS;
    }

    @Override
    public Connection dial(Endpoint endpoint, ConnectionEvents events) throws Port17Exception {
        String name = name(endpoint);
        MemoryWire wire = network.lay(name);
        MemoryConnection caller = new MemoryConnection(loop, line, wire, Direction.FROM_DIALLER);
        caller.start(events);
        wire.join(caller, null);
        MemoryNetwork.Door door = network.door(name);
        Loop there = door == null ? loop : door.loop();
        caller.lane().send(there, () -> arrive(name, wire, caller));
        return caller;
    }

    private void arrive(String name, MemoryWire wire, MemoryConnection caller) {
        MemoryNetwork.Door door = network.door(name);
        if (door != null) {
            door.arrive(wire, caller);
            return;
        }
        wire.ended();
        loop.execute(() -> caller.fail(
                new Port17Exception(ErrorKind.NODE_UNREACHABLE, Retry.ELSEWHERE, "nobody listens under this name")));
    }

    @Override
    public Listener listen(Endpoint endpoint, Acceptor acceptor) throws Port17Exception {
        String asked = name(endpoint);
        String name = asked.equals("0") ? network.freeName() : asked;
        OpenDoor door = new OpenDoor(name, acceptor);
        if (!network.open(name, door)) {
            throw new Port17Exception(
                    ErrorKind.NODE_UNREACHABLE, Retry.LATER, "the name is already in use; choose another");
        }
        return door;
    }

    private static String name(Endpoint endpoint) throws Port17Exception {
        if (!endpoint.scheme().equals(NAME)
                || !ADDRESS.matcher(endpoint.address()).matches()) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, "a mem endpoint reads mem:name");
        }
        return endpoint.address();
    }

    /** A name that accepts. */
    private final class OpenDoor implements Listener, MemoryNetwork.Door {
        private final String name;
        private final Acceptor acceptor;

        OpenDoor(String name, Acceptor acceptor) {
            this.name = name;
            this.acceptor = acceptor;
        }

        @Override
        public Loop loop() {
            return loop;
        }

        @Override
        public Endpoint endpoint() {
            return new Endpoint(NAME, name);
        }

        @Override
        public void close() {
            network.shut(name, this);
        }

        @Override
        public void arrive(MemoryWire wire, MemoryConnection caller) {
            MemoryConnection here = new MemoryConnection(loop, line, wire, Direction.TO_DIALLER);
            wire.join(caller, here);
            here.start(acceptor.accept(here));
            // The answer takes the same way as bytes do, so it arrives before anything the acceptor already flushed.
            here.lane().send(caller.loop(), () -> caller.joined(here));
            here.join(caller);
        }
    }
}
