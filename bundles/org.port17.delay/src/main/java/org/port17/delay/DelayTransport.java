package org.port17.delay;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.port17.api.Endpoint;
import org.port17.api.ErrorKind;
import org.port17.api.Loop;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.spi.place.Places;
import org.port17.spi.transport.Acceptor;
import org.port17.spi.transport.Connection;
import org.port17.spi.transport.ConnectionEvents;
import org.port17.spi.transport.Listener;
import org.port17.spi.transport.Transport;
import org.port17.spi.transport.TransportTraits;

/**
 * Scheme {@code delay}: TCP on loopback, as slow as if the two addresses stood where the places file has them. Other
 * addresses than those of loopback are refused, so that no real network is slowed by it.
 */
@Component(
        name = DelayTransport.PID,
        configurationPid = DelayTransport.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        service = Transport.class,
        property = Transport.SCHEME + "=" + DelayTransport.NAME)
@Designate(ocd = DelayConfig.class)
public final class DelayTransport implements Transport {
    static final String PID = "org.port17.delay";
    static final String NAME = "delay";
    /** Never preferred to a real one. */
    private static final TransportTraits TRAITS = new TransportTraits(NAME, 1, true);

    private final Loop loop;
    private final Transport wires;
    private final Distances distances;
    private final Set<DelayedConnection> dialled = new HashSet<>();
    private final Set<Listener> doors = new HashSet<>();

    /** @throws Port17Exception CONFIG if a value is out of its bounds */
    @Activate
    public DelayTransport(
            @Reference(target = "(" + Transport.SCHEME + "=tcp)") Transport wires,
            @Reference Places places,
            @Reference Loop loop,
            DelayConfig config)
            throws Port17Exception {
        this.wires = wires;
        this.distances = Distances.of(config, places);
        this.loop = loop;
    }

    @Deactivate
    void deactivate() {
        loop.execute(() -> {
            List.copyOf(doors).forEach(Listener::close);
            var why = new Port17Exception(ErrorKind.CLOSED, Retry.ELSEWHERE, "the transport was stopped");
            List.copyOf(dialled).forEach(connection -> connection.retire(why));
        });
    }

    @Override
    public TransportTraits traits() {
        return TRAITS;
    }

    @Override
    public Connection dial(Endpoint endpoint, ConnectionEvents events) throws Port17Exception {
        byte[] peer = address(endpoint);
        Attempt attempt = new Attempt();
        attempt.connection = new DelayedConnection(loop, distances.to(peer), events, attempt::gone);
        attempt.connection.dial(wires, below(endpoint));
        dialled.add(attempt.connection);
        return attempt.connection;
    }

    /** Knows what to forget when a connection is gone. */
    private final class Attempt {
        private DelayedConnection connection;

        private void gone() {
            dialled.remove(connection);
        }
    }

    @Override
    public Listener listen(Endpoint endpoint, Acceptor acceptor) throws Port17Exception {
        address(endpoint);
        Listener door = wires.listen(below(endpoint), acceptor);
        doors.add(door);
        return new Listener() {
            @Override
            public Endpoint endpoint() {
                return new Endpoint(NAME, door.endpoint().address());
            }

            @Override
            public void close() {
                doors.remove(door);
                door.close();
            }
        };
    }

    private static byte[] address(Endpoint endpoint) throws Port17Exception {
        if (!endpoint.scheme().equals(NAME)) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, "a delay endpoint reads delay:address:port");
        }
        return Distances.loopback(endpoint.address())
                .orElseThrow(() -> new Port17Exception(
                        ErrorKind.BAD_INPUT, "the transport delay is for loopback addresses on one machine only"));
    }

    private Endpoint below(Endpoint endpoint) {
        return new Endpoint(wires.traits().scheme(), endpoint.address());
    }
}
