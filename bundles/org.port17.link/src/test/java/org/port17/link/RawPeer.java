package org.port17.link;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.port17.api.Endpoint;
import org.port17.api.Port17Exception;
import org.port17.spi.transport.Connection;
import org.port17.spi.transport.ConnectionEvents;
import org.port17.spi.transport.Transport;

/** A stranger with a socket, who sends whatever a test wants. */
final class RawPeer implements ConnectionEvents {
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final Connection connection;
    private boolean closed;

    RawPeer(Transport transport, Endpoint endpoint) throws Port17Exception {
        connection = transport.dial(endpoint, this);
    }

    void send(byte[] bytes) {
        connection.offer(bytes, 0, bytes.length);
        connection.flush();
    }

    void hangUp() {
        connection.close();
    }

    byte[] received() {
        return received.toByteArray();
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void connected() {
        // what was offered before leaves by itself
    }

    @Override
    public void received(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        received.writeBytes(copy);
    }

    @Override
    public void writable() {
        // tests send little
    }

    @Override
    public void closed(Port17Exception reason) {
        closed = true;
    }
}
