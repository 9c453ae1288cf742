package org.port17.delay;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.port17.api.Endpoint;
import org.port17.api.Loop;
import org.port17.api.Port17Exception;
import org.port17.spi.transport.Connection;
import org.port17.spi.transport.ConnectionEvents;
import org.port17.spi.transport.Transport;

/**
 * A dialled connection that delays both directions, so that the other end needs to know nothing of it. Connecting takes a
 * round trip, as it does in TCP.
 *
 * <p>Memory: at most {@link #HIGH} bytes and one offer in each direction.
 */
final class DelayedConnection implements Connection {
    /** What fills a line of 50 Mbit/s over a third of a second. */
    static final int HIGH = 2 << 20;

    static final int LOW = 1 << 20;
    private final ConnectionEvents events;
    private final Runnable gone;
    private final DelayLine there;
    private final DelayLine back;
    private final ByteArrayOutputStream batch = new ByteArrayOutputStream();
    private Connection wire;
    private boolean refused;
    private boolean held;
    private boolean closed;

    /** @param gone told once, when no event will follow any more */
    DelayedConnection(Loop loop, Duration oneWay, ConnectionEvents events, Runnable gone) {
        this.events = events;
        this.gone = gone;
        this.there = new DelayLine(loop);
        this.back = new DelayLine(loop);
        long now = loop.nanos();
        back.open(oneWay, now + oneWay.toNanos());
        there.open(oneWay, now + 2 * oneWay.toNanos());
    }

    void dial(Transport over, Endpoint endpoint) throws Port17Exception {
        wire = over.dial(endpoint, new Arrivals());
    }

    @Override
    public boolean offer(byte[] data, int offset, int length) {
        if (closed) {
            return false;
        }
        batch.write(data, offset, length);
        refused |= there.held() + batch.size() >= HIGH;
        return !refused;
    }

    @Override
    public void flush() {
        if (!closed && batch.size() > 0) {
            byte[] piece = batch.toByteArray();
            batch.reset();
            there.send(piece.length, () -> pass(piece));
        }
    }

    private void pass(byte[] piece) {
        wire.offer(piece, 0, piece.length);
        wire.flush();
        if (!wire.writable()) {
            there.pause();
        }
        if (refused && !closed && there.held() + batch.size() <= LOW) {
            refused = false;
            events.writable();
        }
    }

    @Override
    public boolean writable() {
        return !closed && !refused;
    }

    @Override
    public void reading(boolean on) {
        if (on) {
            back.resume();
        } else {
            back.pause();
        }
    }

    @Override
    public void close() {
        if (!closed) {
            end();
            there.send(0, wire::close);
        }
    }

    @Override
    public void abort() {
        end();
        there.clear();
        wire.abort();
    }

    private void end() {
        if (!closed) {
            closed = true;
            back.clear();
            gone.run();
        }
    }

    /** The transport stops: what was flushed is sent, and the core hears of it. */
    void retire(Port17Exception why) {
        close();
        events.closed(why);
    }

    /** What the wire itself says, on its way here. */
    private final class Arrivals implements ConnectionEvents {
        @Override
        public void connected() {
            arrives(0, events::connected);
        }

        @Override
        public void received(ByteBuffer bytes) {
            byte[] piece = new byte[bytes.remaining()];
            bytes.get(piece);
            arrives(piece.length, () -> events.received(ByteBuffer.wrap(piece)));
            if (!closed && !held && back.held() >= HIGH) {
                held = true;
                wire.reading(false);
            }
        }

        @Override
        public void writable() {
            there.resume();
        }

        @Override
        public void closed(Port17Exception reason) {
            arrives(0, () -> {
                end();
                there.clear();
                events.closed(reason);
            });
            if (closed) {
                there.clear();
            }
        }

        private void arrives(int bytes, Runnable arrival) {
            if (!closed) {
                back.send(bytes, () -> {
                    arrival.run();
                    if (held && !closed && back.held() <= LOW) {
                        held = false;
                        wire.reading(true);
                    }
                });
            }
        }
    }
}
