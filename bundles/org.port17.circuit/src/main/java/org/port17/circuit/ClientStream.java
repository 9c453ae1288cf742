package org.port17.circuit;

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
 * One application connection at the client. Has no circuit until its {@link PlaintextGate} knows which exits may carry it.
 * Keeps what it sent until the exit answers, so that a stream whose circuit never came to be can move to another one
 * without the application noticing. On the loop.
 */
final class ClientStream implements TunnelStream {
    /** Routes that are tried for a stream without the application's doing. */
    private static final int ATTEMPTS = 6;

    private final long id;
    private final Loop loop;
    private final Wish wish;
    private final boolean forwardSecret;
    private final PlaintextGate gate;
    private final StreamEvents events;
    private final CreditGrant.Budget budget;
    private final Runnable onEnd;
    private final long born;
    private final SaidBytes said = new SaidBytes();
    private CreditGrant download;
    private ClientCircuit circuit;
    private int number;
    private int attempts;
    private long asked;
    private long credit;
    private boolean connected;
    private boolean blocked;
    /** The application finished; its FIN follows what waits. */
    private boolean finished;

    private boolean finSent;
    private boolean finReceived;
    private boolean done;
    private long up;
    private long down;
    private long lastUse;

    ClientStream(
            long id,
            Loop loop,
            Wish wish,
            boolean forwardSecret,
            PlaintextGate gate,
            StreamEvents events,
            CreditGrant.Budget budget,
            Runnable onEnd) {
        this.id = id;
        this.forwardSecret = forwardSecret;
        this.loop = loop;
        this.wish = wish;
        this.gate = gate;
        this.events = events;
        this.budget = budget;
        this.onEnd = onEnd;
        this.born = loop.nanos();
        this.lastUse = born;
    }

    StreamRequest request() {
        return wish.request();
    }

    Wish wish() {
        return wish;
    }

    /** Whether its exit must be a trusted one. */
    boolean trustedExit() {
        return gate.trustedExit();
    }

    /** Whether it has no circuit yet. */
    boolean waits() {
        return circuit == null;
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
        said.again();
        finSent = false;
        sendSaid();
    }

    /** Sends what waited for a circuit or for room, then the end if nothing waits any more. */
    private void sendSaid() {
        int ready = said.waiting() - gate.held();
        if (waitsForExit()) {
            ready = Math.min(ready, said.safe());
        }
        int room = (int) Math.min(Math.min(credit, circuit.window()), ready);
        if (room > 0) {
            circuit.writer().data(number, said.next(room), room);
            credit -= room;
            circuit.spend(room);
            circuit.flushLater();
        }
        said.tidy();
        if (finished && !finSent && said.waiting() == 0) {
            finSent = true;
            circuit.writer().empty(FrameType.FIN, number);
            circuit.flushLater();
            endIfBothFinished();
        }
    }

    /**
     * Whether only what may reach a destination more than once leaves. A node of the route may pass it on and say that it
     * did not, so it counts as arrived until the exit answers. The first flight of an encrypted protocol does nothing at its
     * destination before that answers (RFC 8446, section 8, on what is sent with it); else a safe request may leave.
     */
    private boolean waitsForExit() {
        return !connected && gate.trustedExit();
    }

    /** Whether it may begin anew on another route: all of it is still here, and may be repeated. */
    boolean repeatable() {
        return whole() && attempts < ATTEMPTS;
    }

    /** Whether all that was sent is still here and nothing came back. */
    boolean whole() {
        return !done && !connected && said.whole();
    }

    /** Whether anything came back. */
    boolean answered() {
        return connected;
    }

    /** Leaves a circuit that answers no more. @return whether it may begin anew on another one */
    boolean forsake() {
        if (number != 0) {
            circuit.writer().code(FrameType.RESET, number, ErrorKind.TIMEOUT);
            circuit.flushLater();
            number = 0;
        }
        return repeatable();
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public void send(ByteBuffer data) {
        if (done || finished) {
            data.position(data.limit());
            return;
        }
        if (circuit == null) {
            listen(data);
        }
        boolean passes = circuit != null && number != 0;
        while (passes && !done && data.hasRemaining()) {
            passes = pass(data);
        }
        blocked = data.hasRemaining();
    }

    /** Takes the first bytes; they may decide which circuit the stream gets. */
    private void listen(ByteBuffer data) {
        int room = Math.min(said.room(), data.remaining());
        ByteBuffer piece = data.slice(data.position(), room);
        said.waits(data, room);
        up += room;
        if (!gate.permits(piece)) {
            cut(data, gate.reason());
        }
    }

    /** @return whether some of it was taken */
    private boolean pass(ByteBuffer data) {
        sendSaid();
        int held = gate.held();
        boolean waits = waitsForExit();
        long window = Math.min(credit, circuit.window());
        if (waits) {
            window = said.room();
        } else if (said.waiting() > held) {
            window = 0;
        }
        int room = (int) Math.min(Math.min(window, data.remaining()), SaidBytes.MOST / 2);
        if (room <= 0) {
            return false;
        }
        if (!gate.permits(data.slice(data.position(), room))) {
            cut(data, gate.reason());
            return false;
        }
        up += room;
        lastUse = loop.nanos();
        if (waits || held > 0 || gate.held() > 0) {
            if (said.room() < room) {
                said.makeRoom();
            }
            said.waits(data, room);
            sendSaid();
        } else {
            said.leaves(data, room);
            circuit.writer().data(number, data, room);
            credit -= room;
            circuit.spend(room);
            circuit.flushLater();
        }
        return true;
    }

    /** What the application says now must not leave. */
    private void cut(ByteBuffer data, String reason) {
        data.position(data.limit());
        Port17Exception why = new Port17Exception(ErrorKind.NOT_ENCRYPTED, reason);
        reset(ErrorKind.NOT_ENCRYPTED);
        loop.execute(() -> events.failed(why));
    }

    @Override
    public void finish() {
        if (done || finished) {
            return;
        }
        finished = true;
        if (gate.held() > 0) {
            cut(ByteBuffer.allocate(0), "the application ended in the middle of a record");
        } else if (circuit == null) {
            gate.giveUp();
        } else if (number != 0) {
            sendSaid();
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
                    told.ifPresent(s -> circuit.told(request(), s, loop.nanos() - asked));
                }
                connected();
            }
            case DATA -> {
                if (finReceived || !download.arrived(frame.length())) {
                    throw new Port17Exception(ErrorKind.PROTOCOL, "a stream exceeded its window or its end");
                }
                connected();
                gate.answered();
                down += frame.length();
                lastUse = loop.nanos();
                if (done) {
                    return; // the edge reset the stream when it heard that it is connected
                }
                events.received(frame.array(), frame.offset(), frame.length());
            }
            case FIN -> {
                frame.expect(0);
                if (finReceived) {
                    throw new Port17Exception(ErrorKind.PROTOCOL, "a stream ended twice");
                }
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
            said.answered();
            said.tidy();
            events.connected();
            room();
        }
    }

    /** Tells the edge that it may send again. */
    void room() {
        if (done || number == 0) {
            return;
        }
        sendSaid();
        if (!done && blocked && said.waiting() <= gate.held() && credit > 0 && circuit.window() > 0) {
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
        said.drop();
        gate.close();
        if (download != null) {
            download.close();
        }
        if (circuit != null) {
            circuit.detach(this, number);
        }
        onEnd.run();
    }

    StreamView view() {
        String waiting = circuit == null ? "undecided" : "connecting";
        String state = connected ? finReceived || finSent ? "half-closed" : "open" : waiting;
        long age = (loop.nanos() - born) / 1_000_000;
        return Views.stream(id, circuit == null ? 0 : circuit.id(), request(), state, up, down, age);
    }
}
