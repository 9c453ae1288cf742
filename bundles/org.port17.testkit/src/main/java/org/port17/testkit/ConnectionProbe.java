package org.port17.testkit;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.port17.api.Endpoint;
import org.port17.api.Loop;
import org.port17.api.Port17Exception;
import org.port17.spi.transport.Connection;
import org.port17.spi.transport.ConnectionEvents;
import org.port17.spi.transport.Transport;

/**
 * The events of one connection, written down and checked: on the loop, never from inside a call to the connection, in
 * the order that {@link ConnectionEvents} promises. A broken promise is kept in {@link #faults()}.
 */
public final class ConnectionProbe implements ConnectionEvents {
    private final Loop loop;
    private final boolean dialled;
    private final List<String> faults = new ArrayList<>();
    private final MessageDigest digest = newDigest();
    private Connection connection;
    private boolean connected;
    private Port17Exception reason;
    private boolean mute;
    private boolean refused;
    private int inCall;
    private long bytes;
    private int largest;
    private int writables;
    private Runnable onWritable = () -> {};
    private Runnable onConnected = () -> {};
    private Sink onBytes = buffer -> {};

    /** @param dialled whether {@code connected} must come first; accepted connections skip it */
    public ConnectionProbe(Loop loop, boolean dialled) {
        this.loop = loop;
        this.dialled = dialled;
    }

    public ConnectionProbe of(Connection made) {
        connection = made;
        return this;
    }

    // --- calls, watched ---

    /** Dials; no event may come before this returns. */
    public ConnectionProbe dial(Transport transport, Endpoint endpoint) throws Port17Exception {
        inCall++;
        try {
            return of(transport.dial(endpoint, this));
        } finally {
            inCall--;
        }
    }

    public boolean offer(byte[] data, int offset, int length) {
        boolean more = inside(() -> connection.offer(data, offset, length));
        refused |= !more;
        if (more != inside(connection::writable)) {
            faults.add("writable() and the answer of offer differ");
        }
        return more;
    }

    public void flush() {
        inside(() -> {
            connection.flush();
            return true;
        });
    }

    /** Offers and flushes. */
    public boolean send(byte[] data) {
        boolean more = offer(data, 0, data.length);
        flush();
        return more;
    }

    public void reading(boolean on) {
        inside(() -> {
            connection.reading(on);
            return true;
        });
    }

    /** No event may follow. */
    public void close() {
        mute = true;
        inside(() -> {
            connection.close();
            return true;
        });
    }

    /** No event may follow. */
    public void abort() {
        mute = true;
        inside(() -> {
            connection.abort();
            return true;
        });
    }

    private boolean inside(BooleanSupplier call) {
        inCall++;
        try {
            return call.getAsBoolean();
        } finally {
            inCall--;
        }
    }

    // --- events ---

    @Override
    public void connected() {
        check("connected");
        if (!dialled || connected || bytes > 0) {
            faults.add("connected() twice, late, or on an accepted connection");
        }
        connected = true;
        onConnected.run();
    }

    @Override
    public void received(ByteBuffer buffer) {
        check("received");
        if (dialled && !connected) {
            faults.add("bytes before connected()");
        }
        if (!buffer.hasRemaining()) {
            faults.add("an empty batch");
        }
        largest = Math.max(largest, buffer.remaining());
        bytes += buffer.remaining();
        digest.update(buffer.duplicate());
        onBytes.take(buffer);
    }

    @Override
    public void writable() {
        check("writable");
        if (!refused) {
            faults.add("writable() though nothing was refused");
        }
        if (!inside(connection::writable)) {
            faults.add("writable() although the connection is not");
        }
        refused = false;
        writables++;
        onWritable.run();
    }

    @Override
    public void closed(Port17Exception why) {
        check("closed");
        if (why == null) {
            faults.add("closed without a reason");
        }
        reason = why;
    }

    private void check(String event) {
        if (!loop.inLoop()) {
            faults.add(event + " off the loop");
        }
        if (inCall > 0) {
            faults.add(event + " from inside a call to the connection");
        }
        if (mute) {
            faults.add(event + " after this side closed the connection");
        }
        if (reason != null) {
            faults.add(event + " after closed");
        }
    }

    // --- what happened; ask on the loop ---

    public ConnectionProbe onWritable(Runnable task) {
        onWritable = task;
        return this;
    }

    public ConnectionProbe onConnected(Runnable task) {
        onConnected = task;
        return this;
    }

    public ConnectionProbe onBytes(Sink sink) {
        onBytes = sink;
        return this;
    }

    public List<String> faults() {
        return faults;
    }

    public boolean isConnected() {
        return connected;
    }

    public boolean isClosed() {
        return reason != null;
    }

    /** Why it closed, or null. */
    public Port17Exception reason() {
        return reason;
    }

    public long bytes() {
        return bytes;
    }

    /** Size of the largest batch received. */
    public int largest() {
        return largest;
    }

    public int writables() {
        return writables;
    }

    /** SHA-256 of all bytes received. Ends the count. */
    public byte[] sha256() {
        return digest.digest();
    }

    /** What {@link #sha256} answers if exactly these bytes arrived. */
    public static byte[] sha256Of(byte[] bytes) {
        return newDigest().digest(bytes);
    }

    static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Takes bytes during the call. */
    @FunctionalInterface
    public interface Sink {
        void take(ByteBuffer bytes);
    }
}
