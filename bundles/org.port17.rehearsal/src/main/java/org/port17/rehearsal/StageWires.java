package org.port17.rehearsal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.port17.api.Endpoint;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.spi.transport.Acceptor;
import org.port17.spi.transport.Connection;
import org.port17.spi.transport.ConnectionEvents;
import org.port17.spi.transport.Listener;
import org.port17.spi.transport.Transport;
import org.port17.spi.transport.TransportTraits;

/**
 * Gives the made-up nodes names, and ports of this machine on a real transport behind them. Connections are that
 * transport's own objects: a call that never met their class would be compiled for another one, and compiled again when
 * real traffic comes.
 */
final class StageWires implements Transport {
    static final String SCHEME = "rehearsal";

    /** The transport that carries rehearsals. */
    static final String REAL = "tcp";

    private static final String ANY_PORT = "127.0.0.1:0";
    private final Transport real;
    private final TransportTraits traits;
    private final Map<String, Endpoint> doors = new HashMap<>();
    private final List<Connection> dialled = new ArrayList<>();

    StageWires(Transport real) {
        this.real = real;
        this.traits = new TransportTraits(SCHEME, 0, real.traits().ordered());
    }

    @Override
    public TransportTraits traits() {
        return traits;
    }

    @Override
    public Connection dial(Endpoint endpoint, ConnectionEvents events) throws Port17Exception {
        Endpoint door = doors.get(endpoint.address());
        if (door == null) {
            throw new Port17Exception(ErrorKind.NODE_UNREACHABLE, "nobody listens there");
        }
        Connection connection = real.dial(door, events);
        dialled.add(connection);
        return connection;
    }

    /** What was dialled so far: towards the exit, so that answers come in there. */
    List<Connection> dialled() {
        return dialled;
    }

    @Override
    public Listener listen(Endpoint endpoint, Acceptor acceptor) throws Port17Exception {
        Listener door = real.listen(new Endpoint(REAL, ANY_PORT), acceptor);
        doors.put(endpoint.address(), door.endpoint());
        return new Listener() {
            @Override
            public Endpoint endpoint() {
                return endpoint;
            }

            @Override
            public void close() {
                doors.remove(endpoint.address());
                door.close();
            }
        };
    }
}
