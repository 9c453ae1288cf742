package org.port17.link;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.port17.api.ErrorKind;
import org.port17.api.Loop;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.cell.Build;
import org.port17.cell.CellClass;
import org.port17.cell.Frame;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A link above its connections: lanes, numbering, keep-alive. How it gets a connection is its subclasses' part. */
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
    private final Lanes lanes;
    private final Outbox outbox;
    private final Keepalive keepalive;
    private State state;
    private Wire wire;
    private Loop.Timer keepaliveTimer;
    private long bytesIn;
    private int reconnects;
    private double rttMillis = -1;
    private long pingSentAt;
    private long lastUsed;

    LinkSession(LinkContext context, NodeId peer, boolean dialler, State state) {
        this.context = context;
        this.id = context.links().nextId();
        this.peer = peer;
        this.state = state;
        LinkSettings.Bounds bounds = context.settings().bounds();
        LinkSettings.Times times = context.settings().times();
        this.lanes = new Lanes(dialler, bounds.lanes(), context.random().nextInt());
        this.outbox = new Outbox(context, lanes);
        // The dialler must act on a silent loss, so it must notice first: the acceptor waits a third longer.
        Duration silence = dialler ? times.silence() : times.silence().multipliedBy(4).dividedBy(3);
        this.keepalive = new Keepalive(
                times.keepAlive(), silence, new SplittableRandom(context.random().nextLong()));
        this.lastUsed = context.loop().nanos();
    }

    /** The connection is gone; find another one, or wait for one, or {@link #die}. */
    abstract void lost(Port17Exception reason);

    /** The link is dead; let go of what the subclass holds. */
    abstract void released();

    abstract boolean dialled();

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

    boolean isUp() {
        return state == State.UP;
    }

    boolean isDead() {
        return state == State.DEAD;
    }

    int laneCount() {
        return lanes.size();
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

    /** Somebody wants this link: it is not idle. */
    void touch() {
        lastUsed = context.loop().nanos();
    }

    /** How long nobody has used the link; zero while it has lanes. */
    Duration idle() {
        return lanes.size() > 0 ? Duration.ZERO : Duration.ofNanos(context.loop().nanos() - lastUsed);
    }

    // Lanes

    @Override
    public Lane open(LaneEvents events) throws Port17Exception {
        if (state == State.DEAD) {
            throw new Port17Exception(ErrorKind.NODE_UNREACHABLE, Retry.ELSEWHERE, "the link is dead");
        }
        LinkLane lane = new LinkLane(this, lanes.number(), events);
        lanes.put(lane);
        touch();
        return lane;
    }

    void build(LinkLane lane, byte[] blob) {
        outbox.build(lane, blob);
    }

    void send(LinkLane lane, Frame frame) {
        if (lane.isGone()) {
            context.frames().release(frame);
            return;
        }
        outbox.send(lane.backlog(), frame);
        if (lane.queued() > context.settings().bounds().laneQueue()) {
            overloaded(lane);
        } else if (outbox.queued() > context.settings().bounds().linkQueue()) {
            overloaded(lanes.get(outbox.turns().largest().circuit()));
        }
    }

    /** Ends a lane that lets too much pile up. Its owner hears of it after this turn, not inside its own call. */
    private void overloaded(LinkLane lane) {
        LOG.info("link {}: a circuit ends, too many bytes wait for it", id);
        lane.markGone();
        drop(lane);
        context.loop().execute(() -> lane.tell(
                new Port17Exception(ErrorKind.OVERLOADED, Retry.LATER, "too many bytes waited on the link")));
    }

    void destroy(LinkLane lane) {
        if (state != State.DEAD) {
            drop(lane);
        }
    }

    private void drop(LinkLane lane) {
        outbox.turns().drop(lane.backlog(), context.frames());
        // A circuit that the peer built, or that left anything on the wire, is known there.
        boolean peerKnows = lane.backlog().started() || lane.isBuiltByPeer();
        lanes.destroyedHere(lane.circuit(), peerKnows);
        if (peerKnows) {
            outbox.destroy(lane.circuit());
        }
        touch();
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
        outbox.pump();
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
        if (wire != null) {
            wire.abort();
        }
        down(State.DEAD);
        context.links().remove(this);
        released();
        outbox.clear();
        for (LinkLane lane : lanes.all()) {
            guarded(lane, () -> lane.end(reason));
        }
        lanes.clear();
        context.links().changed();
    }

    /** Ends the link in order: the peer knows that nothing was lost. */
    void goodbye() {
        if (state == State.UP) {
            outbox.goodbye();
            wire.close();
        }
        die(new Port17Exception(ErrorKind.CLOSED, Retry.ELSEWHERE, "the link was closed"));
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
            outbox.pump();
        }
    }

    @Override
    public void batchEnd(Wire from) {
        if (from == wire) {
            outbox.pump();
            afterBatch();
        }
    }

    /** A moment to look whether the connection still serves. */
    void afterBatch() {}

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
            cell(circuit, frame);
            return;
        }
        if (frame.cellClass() != CellClass.SMALL) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "a control record of the wrong class");
        }
        switch (kind) {
            case Records.BUILD -> fragment(circuit, frame);
            case Records.DESTROY -> destroyed(circuit);
            case Records.PING -> outbox.pong(Records.getLong(frame.array(), frame.offset()));
            case Records.PONG -> pong(Records.getLong(frame.array(), frame.offset()));
            case Records.GOODBYE -> die(
                    new Port17Exception(ErrorKind.NODE_UNREACHABLE, Retry.ELSEWHERE, "the neighbour said goodbye"));
            case Records.ACK, Records.VOID -> {
                // The header said it all.
            }
            default -> throw new Port17Exception(ErrorKind.PROTOCOL, "a record of an unknown kind");
        }
    }

    private void cell(int circuit, Frame frame) throws Port17Exception {
        LinkLane lane = lanes.get(circuit);
        if (lane != null) {
            try {
                lane.deliver(frame);
            } catch (RuntimeException e) {
                defect(lane, e);
            }
        } else if (!lanes.isDestroyed(circuit)) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "a cell for a circuit that does not exist");
        }
    }

    private void fragment(int circuit, Frame frame) throws Port17Exception {
        int size = CellClass.SMALL.size();
        byte[] cell = Arrays.copyOfRange(frame.array(), frame.offset(), frame.offset() + size);
        byte[] first = lanes.fragment(circuit, cell);
        if (first == null) {
            return;
        }
        byte[] blob = Arrays.copyOf(first, Build.BLOB);
        System.arraycopy(cell, 0, blob, size, size);
        LinkLane lane = new LinkLane(this, circuit, null);
        boolean full = lanes.isFull();
        lanes.put(lane);
        touch();
        LaneAcceptor acceptor = context.links().acceptor();
        if (full || acceptor == null) {
            lane.destroy();
        } else {
            guarded(lane, () -> lane.events(acceptor.accept(lane, blob)));
        }
    }

    private void destroyed(int circuit) throws Port17Exception {
        LinkLane lane = lanes.destroyedThere(circuit);
        if (lane != null) {
            outbox.turns().drop(lane.backlog(), context.frames());
            touch();
            guarded(lane, () -> lane.end(
                    new Port17Exception(ErrorKind.CIRCUIT_BROKEN, Retry.NOW, "the neighbour ended the circuit")));
        }
    }

    /** A defect in a lane's owner costs that lane, never the link. */
    private void guarded(LinkLane lane, Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            defect(lane, e);
        }
    }

    private void defect(LinkLane lane, RuntimeException e) {
        LOG.error("link {}: a circuit ends by a defect in its owner", id, e);
        lane.destroy();
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
        keepaliveTimer = context.loop().schedule(this::checkWire, keepalive.untilNext(context.loop().nanos()));
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
            case LOST -> wire.fail(
                    new Port17Exception(ErrorKind.TIMEOUT, Retry.NOW, "nothing was heard of the neighbour"));
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
        }
    }

    /** A moment to look whether the link is still wanted. */
    void idleCheck() {}
}
