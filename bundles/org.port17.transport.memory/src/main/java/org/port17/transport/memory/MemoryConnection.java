package org.port17.transport.memory;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.port17.api.ErrorKind;
import org.port17.api.Loop;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.spi.transport.Connection;
import org.port17.spi.transport.ConnectionEvents;
import org.port17.transport.memory.Tap.Direction;

/** One end of a wire. Its state is touched on its own loop only; the ends talk through two {@link Lane}s. */
final class MemoryConnection implements Connection {
    private static final int PIECE = 256 * 1024;
    private static final int HIGH = 512 * 1024;
    private static final int LOW = 256 * 1024;

    private final Loop loop;
    private final MemoryLine line;
    private final MemoryWire wire;
    private final Direction direction;
    private final Lane lane;
    private final ArrayDeque<byte[]> outbox = new ArrayDeque<>();
    private final ArrayDeque<byte[]> inbox = new ArrayDeque<>();
    private byte[] batch = new byte[2048];
    private int batched;
    private int unsent;
    private boolean refused;
    private boolean reading = true;
    private boolean peerEnded;
    private boolean finWanted;
    private boolean closed;
    private MemoryConnection peer;
    private ConnectionEvents events;

    /** @param line null: one without a limit */
    MemoryConnection(Loop loop, MemoryLine line, MemoryWire wire, Direction direction) {
        this.loop = loop;
        this.line = line;
        this.wire = wire;
        this.direction = direction;
        this.lane = new Lane(loop, wire);
    }

    Loop loop() {
        return loop;
    }

    Lane lane() {
        return lane;
    }

    void start(ConnectionEvents sink) {
        events = sink;
    }

    /** The dialled connection stands. One that was closed meanwhile still sends what it flushed, and its end. */
    void joined(MemoryConnection other) {
        join(other);
        if (!closed) {
            events.connected();
        }
    }

    /** From now on bytes can travel; what waited leaves first. */
    void join(MemoryConnection other) {
        peer = other;
        for (byte[] piece = outbox.poll(); piece != null; piece = outbox.poll()) {
            transmit(piece);
        }
        if (finWanted) {
            sendFin();
        }
    }

    @Override
    public boolean offer(byte[] data, int offset, int length) {
        if (closed) {
            return false;
        }
        if (batch.length - batched < length) {
            batch = Arrays.copyOf(batch, Math.max(batched + length, batch.length * 2));
        }
        System.arraycopy(data, offset, batch, batched, length);
        batched += length;
        if (unsent + batched >= HIGH) {
            refused = true;
        }
        return !refused;
    }

    @Override
    public void flush() {
        if (closed) {
            return;
        }
        for (int at = 0; at < batched; at += PIECE) {
            byte[] piece = Arrays.copyOfRange(batch, at, Math.min(batched, at + PIECE));
            unsent += piece.length;
            if (peer == null) {
                outbox.add(piece);
            } else {
                transmit(piece);
            }
        }
        batched = 0;
    }

    private void transmit(byte[] piece) {
        wire.pass(direction, piece);
        MemoryConnection other = peer;
        // On a line bytes come one after the other, not a whole flush at a time.
        int most = line == null && other.line == null ? piece.length : MemoryLine.PIECE;
        for (int at = 0; at < piece.length; at += most) {
            byte[] part =
                    most == piece.length ? piece : Arrays.copyOfRange(piece, at, Math.min(piece.length, at + most));
            travel(part.length, () -> other.onBytes(part));
        }
    }

    /** Through this end's line, along the wire, through the other end's line; nothing overtakes. */
    private void travel(int bytes, Runnable arrival) {
        MemoryConnection other = peer;
        Runnable arrive = other.line == null ? arrival : () -> other.line.in(other, bytes, arrival);
        if (line == null) {
            lane.send(other.loop, arrive);
        } else {
            line.out(this, bytes, () -> lane.send(other.loop, arrive));
        }
    }

    @Override
    public boolean writable() {
        return !closed && !refused;
    }

    @Override
    public void reading(boolean on) {
        if (!closed && on && !reading) {
            loop.execute(this::drain);
        }
        reading = on;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        end();
        if (peer == null) {
            finWanted = true;
        } else {
            sendFin();
        }
    }

    private void sendFin() {
        MemoryConnection other = peer;
        travel(0, other::onFin);
    }

    @Override
    public void abort() {
        if (closed) {
            return;
        }
        end();
        outbox.clear();
        if (peer == null) {
            finWanted = true;
        } else {
            MemoryConnection other = peer;
            travel(0, other::onReset);
        }
    }

    private void onBytes(byte[] piece) {
        if (!closed) {
            inbox.add(piece);
            drain();
        }
    }

    private void drain() {
        while (reading && !closed && !inbox.isEmpty()) {
            byte[] piece = inbox.poll();
            peer.loop.execute(() -> peer.onTaken(piece.length));
            events.received(ByteBuffer.wrap(piece));
        }
        if (peerEnded && inbox.isEmpty()) {
            fail(new Port17Exception(ErrorKind.NODE_UNREACHABLE, Retry.NOW, "the neighbour closed the connection"));
        }
    }

    private void onTaken(int length) {
        unsent -= length;
        if (!closed && refused && unsent + batched <= LOW) {
            refused = false;
            events.writable();
        }
    }

    private void onFin() {
        peerEnded = true;
        drain();
    }

    void onReset() {
        inbox.clear();
        fail(new Port17Exception(ErrorKind.CONNECTION_RESET, Retry.NOW, "the neighbour reset the connection"));
    }

    /** Reports the end, once. */
    void fail(Port17Exception reason) {
        if (!closed) {
            ConnectionEvents sink = events;
            end();
            sink.closed(reason);
        }
    }

    private void end() {
        closed = true;
        batched = 0;
        inbox.clear();
        events = null;
        wire.ended();
    }
}
