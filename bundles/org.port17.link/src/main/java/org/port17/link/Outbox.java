package org.port17.link;

import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.port17.api.Loop;
import org.port17.cell.BuildFailure;
import org.port17.cell.CellClass;
import org.port17.cell.Frame;

/**
 * The sending half of a link: what waits, what is under way, and the acknowledgements it owes. Sends whenever there is
 * a connection with room; order of precedence: a step of the ratchet, PONG and PING, records to be sent again, DESTROYs, then the lanes in turn.
 */
final class Outbox implements ResendWindow.Acknowledged {
    private static final Duration ACK_DELAY = Duration.ofMillis(200);
    private static final int ACK_RECORDS = 64;
    private static final int ACK_BYTES = 1024 * 1024;

    /** Whoever may send now what nobody waits for holds up others by little more than that: 0.1 s at 1 Mbit/s. */
    private static final long LIGHT = 12 * 1024;

    /** A peer to which records come acknowledges some within {@link #ACK_DELAY} and a round trip. */
    private static final long ARRIVES = Duration.ofMillis(600).toNanos();

    /** How long acknowledged bytes are counted for a rate: what waited behind a lost packet comes all at once. */
    private static final long SAMPLE = Duration.ofSeconds(1).toNanos();

    /** Bytes a second, 3 Mbit/s: a line that carries as much is not slow. */
    private static final double QUICK = 384 * 1024;

    private final LinkContext context;
    private final Lanes lanes;
    private final ResendWindow window;
    private final Turns turns;

    /** By circuit, in the order in which they ended; a circuit that the peer ended itself leaves it. */
    private final Map<Integer, End> destroys = new LinkedHashMap<>();

    private final Runnable delayedAck = this::delayedAck;
    private Wire wire;
    private long received;
    private int owedRecords;
    private int owedBytes;
    private Loop.Timer ackTimer;
    private boolean ackDue;
    private boolean pingDue;
    private boolean pongDue;
    private long pingToken;
    private long pongToken;
    private long bytesOut;
    private long progress;
    private long sampledFrom;
    private long sampled;
    private double rate;

    /** A circuit that ends here, and why if the peer is to know. */
    private record End(int circuit, BuildFailure why) {}

    Outbox(LinkContext context, Lanes lanes) {
        this.context = context;
        this.lanes = lanes;
        this.turns = new Turns(context.held());
        this.window = new ResendWindow(context.settings().bounds().window(), context.held());
    }

    /** From now on records leave over this wire; null for none. */
    void wire(Wire newWire) {
        wire = newWire;
        ackDue = false;
        pingDue = false;
        pongDue = false;
        owedRecords = 0;
        owedBytes = 0;
    }

    /** Counted records this end has, of all the link's connections. */
    long received() {
        return received;
    }

    long bytesOut() {
        return bytesOut;
    }

    long queued() {
        return turns.bytes();
    }

    /** Circuits that ended here and of which the peer was not told yet. */
    int untold() {
        return destroys.size();
    }

    /** Bytes that wait or that the peer has not acknowledged. */
    long held() {
        return turns.bytes() + window.bytes();
    }

    Turns turns() {
        return turns;
    }

    /** @return false if the peer cannot truly have that many */
    boolean resume(long peerHas) {
        if (!window.resume(peerHas, this)) {
            return false;
        }
        window.blank(lanes::peerKnows);
        return true;
    }

    boolean acknowledge(int ack) {
        long before = window.bytes();
        boolean can = window.acknowledge(ack, this);
        if (window.bytes() < before) {
            arrived(before - window.bytes());
        }
        return can;
    }

    private void arrived(long bytes) {
        progress = context.loop().nanos();
        sampled += bytes;
        long took = progress - sampledFrom;
        if (took >= SAMPLE) {
            rate = sampled * 1e9 / took;
            sampledFrom = progress;
            sampled = 0;
        }
    }

    /** Whether the peer acknowledged anything lately, or the first of what it has not left lately. */
    boolean arrives() {
        return context.loop().nanos() - progress < ARRIVES;
    }

    /** See {@link Link#busy}. */
    boolean busy() {
        return held() > LIGHT && rate < QUICK && arrives();
    }

    @Override
    public void acknowledged(Frame frame, int circuit, int kind) {
        context.frames().release(frame);
        if (kind == Records.DESTROY || kind == Records.BUILD_FAILED) {
            lanes.forget(circuit);
        } else {
            lanes.unacknowledged(circuit, -1);
        }
    }

    /** A counted record came; it is acknowledged with the next record that leaves, which is soon. */
    void receivedOne(int bytes) {
        received++;
        owedRecords++;
        owedBytes += bytes;
        if (owedRecords >= ACK_RECORDS || owedBytes >= ACK_BYTES) {
            ackDue = true;
        } else if (ackTimer == null) {
            ackTimer = context.loop().schedule(delayedAck, ACK_DELAY);
        }
    }

    private void delayedAck() {
        ackTimer = null;
        if (owedRecords > 0) {
            ackDue = true;
            pump();
        }
    }

    void ackNow() {
        ackDue = true;
        pump();
    }

    void ping(long token) {
        pingDue = true;
        pingToken = token;
        pump();
    }

    /** Answers a PING. If several come before there is room, the last is answered. */
    void pong(long token) {
        pongDue = true;
        pongToken = token;
    }

    void goodbye() {
        if (wire != null && wire.isWritable()) {
            control(Records.GOODBYE, 0);
        }
    }

    void build(LinkLane lane, byte[] blob) {
        int size = CellClass.SMALL.size();
        for (int at = 0; at < blob.length; at += size) {
            Frame frame = context.frames().take(CellClass.SMALL);
            System.arraycopy(blob, at, frame.array(), frame.offset(), size);
            turns.addBuild(lane.backlog(), frame);
        }
        pump();
    }

    void send(Backlog lane, Frame frame) {
        if (turns.isEmpty() && destroys.isEmpty() && canSendNew()) {
            lane.markStarted();
            sendNew(frame, lane.circuit(), Records.CELL);
            return;
        }
        turns.add(lane, frame);
        pump();
    }

    void destroy(int circuit) {
        end(new End(circuit, null));
    }

    void refuse(int circuit, BuildFailure why) {
        end(new End(circuit, why));
    }

    private void end(End end) {
        destroys.put(end.circuit(), end);
        pump();
    }

    /** The peer ended the circuit itself, nobody waits for this end's word any more. */
    void endedThere(int circuit) {
        destroys.remove(circuit);
    }

    private boolean canSendNew() {
        return wire != null && wire.isWritable() && !window.pending() && window.room();
    }

    /** Sends what can be sent now. */
    void pump() {
        if (wire == null) {
            return;
        }
        if (pongDue && wire.isWritable()) {
            pongDue = false;
            control(Records.PONG, pongToken);
        }
        if (pingDue && wire.isWritable()) {
            pingDue = false;
            control(Records.PING, pingToken);
        }
        while (wire.isWritable() && window.pending()) {
            transmit(window.frame(), window.circuit(), window.kind());
            window.sentOne();
        }
        while (canSendNew() && !destroys.isEmpty()) {
            Iterator<End> first = destroys.values().iterator();
            End end = first.next();
            first.remove();
            if (end.why() == null) {
                Frame frame = context.frames().take(CellClass.SMALL);
                blank(frame);
                sendNew(frame, end.circuit(), Records.DESTROY);
            } else {
                Frame frame = context.frames().take(end.why().cellClass());
                end.why().write(frame);
                sendNew(frame, end.circuit(), Records.BUILD_FAILED);
            }
        }
        while (canSendNew()) {
            Backlog lane = turns.next();
            if (lane == null) {
                break;
            }
            int kind = lane.kind();
            sendNew(turns.take(lane), lane.circuit(), kind);
            LinkLane owner = lane.emptied() ? lanes.get(lane.circuit()) : null;
            if (owner != null) {
                context.loop().execute(owner::emptied);
            }
        }
        if (ackDue && wire.isWritable()) {
            control(Records.ACK, 0);
        }
    }

    private void sendNew(Frame frame, int circuit, int kind) {
        if (window.bytes() == 0) {
            progress = context.loop().nanos();
            sampledFrom = progress;
            sampled = 0;
        }
        window.push(frame, circuit, kind);
        lanes.unacknowledged(circuit, 1);
        transmit(frame, circuit, kind);
        window.sentOne();
    }

    private void control(int kind, long token) {
        Frame frame = context.frames().take(CellClass.SMALL);
        blank(frame);
        Records.putLong(frame.array(), frame.offset(), token);
        transmit(frame, 0, kind);
        context.frames().release(frame);
    }

    /** Sends a message of a ratchet step at once; only while the wire is writable. */
    void step(int kind, byte[] message) {
        Frame frame = context.frames().take(CellClass.SMALL);
        blank(frame);
        int at = frame.offset();
        frame.array()[at] = (byte) (message.length >>> 8);
        frame.array()[at + 1] = (byte) message.length;
        System.arraycopy(message, 0, frame.array(), at + 2, message.length);
        transmit(frame, 0, kind);
        context.frames().release(frame);
    }

    /** A pooled frame holds other circuits' bytes; the peer must not see them. Zeros will do, the record is sealed. */
    private static void blank(Frame frame) {
        int from = frame.offset();
        Arrays.fill(frame.array(), from, from + frame.cellClass().size(), (byte) 0);
    }

    private void transmit(Frame frame, int circuit, int kind) {
        wire.send(frame, circuit, kind, (int) received);
        bytesOut += frame.cellClass().recordSize();
        owedRecords = 0;
        owedBytes = 0;
        ackDue = false;
    }

    /** Gives everything back. */
    void clear() {
        wire = null;
        if (ackTimer != null) {
            ackTimer.cancel();
            ackTimer = null;
        }
        destroys.clear();
        window.clear(this);
        for (Backlog lane = turns.next(); lane != null; lane = turns.next()) {
            turns.drop(lane, context.frames());
        }
    }
}
