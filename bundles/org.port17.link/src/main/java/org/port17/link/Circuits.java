package org.port17.link;

import java.time.Duration;
import java.util.Arrays;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.cell.Build;
import org.port17.cell.BuildFailure;
import org.port17.cell.CellClass;
import org.port17.cell.Frame;
import org.port17.netmap.PrekeyRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The circuits of one link: how they begin, what they send and receive, how they end. */
final class Circuits {
    private static final Logger LOG = LoggerFactory.getLogger(Circuits.class);
    private final LinkContext context;
    private final LinkSession link;
    private final Lanes lanes;
    private final Outbox outbox;
    private final HalfBuilds halves;
    private long lastUsed;
    private boolean relieving;

    Circuits(LinkContext context, LinkSession link, Lanes lanes, Outbox outbox) {
        this.context = context;
        this.link = link;
        this.lanes = lanes;
        this.outbox = outbox;
        LinkSettings.Times times = context.settings().times();
        // The other half may be on its way again over another connection.
        Duration patience = times.handshake().plus(times.resume());
        this.halves = new HalfBuilds(context.loop(), context.held(), patience, this::halfForgotten);
        this.lastUsed = context.loop().nanos();
    }

    int size() {
        return lanes.size();
    }

    /** Circuits that ended here and of which the peer was not told yet. */
    int untold() {
        return outbox.untold();
    }

    /** Bytes of cells that are here because of this link. */
    long held() {
        return outbox.held() + halves.bytes();
    }

    /** Somebody wants this link: it is not idle. */
    void touch() {
        lastUsed = context.loop().nanos();
    }

    /** How long nobody has used the link; zero while it has lanes. */
    Duration idle() {
        return lanes.size() > 0
                ? Duration.ZERO
                : Duration.ofNanos(context.loop().nanos() - lastUsed);
    }

    Lane open(LaneEvents events) throws Port17Exception {
        LinkLane lane = new LinkLane(link, lanes.number(), events);
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
        relieveLater();
    }

    private void relieveLater() {
        if (context.held().tooMuch() && !relieving) {
            relieving = true;
            context.loop().execute(this::relieve);
        }
    }

    /** All links together hold too much: who does not take what was sent to them pays, strangers first. */
    private void relieve() {
        relieving = false;
        while (context.held().tooMuch()) {
            LinkSession fullest = context.links().fullest();
            if (fullest == null) {
                return;
            }
            fullest.circuits().giveUp();
        }
    }

    /** The fullest circuit ends, while any waits; then the link, whose peer does not say that it got what it was sent. */
    private void giveUp() {
        Backlog largest = outbox.turns().largest();
        if (largest != null) {
            overloaded(lanes.get(largest.circuit()));
        } else {
            link.die(
                    new Port17Exception(ErrorKind.OVERLOADED, Retry.LATER, "too many bytes wait on this node's links"));
        }
    }

    /** Ends a lane that lets too much pile up. Its owner hears of it after this turn, not inside its own call. */
    private void overloaded(LinkLane lane) {
        LOG.info("link {}: a circuit ends, too many bytes wait for it", link.id());
        lane.markGone();
        drop(lane);
        context.loop()
                .execute(() -> lane.tell(
                        new Port17Exception(ErrorKind.OVERLOADED, Retry.LATER, "too many bytes waited on the link")));
    }

    void destroy(LinkLane lane) {
        if (!link.isDead()) {
            drop(lane);
        }
    }

    void refuse(LinkLane lane, BuildFailure why) {
        if (!link.isDead()) {
            lanes.destroyedHere(lane.circuit(), true);
            outbox.refuse(lane.circuit(), why);
            touch();
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

    /** A CELL came; without garbage, as this is every record's way. */
    void cell(int circuit, Frame frame) throws Port17Exception {
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

    /** Half a BUILD came. */
    void fragment(int circuit, Frame frame) throws Port17Exception {
        if (!lanes.mayBegin(circuit)) {
            return;
        }
        int size = CellClass.SMALL.size();
        byte[] cell = Arrays.copyOfRange(frame.array(), frame.offset(), frame.offset() + size);
        byte[] first = halves.take(circuit);
        if (first == null) {
            firstHalf(circuit, cell);
            return;
        }
        byte[] blob = Arrays.copyOf(first, Build.BLOB);
        System.arraycopy(cell, 0, blob, size, size);
        LinkLane lane = new LinkLane(link, circuit, null);
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

    private void firstHalf(int circuit, byte[] cell) throws Port17Exception {
        if (halves.isFull() || lanes.isCrowded()) {
            lanes.refused(circuit); // this one alone: the link is other clients' too
            outbox.refuse(circuit, BuildFailure.of(ErrorKind.OVERLOADED));
        } else {
            halves.add(circuit, cell);
            relieveLater();
        }
    }

    private void halfForgotten(int circuit) {
        lanes.destroyedHere(circuit, true);
        outbox.destroy(circuit);
    }

    /** A DESTROY came. */
    void destroyed(int circuit) throws Port17Exception {
        if (halves.take(circuit) != null) {
            return;
        }
        LinkLane lane = lanes.destroyedThere(circuit);
        outbox.endedThere(circuit);
        if (lane != null) {
            outbox.turns().drop(lane.backlog(), context.frames());
            touch();
            guarded(
                    lane,
                    () -> lane.end(new Port17Exception(
                            ErrorKind.CIRCUIT_BROKEN, Retry.NOW, "the neighbour ended the circuit")));
        }
    }

    /** A BUILD_FAILED came. */
    void buildFailed(int circuit, Frame frame) throws Port17Exception {
        if (!lanes.isOwn(circuit)) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "BUILD_FAILED for a circuit that was not built here");
        }
        BuildFailure why = BuildFailure.read(frame);
        LinkLane lane = lanes.destroyedThere(circuit);
        outbox.endedThere(circuit);
        if (lane != null) {
            outbox.turns().drop(lane.backlog(), context.frames());
            touch();
            guarded(lane, () -> lane.buildFailed(why));
        }
    }

    /**
     * The node could not open this link's first flight, so it has none of it, and offers another ONION prekey. Circuits
     * that were built with one it may not have any more end here, as if it had refused their BUILDs one by one.
     */
    void firstFlightLost(PrekeyRecord offered, byte[] signed) {
        for (LinkLane lane : lanes.all()) {
            if (lane.mayBeStale(offered.suite(), offered.id())) {
                lane.markGone();
                outbox.turns().drop(lane.backlog(), context.frames());
                lanes.destroyedHere(lane.circuit(), false);
                // Not inside this call: the owner will want this link again, which says HELLO first.
                context.loop().execute(() -> guarded(lane, () -> lane.tell(BuildFailure.stale(signed))));
            }
        }
    }

    /**
     * The peer seems to be gone, and the link waits for it. Circuits of which nothing came back end before the link does, since
     * whoever builds them could go elsewhere; the owners of the others are told. All hear of it after this turn.
     */
    void peerAway() {
        endUnheard();
        tellAway();
    }

    private void endUnheard() {
        for (LinkLane lane : lanes.all()) {
            if (!lane.isBuiltByPeer() && !lane.isHeard()) {
                Port17Exception reason = lane.backlog().started()
                        ? new Port17Exception(ErrorKind.CIRCUIT_BROKEN, Retry.ELSEWHERE, "the link under it was lost")
                        : LinkSession.absent();
                lane.markGone();
                drop(lane);
                context.loop().execute(() -> guarded(lane, () -> lane.tell(reason)));
            }
        }
    }

    private void tellAway() {
        for (LinkLane lane : lanes.all()) {
            if (!lane.isBuiltByPeer()) {
                context.loop().execute(() -> guarded(lane, lane::tellAway));
            }
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

    /** Ends the lane and tells its owner, who would otherwise keep the circuit's other parts for ever. */
    private void defect(LinkLane lane, RuntimeException e) {
        LOG.error("link {}: a circuit ends by a defect in its owner", link.id(), e);
        if (!lane.isGone()) {
            lane.markGone();
            destroy(lane);
        }
        try {
            lane.tell(new Port17Exception(ErrorKind.INTERNAL, Retry.NOW, "a defect ended the circuit"));
        } catch (RuntimeException again) {
            LOG.error("link {}: the owner of a circuit cannot end it either", link.id(), again);
        }
    }

    /**
     * The link is dead: every circuit hears it. Where it stood and the peer may have had anything of a circuit the reason is
     * CIRCUIT_BROKEN. Where it never stood a first flight may have arrived all the same, so what leaves in one must bear being
     * repeated.
     *
     * @param stood whether the link ever stood
     */
    void endAll(Port17Exception reason, boolean stood) {
        for (LinkLane lane : lanes.all()) {
            boolean shared = stood && (lane.isBuiltByPeer() || lane.backlog().started());
            Port17Exception told = shared && reason.kind() != ErrorKind.CLOSED
                    ? new Port17Exception(
                            ErrorKind.CIRCUIT_BROKEN, Retry.ELSEWHERE, "the link under it was lost", reason)
                    : reason;
            guarded(lane, () -> lane.end(told));
        }
        lanes.clear();
        halves.clear();
    }
}
