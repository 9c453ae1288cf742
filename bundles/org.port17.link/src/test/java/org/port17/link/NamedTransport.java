package org.port17.link;

import org.port17.api.Endpoint;
import org.port17.api.Port17Exception;
import org.port17.spi.transport.Acceptor;
import org.port17.spi.transport.Connection;
import org.port17.spi.transport.ConnectionEvents;
import org.port17.spi.transport.Listener;
import org.port17.spi.transport.Transport;
import org.port17.spi.transport.TransportTraits;

/** The memory transport under another scheme, so that a test has several. */
final class NamedTransport implements Transport {
    private final String scheme;
    private final Transport under;

    NamedTransport(String scheme, Transport under) {
        this.scheme = scheme;
        this.under = under;
    }

    @Override
    public TransportTraits traits() {
        return new TransportTraits(scheme, 1, true);
    }

    @Override
    public Connection dial(Endpoint endpoint, ConnectionEvents events) throws Port17Exception {
        return under.dial(new Endpoint("mem", endpoint.address()), events);
    }

    @Override
    public Listener listen(Endpoint endpoint, Acceptor acceptor) throws Port17Exception {
        Listener listener = under.listen(new Endpoint("mem", endpoint.address()), acceptor);
        return new Listener() {
            @Override
            public Endpoint endpoint() {
                return new Endpoint(scheme, listener.endpoint().address());
            }

            @Override
            public void close() {
                listener.close();
            }
        };
    }
}
