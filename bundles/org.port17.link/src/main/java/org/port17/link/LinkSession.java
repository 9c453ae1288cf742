package org.port17.link;

import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import org.port17.api.ErrorKind;
import org.port17.api.Loop;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.cell.CellClass;
import org.port17.cell.Frame;
import org.port17.ratchet.RatchetState;
import org.port17.spi.suite.CipherSuite;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A link above its connections: state, numbering, keep-alive. How it gets a connection is its subclasses' part. */
abstract class LinkSession implements Link, Wire.User {
    /** {@code DIALLING} a first time, {@code UP}, {@code RESUMING} after a loss or during a move, {@code DEAD}. */
    enum State {
        DIALLING,
        UP,
        RESUMING,
        DEAD
    }

    private static final Logger LOG = LoggerFactory.getLogger(LinkSession.class);
    private static final double RTT_WEIGHT = 0.2;

    private final LinkContext context;
    private final long id;
    private final NodeId peer;
    private final Circuits circuits;
    private final Outbox outbox;
    private final Keepalive keepalive;
    private final StepRate rate = new StepRate();
    private State state;
    private Wire wire;
    private Steps steps;
    private Loop.Timer keepaliveTimer;
    private long bytesIn;
    private int reconnects;
    private double rttMillis = -1;
    private long pingSentAt;

    LinkSession(LinkContext context, NodeId peer, boolean dialler, State state) {
        this.context = context;
        this.id = context.links().nextId();
        this.peer = peer;
        this.state = state;
        LinkSettings.Bounds bounds = context.settings().bounds();
        LinkSettings.Times times = context.settings().times();
        Lanes lanes = new Lanes(dialler, bounds.lanes(), context.random().nextInt());
        this.outbox = new Outbox(context, lanes);
        this.circuits = new Circuits(context, this, lanes, outbox);
        // The dialler must act on a silent loss, so it must notice first: the acceptor waits a third longer.
        Duration silence =
                dialler ? times.silence() : times.silence().multipliedBy(4).dividedBy(3);
        this.keepalive = new Keepalive(
                times.keepAlive(),
                silence,
                new SplittableRandom(context.random().nextLong()));
    }

    /** The connection is gone; find another one, or wait for one, or {@link #die}. */
    abstract void lost(Port17Exception reason);

    /** The link is dead; let go of what the subclass holds. */
    abstract void released();

    abstract boolean dialled();

    /** This end's part in the ratchet steps of a connection. */
    abstract Steps newSteps(Wire newWire);

    LinkContext context() {
        return context;
    }

    Outbox outbox() {
        return outbox;
    }

    State state() {
        return state;
    }

    Wire wire() {
        return wire;
    }

    /** What the console shows of the connection's ratchet; null without one. */
    RatchetState ratchet() {
        return wire == null || wire.isEnded() || wire.ratchet() == null
                ? null
                : wire.ratchet().state();
    }

    boolean isUp() {
        return state == State.UP;
    }

    boolean isDead() {
        return state == State.DEAD;
    }

    Circuits circuits() {
        return circuits;
    }

    long bytesIn() {
        return bytesIn;
    }

    int reconnects() {
        return reconnects;
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public Optional<NodeId> peer() {
        return Optional.ofNullable(peer);
    }

    @Override
    public double rttMillis() {
        return rttMillis;
    }

    void rtt(long nanos) {
        double millis = nanos / 1e6;
        rttMillis = rttMillis < 0 ? millis : rttMillis * (1 - RTT_WEIGHT) + millis * RTT_WEIGHT;
    }

    @Override
    public boolean stands() {
        return state == State.UP;
    }

    boolean arrives() {
        return outbox.arrives();
    }

    long nanos() {
        return context.loop().nanos();
    }

    @Override
    public boolean busy() {
        return outbox.busy();
    }

    // Lanes

    @Override
    public Lane open(LaneEvents events) throws Port17Exception {
        if (state == State.DEAD) {
            throw new Port17Exception(ErrorKind.NODE_UNREACHABLE, Retry.ELSEWHERE, "the link is dead");
        }
        return circuits.open(events);
    }

    static Port17Exception absent() {
        return new Port17Exception(
                ErrorKind.NODE_UNREACHABLE, Retry.ELSEWHERE, "nobody answers at any address of the node");
    }

    // The wire

    /** The link has a connection on which records flow. */
    void up(Wire newWire, boolean again) {
        wire = newWire;
        wire.user(this);
        state = State.UP;
        if (again) {
            reconnects++;
        }
        keepalive.start(context.loop().nanos());
        watch();
        outbox.wire(newWire);
        steps = newSteps(newWire);
        turn();
        context.links().changed();
    }

    /** Records may leave over this wire already, before the peer answered. */
    void sendAhead(Wire newWire) {
        wire = newWire;
        outbox.wire(newWire);
    }

    /** No connection any more: what is sent waits. */
    void down(State newState) {
        wire = null;
        steps = null;
        outbox.wire(null);
        state = newState;
        cancelWatch();
        context.links().changed();
    }

    /** The end of the link: every lane hears it. Idempotent. */
    void die(Port17Exception reason) {
        if (state == State.DEAD) {
            return;
        }
        LOG.debug("link {}: ends, {}", id, reason.kind());
        boolean stood = state != State.DIALLING;
        if (wire != null) {
            wire.abort();
        }
        down(State.DEAD);
        context.links().remove(this);
        released();
        outbox.clear();
        circuits.endAll(reason, stood);
        context.links().changed();
    }

    /** Ends the link in order: the peer knows that nothing was lost. */
    void goodbye() {
        goodbye(new Port17Exception(ErrorKind.CLOSED, Retry.ELSEWHERE, "the link was closed"));
    }

    private void goodbye(Port17Exception reason) {
        if (state == State.UP) {
            outbox.goodbye();
            wire.close();
        }
        die(reason);
    }

    /** Gives up the connection because its transport or suite goes; the link resumes over another one. */
    void leaveWire() {
        if (state == State.UP) {
            wire.close();
            lost(new Port17Exception(ErrorKind.CLOSED, Retry.NOW, "the connection's plugin goes"));
        }
    }

    // Suites

    /** Suites came or went, here or in the map. */
    void suitesChanged() {
        if (steps != null) {
            steps.suitesChanged();
            turn();
        }
    }

    /** Whether the link has keys of that very suite object. */
    boolean uses(CipherSuite suite) {
        return wire != null && wire.uses(suite);
    }

    /** A suite is offered no longer: the link steps off it. */
    void leave(CipherSuite suite) {
        suitesChanged();
    }

    /** Whether the peer may cause one more step now. */
    boolean mayStep() {
        return rate.allow(context.loop().nanos());
    }

    @Override
    public void greeting(Wire from, byte[] greeting) throws Port17Exception {
        throw new Port17Exception(ErrorKind.PROTOCOL, "a second greeting");
    }

    @Override
    public void ended(Wire from, Port17Exception reason) {
        if (from != wire || state == State.DEAD) {
            return;
        }
        if (reason.kind() == ErrorKind.PROTOCOL || reason.kind() == ErrorKind.OVERLOADED) {
            // The bytes were authentic, so the peer itself misbehaves, and would do so again after a resumption.
            die(new Port17Exception(ErrorKind.PROTOCOL, Retry.ELSEWHERE, reason.getMessage(), reason));
        } else {
            lost(reason);
        }
    }

    @Override
    public void writable(Wire from) {
        if (from == wire) {
            turn();
        }
    }

    @Override
    public void batchEnd(Wire from) {
        if (from == wire) {
            turn();
        }
    }

    @Override
    public void switched(Wire from) {
        if (from == wire && steps != null) {
            steps.notice();
        }
    }

    @Override
    public void passed(Wire from, long nanos) {
        if (from == wire && steps != null) {
            steps.traffic(nanos);
        }
    }

    /** Sends what can be sent: first what the ratchet needs, so that a full queue cannot delay it. */
    private void turn() {
        speak();
        outbox.pump();
        if (wire != null && wire.owesSwitch()) {
            outbox.ackNow(); // nothing waited: a record of its own takes this end to the new epoch
        }
        speak();
    }

    private void speak() {
        if (steps != null) {
            steps.speak();
        }
    }

    @Override
    public void record(Wire from, Frame frame, int circuit, int kind, int ack) throws Port17Exception {
        bytesIn += frame.cellClass().recordSize();
        if (!outbox.acknowledge(ack)) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "an acknowledgement of what was never sent");
        }
        if (Records.counted(kind)) {
            outbox.receivedOne(frame.cellClass().recordSize());
        } else if (circuit != 0) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "a link's own record that names a circuit");
        }
        if (kind == Records.CELL) {
            circuits.cell(circuit, frame);
            return;
        }
        boolean anyClass = kind == Records.VOID || kind == Records.BUILD_FAILED;
        if (frame.cellClass() != CellClass.SMALL && !anyClass) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "a control record of the wrong class");
        }
        switch (kind) {
            case Records.BUILD -> circuits.fragment(circuit, frame);
            case Records.DESTROY -> circuits.destroyed(circuit);
            case Records.BUILD_FAILED -> circuits.buildFailed(circuit, frame);
            case Records.PING -> outbox.pong(Records.getLong(frame.array(), frame.offset()));
            case Records.PONG -> pong(Records.getLong(frame.array(), frame.offset()));
            case Records.GOODBYE ->
                die(new Port17Exception(ErrorKind.NODE_UNREACHABLE, Retry.ELSEWHERE, "the neighbour said goodbye"));
            case Records.OFFER, Records.ANSWER, Records.SUITES -> steps.record(kind, frame);
            case Records.ACK, Records.VOID -> {
                // The header said it all.
            }
            default -> throw new Port17Exception(ErrorKind.PROTOCOL, "a record of an unknown kind");
        }
    }

    // Keep-alive

    private void pong(long token) {
        if (token == pingSentAt && pingSentAt != 0) {
            rtt(context.loop().nanos() - pingSentAt);
            pingSentAt = 0;
        }
    }

    private void watch() {
        cancelWatch();
        keepaliveTimer = context.loop()
                .schedule(this::checkWire, keepalive.untilNext(context.loop().nanos()));
    }

    private void cancelWatch() {
        if (keepaliveTimer != null) {
            keepaliveTimer.cancel();
            keepaliveTimer = null;
        }
    }

    private void checkWire() {
        keepaliveTimer = null;
        keepalive.sent(wire.lastSent());
        keepalive.heard(wire.lastHeard());
        switch (keepalive.check(context.loop().nanos())) {
            case LOST ->
                wire.fail(new Port17Exception(ErrorKind.TIMEOUT, Retry.NOW, "nothing was heard of the neighbour"));
            case PING -> {
                pingSentAt = context.loop().nanos();
                outbox.ping(pingSentAt);
                tick();
            }
            case NOTHING -> tick();
        }
    }

    private void tick() {
        if (state == State.UP) {
            watch();
            idleCheck();
            if (steps != null && steps.strandedTooLong()) {
                goodbye(new Port17Exception(
                        ErrorKind.NO_SUITE, Retry.ELSEWHERE, "no permitted suite is common to both ends any more"));
            }
        }
    }

    /** A moment to look whether the link is still wanted. */
    void idleCheck() {}
}
