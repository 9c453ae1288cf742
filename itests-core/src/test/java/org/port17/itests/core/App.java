package org.port17.itests.core;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import org.port17.api.Destination;
import org.port17.api.Port17Exception;
import org.port17.api.StreamEvents;
import org.port17.api.StreamRequest;
import org.port17.api.TunnelStream;
import org.port17.api.Tunnels;

/** An application at the client: sends what it is told, keeps what it gets. */
final class App implements StreamEvents {
    final ByteArrayOutputStream got = new ByteArrayOutputStream();
    final ArrayDeque<ByteBuffer> outgoing = new ArrayDeque<>();
    final TunnelStream stream;
    boolean reads = true;
    boolean connected;
    boolean finished;
    Port17Exception failure;
    Runnable onFinished = () -> {};
    int unread;

    App(Tunnels tunnels, String application, String host) throws Port17Exception {
        this(tunnels, application, host, false);
    }

    App(Tunnels tunnels, String application, String host, boolean forwardSecret) throws Port17Exception {
        this(tunnels, application, host, 80, forwardSecret);
    }

    App(Tunnels tunnels, String application, String host, int port, boolean forwardSecret) throws Port17Exception {
        stream = tunnels.open(new StreamRequest(Destination.of(host, port), application, "test", forwardSecret), this);
    }

    /** The beginning of a request that may be repeated, so that it leaves at once. @param length at least 16 */
    static byte[] safe(int length) {
        return ("GET /" + "x".repeat(length - 16) + " HTTP/1.1\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    void send(byte[] data) {
        outgoing.add(ByteBuffer.wrap(data));
        writable();
    }

    @Override
    public void connected() {
        connected = true;
    }

    @Override
    public void received(byte[] data, int offset, int length) {
        got.write(data, offset, length);
        if (reads) {
            stream.consumed(length);
        } else {
            unread += length;
        }
    }

    void readAgain() {
        reads = true;
        stream.consumed(unread);
        unread = 0;
    }

    @Override
    public void writable() {
        while (!outgoing.isEmpty()) {
            ByteBuffer head = outgoing.peek();
            stream.send(head);
            if (head.hasRemaining()) {
                return;
            }
            outgoing.poll();
        }
    }

    @Override
    public void finished() {
        finished = true;
        onFinished.run();
    }

    @Override
    public void failed(Port17Exception reason) {
        failure = reason;
    }
}
