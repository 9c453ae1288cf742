package org.port17.circuit;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Function;
import org.port17.api.Destination;
import org.port17.api.ErrorKind;
import org.port17.api.Loop;
import org.port17.api.Port17Exception;
import org.port17.api.StreamEvents;
import org.port17.api.StreamRequest;
import org.port17.api.TunnelStream;
import org.port17.api.view.StreamView;
import org.port17.spi.dialer.DirectDialer;
import org.port17.spi.dialer.ExitConnection;
import org.port17.spi.dialer.ExitEvents;
import org.port17.spi.rule.Action;

/** One application connection past the network, because a rule says so. On the loop. */
final class DirectStream implements TunnelStream, ExitEvents {
    /** Most bytes that wait in either direction. */
    static final int WINDOW = 256 * 1024;

    private final long id;
    private final Loop loop;
    private final StreamRequest request;
    private final StreamEvents events;
    private final Runnable onEnd;
    private final long born;
    private ExitConnection connection;
    private boolean connected;
    private boolean blocked;
    private boolean paused;
    private boolean finSent;
    private boolean finReceived;
    private boolean done;
    private int waitingUp;
    private int waitingDown;
    private long up;
    private long down;
    private long lastUse;

    DirectStream(long id, Loop loop, StreamRequest request, StreamEvents events, Runnable onEnd) {
        this.id = id;
        this.loop = loop;
        this.request = request;
        this.events = events;
        this.onEnd = onEnd;
        this.born = loop.nanos();
        this.lastUse = born;
    }

    void dial(DirectDialer dialer, Function<Destination, Action> rules) {
        connection = dialer.dial(request.destination(), rules, this);
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public void send(ByteBuffer data) {
        if (done || finSent) {
            data.position(data.limit());
            return;
        }
        int room = Math.min(WINDOW - waitingUp, data.remaining());
        if (room > 0) {
            connection.send(data.slice(data.position(), room));
            data.position(data.position() + room);
            waitingUp += room;
            up += room;
            lastUse = loop.nanos();
        }
        blocked = data.hasRemaining();
    }

    @Override
    public void finish() {
        if (!done && !finSent) {
            finSent = true;
            connection.finish();
            endIfBothFinished();
        }
    }

    @Override
    public void reset(ErrorKind reason) {
        if (!done) {
            connection.reset();
            end();
        }
    }

    @Override
    public void consumed(int bytes) {
        waitingDown -= bytes;
        if (!done && paused && waitingDown <= WINDOW / 2) {
            paused = false;
            connection.reading(true);
        }
    }

    @Override
    public void connected() {
        if (!done) {
            connected = true;
            events.connected();
        }
    }

    @Override
    public void received(ByteBuffer data) {
        if (done) {
            data.position(data.limit());
            return;
        }
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        down += bytes.length;
        waitingDown += bytes.length;
        lastUse = loop.nanos();
        if (!paused && waitingDown >= WINDOW) {
            paused = true;
            connection.reading(false);
        }
        events.received(bytes, 0, bytes.length);
    }

    @Override
    public void sent(int bytes) {
        waitingUp -= bytes;
        if (!done && blocked && waitingUp <= WINDOW / 2) {
            blocked = false;
            events.writable();
        }
    }

    @Override
    public void finished() {
        if (!done) {
            finReceived = true;
            events.finished();
            endIfBothFinished();
        }
    }

    @Override
    public void failed(Port17Exception reason) {
        if (!done) {
            end();
            events.failed(reason);
        }
    }

    /** Ends it from this side. */
    void broken(Port17Exception reason) {
        if (!done) {
            connection.reset();
            failed(reason);
        }
    }

    void sweep(long now, Duration idle) {
        if (now - lastUse > idle.toNanos()) {
            broken(new Port17Exception(ErrorKind.TIMEOUT, "the stream was idle for too long"));
        }
    }

    private void endIfBothFinished() {
        if (!done && finSent && finReceived) {
            end();
        }
    }

    private void end() {
        done = true;
        onEnd.run();
    }

    StreamView view() {
        String state = finSent || finReceived ? "half-closed" : connected ? "open" : "connecting";
        return new StreamView(
                id,
                0,
                request.edge(),
                request.application(),
                request.destination().reveal(),
                "direct, " + state,
                up,
                down,
                (loop.nanos() - born) / 1_000_000);
    }
}
