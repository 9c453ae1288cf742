package org.port17.circuit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.port17.api.ErrorKind;
import org.port17.api.Loop;
import org.port17.api.Port17Exception;
import org.port17.api.StreamEvents;
import org.port17.api.StreamRequest;
import org.port17.api.TunnelStream;
import org.port17.api.view.StreamView;
import org.port17.cell.BodyReader;
import org.port17.cell.CreditGrant;
import org.port17.cell.FrameType;
import org.port17.cell.ResetCode;
import org.port17.cell.Sighting;
import org.port17.cell.Windows;

/**
 * One application connection at the client. Keeps what it sent until the exit answers, so that a stream whose circuit
 * never came to be can move to another one without the application noticing. On the loop.
 */
final class ClientStream implements TunnelStream {
    private static final int KEEP = 64 * 1024;
    private static final int ATTEMPTS = 3;
    private final long id;
    private final Loop loop;
    private final StreamRequest request;
    private final boolean forwardSecret;
    private final StreamEvents events;
    private final CreditGrant.Budget budget;
    private final Runnable onEnd;
    private final long born;
    private ByteArrayOutputStream kept = new ByteArrayOutputStream(0);
    private CreditGrant download;
    private ClientCircuit circuit;
    private int number;
    private int attempts;
    private long asked;
    private long credit;
    private boolean connected;
    private boolean blocked;
    private boolean finSent;
    private boolean finReceived;
    private boolean done;
    private long up;
    private long down;
    private long lastUse;

    ClientStream(
            long id,
            Loop loop,
            StreamRequest request,
            boolean forwardSecret,
            StreamEvents events,
            CreditGrant.Budget budget,
            Runnable onEnd) {
        this.id = id;
        this.forwardSecret = forwardSecret;
        this.loop = loop;
        this.request = request;
        this.events = events;
        this.budget = budget;
        this.onEnd = onEnd;
        this.born = loop.nanos();
        this.lastUse = born;
    }

    StreamRequest request() {
        return request;
    }

    /** Starts on a circuit, or starts over on one of another route. */
    void attach(ClientCircuit to) {
        attempts++;
        move(to);
    }

    /** Starts over on another circuit of the same route. */
    void move(ClientCircuit to) {
        circuit = to;
        number = 0;
        if (forwardSecret && !to.settled()) {
            blocked = true;
            to.hold(this);
        } else {
            begin(to);
        }
    }

    /** The circuit has left its first epoch: what was held back may leave. */
    void settled() {
        if (!done) {
            begin(circuit);
            room();
        }
    }

    private void begin(ClientCircuit to) {
        credit = Windows.STREAM_INITIAL;
        if (download != null) {
            download.close();
        }
        download = new CreditGrant(budget);
        number = to.attach(this);
        asked = loop.nanos();
        if (kept.size() > 0) {
            ByteBuffer again = ByteBuffer.wrap(kept.toByteArray());
            credit -= again.remaining();
            to.spend(again.remaining());
            to.writer().data(number, again, again.remaining());
        }
        if (finSent) {
            to.writer().empty(FrameType.FIN, number);
        }
    }

    /** Whether nothing of this stream can have reached its destination and all of it is still here. */
    boolean repeatable() {
        return whole() && attempts < ATTEMPTS;
    }

    /** Whether all that was sent is still here and nothing came back. */
    boolean whole() {
        return !done && !connected && kept != null;
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
        int room = number == 0 ? 0 : (int) Math.min(Math.min(credit, circuit.window()), data.remaining());
        if (room > 0) {
            keep(data, room);
            circuit.writer().data(number, data, room);
            credit -= room;
            circuit.spend(room);
            up += room;
            lastUse = loop.nanos();
            circuit.flushLater();
        }
        blocked = data.hasRemaining();
    }

    private void keep(ByteBuffer data, int room) {
        if (kept == null) {
            return;
        }
        if (connected || kept.size() + room > KEEP) {
            kept = null;
            return;
        }
        byte[] copy = new byte[room];
        data.duplicate().get(copy);
        kept.write(copy, 0, room);
    }

    @Override
    public void finish() {
        if (!done && !finSent) {
            finSent = true;
            if (number != 0) {
                circuit.writer().empty(FrameType.FIN, number);
                circuit.flushLater();
            }
            endIfBothFinished();
        }
    }

    @Override
    public void reset(ErrorKind reason) {
        if (!done) {
            if (number != 0) {
                circuit.writer().code(FrameType.RESET, number, reason);
                circuit.flushLater();
            }
            end();
        }
    }

    @Override
    public void consumed(int bytes) {
        if (done || number == 0) {
            return;
        }
        int grant = download.taken(bytes);
        if (grant > 0 && !finReceived) {
            circuit.writer().credit(number, grant);
            circuit.flushLater();
        }
    }

    /** Acts on one frame from the exit. */
    void frame(BodyReader frame) throws Port17Exception {
        switch (frame.type()) {
            case CONNECTED -> {
                Optional<Sighting> told = Sighting.of(frame);
                if (!connected) {
                    told.ifPresent(s -> circuit.told(request, s, loop.nanos() - asked));
                }
                connected();
            }
            case DATA -> {
                if (finReceived || !download.arrived(frame.length())) {
                    throw new Port17Exception(ErrorKind.PROTOCOL, "a stream exceeded its window or its end");
                }
                connected();
                down += frame.length();
                lastUse = loop.nanos();
                if (done) {
                    return; // the edge reset the stream when it heard that it is connected
                }
                events.received(frame.array(), frame.offset(), frame.length());
            }
            case FIN -> {
                frame.expect(0);
                connected();
                if (!done) {
                    finReceived = true;
                    events.finished();
                    endIfBothFinished();
                }
            }
            case RESET -> {
                ErrorKind kind = ResetCode.kind(frame.code());
                end();
                events.failed(new Port17Exception(kind, "the exit ended the stream"));
            }
            case CREDIT -> {
                credit += frame.credit();
                if (credit > Integer.MAX_VALUE) {
                    throw new Port17Exception(ErrorKind.PROTOCOL, "a stream was granted too much");
                }
                room();
            }
            default -> throw new Port17Exception(ErrorKind.PROTOCOL, "a frame that only a client may send");
        }
    }

    private void connected() {
        if (!connected) {
            connected = true;
            kept = null;
            events.connected();
        }
    }

    /** Tells the edge that it may send again. */
    void room() {
        if (blocked && !done && number != 0 && credit > 0 && circuit.window() > 0) {
            blocked = false;
            events.writable();
        }
    }

    /** The circuit is gone and the stream with it. */
    void broken(Port17Exception reason) {
        if (!done) {
            end();
            events.failed(reason);
        }
    }

    void sweep(long now, Duration idle) {
        if (!done && now - lastUse > idle.toNanos()) {
            reset(ErrorKind.TIMEOUT);
            events.failed(new Port17Exception(ErrorKind.TIMEOUT, "the stream was idle for too long"));
        }
    }

    private void endIfBothFinished() {
        if (finSent && finReceived) {
            end();
        }
    }

    private void end() {
        done = true;
        kept = null;
        if (download != null) {
            download.close();
        }
        circuit.detach(this, number);
        onEnd.run();
    }

    StreamView view() {
        String state = connected ? finReceived || finSent ? "half-closed" : "open" : "connecting";
        long age = (loop.nanos() - born) / 1_000_000;
        return new StreamView(
                id,
                circuit.id(),
                request.edge(),
                request.application(),
                request.destination().reveal(),
                state,
                up,
                down,
                age);
    }
}
