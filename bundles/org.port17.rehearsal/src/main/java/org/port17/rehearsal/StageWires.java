package org.port17.rehearsal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
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

/** Wires between the made-up nodes: an array that is handed on at the next turn of the loop. */
final class StageWires implements Transport {
    static final String SCHEME = "rehearsal";
    private static final TransportTraits TRAITS = new TransportTraits(SCHEME, 0, true);

    /** Bytes come in pieces of so many, which no record's size divides: the rest of a record comes later, as on TCP. */
    private static final int PIECE = 60_000;

    private final Loop loop;
    private final Map<String, Acceptor> doors = new HashMap<>();
    /** Outside the heap, as what a socket reads is. */
    private final ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);

    StageWires(Loop loop) {
        this.loop = loop;
    }

    @Override
    public TransportTraits traits() {
        return TRAITS;
    }

    @Override
    public Connection dial(Endpoint endpoint, ConnectionEvents events) throws Port17Exception {
        Acceptor door = doors.get(endpoint.address());
        if (door == null) {
            throw new Port17Exception(ErrorKind.NODE_UNREACHABLE, "nobody listens there");
        }
        End here = new End();
        End there = new End();
        here.peer = there;
        there.peer = here;
        here.events = events;
        loop.execute(() -> {
            there.events = door.accept(there);
            here.stand();
            there.stand();
        });
        return here;
    }

    @Override
    public Listener listen(Endpoint endpoint, Acceptor acceptor) {
        doors.put(endpoint.address(), acceptor);
        return new Listener() {
            @Override
            public Endpoint endpoint() {
                return endpoint;
            }

            @Override
            public void close() {
                doors.remove(endpoint.address());
            }
        };
    }

    private final class End implements Connection {
        private End peer;
        private ConnectionEvents events;
        private byte[] batch = new byte[16_384];
        private int filled;
        private boolean standing;
        private boolean flushed;
        private boolean closed;

        private void stand() {
            standing = true;
            if (flushed) {
                flush();
            }
            if (!closed) {
                loop.execute(this::tellStands);
            }
        }

        private void tellStands() {
            if (!closed) {
                events.connected();
            }
        }

        @Override
        public boolean offer(byte[] data, int offset, int length) {
            if (closed) {
                return false;
            }
            if (batch.length - filled < length) {
                batch = Arrays.copyOf(batch, Math.max(2 * batch.length, filled + length));
            }
            System.arraycopy(data, offset, batch, filled, length);
            filled += length;
            return true;
        }

        @Override
        public void flush() {
            flushed = true;
            if (closed || !standing || filled == 0) {
                return;
            }
            byte[] bytes = Arrays.copyOf(batch, filled);
            filled = 0;
            loop.execute(() -> peer.arrived(bytes));
        }

        private void arrived(byte[] bytes) {
            for (int at = 0; at < bytes.length && !closed; at += PIECE) {
                piece.clear();
                piece.put(bytes, at, Math.min(PIECE, bytes.length - at)).flip();
                events.received(piece);
            }
        }

        @Override
        public boolean writable() {
            return !closed;
        }

        @Override
        public void reading(boolean on) {
            // Nobody here falls behind.
        }

        @Override
        public void close() {
            if (!closed) {
                flush();
                closed = true;
                loop.execute(peer::gone);
            }
        }

        @Override
        public void abort() {
            close();
        }

        private void gone() {
            if (!closed) {
                closed = true;
                events.closed(new Port17Exception(ErrorKind.CLOSED, Retry.ELSEWHERE, "the other end is gone"));
            }
        }
    }
}
