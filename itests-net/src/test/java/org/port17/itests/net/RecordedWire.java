package org.port17.itests.net;

import java.io.ByteArrayOutputStream;
import org.port17.api.Endpoint;
import org.port17.api.Port17Exception;
import org.port17.spi.transport.Acceptor;
import org.port17.spi.transport.Connection;
import org.port17.spi.transport.ConnectionEvents;
import org.port17.spi.transport.Listener;
import org.port17.spi.transport.Transport;
import org.port17.spi.transport.TransportTraits;

/** A transport that keeps the beginning of what its dialler sends to one endpoint. */
final class RecordedWire implements Transport {
    private static final int KEPT = 1 << 20;

    private final Transport wire;
    private final Endpoint kept;
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

    RecordedWire(Transport wire, Endpoint kept) {
        this.wire = wire;
        this.kept = kept;
    }

    /** The first mebibyte that was sent, over one connection after the other. From any thread. */
    byte[] sent() {
        return sent.toByteArray();
    }

    @Override
    public TransportTraits traits() {
        return wire.traits();
    }

    @Override
    public Connection dial(Endpoint endpoint, ConnectionEvents events) throws Port17Exception {
        Connection connection = wire.dial(endpoint, events);
        return endpoint.equals(kept) ? new Recorded(connection) : connection;
    }

    @Override
    public Listener listen(Endpoint endpoint, Acceptor acceptor) throws Port17Exception {
        return wire.listen(endpoint, acceptor);
    }

    private final class Recorded implements Connection {
        private final Connection connection;

        Recorded(Connection connection) {
            this.connection = connection;
        }

        @Override
        public boolean offer(byte[] data, int offset, int length) {
            sent.write(data, offset, Math.min(length, KEPT - sent.size()));
            return connection.offer(data, offset, length);
        }

        @Override
        public void flush() {
            connection.flush();
        }

        @Override
        public boolean writable() {
            return connection.writable();
        }

        @Override
        public void reading(boolean on) {
            connection.reading(on);
        }

        @Override
        public void close() {
            connection.close();
        }

        @Override
        public void abort() {
            connection.abort();
        }
    }
}
