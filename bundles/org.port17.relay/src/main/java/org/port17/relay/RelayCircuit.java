package org.port17.relay;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.port17.api.ErrorKind;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.cell.BodyReader;
import org.port17.cell.BodyWriter;
import org.port17.cell.Build;
import org.port17.cell.BuildFailure;
import org.port17.cell.Frame;
import org.port17.cell.FrameType;
import org.port17.cell.Sighting;
import org.port17.link.Lane;
import org.port17.link.LaneEvents;
import org.port17.netmap.PrekeySuccessor;
import org.port17.onion.NodeBuild;
import org.port17.onion.NodeLayer;
import org.port17.ratchet.DoubleRatchet;
import org.port17.ratchet.EpochAge;
import org.port17.ratchet.SuiteNotice;
import org.port17.ratchet.TrafficClock;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.PrekeyUse;

/**
 * One circuit at one node: cells from the client's side are peeled and passed on, cells from the exit's side are
 * covered and passed back. At the last hop the bodies' frames go to the {@link ExitStreams}. On the loop.
 */
final class RelayCircuit implements LaneEvents {
    /** One circuit's own share, so that it cannot use up what all circuits of a link have together. */
    private static final int STEPS_PER_SECOND = 32;

    private static final Duration LATER = Duration.ofMillis(100);

    private final RelayCore core;
    private final Lane back;
    /** Of the BUILD no more than this: what else it said must not lie in memory as long as the circuit lives. */
    private final Optional<NodeId> nextNode;

    private final NodeLayer layer;
    private final BodyWriter writer;
    private final BodyReader reader = new BodyReader();
    private final LaneEvents nextEvents = new FromNext();
    private final TrafficClock clock = new TrafficClock();
    private final EpochAge age;
    private long unpaid;
    private int nextSuite;
    private Lane next;
    private ExitStreams streams;
    private final MeasuredCircuit measured;
    private boolean heardFromNext;
    private final BuildRate steps = new BuildRate(STEPS_PER_SECOND);
    private boolean building;
    private boolean offerWaits;
    private boolean answering;
    private boolean flushDue;
    private boolean dead;
    private long lastUse;

    RelayCircuit(RelayCore core, Lane back, NodeBuild build, long paid) {
        this.core = core;
        this.back = back;
        this.nextNode = build.next();
        this.layer = new NodeLayer(build.ratchet());
        this.age = new EpochAge(build.ratchet());
        this.writer = new BodyWriter(core.frames(), this::originate);
        this.measured = new MeasuredCircuit(core.measurings(), back, writer, this::flushLater);
        this.unpaid = paid;
        this.lastUse = core.loop().nanos();
    }

    /** Acts on the BUILD: extends the circuit, or takes the client's first frames and wipes them. */
    void start(NodeBuild build) {
        if (nextNode.isPresent()) {
            nextSuite = Build.prekey(build.blob()).suite();
            try {
                next = core.extend(nextNode.get(), back.link().peer().orElse(null), nextEvents);
                next.build(build.blob());
            } catch (Port17Exception e) {
                extendFailed(BuildFailure.of(e.kind()));
            }
            return;
        }
        streams = new ExitStreams(
                core, writer, this::flushLater, back, build.floor().contains(Sighting.ASKED));
        byte[] body = build.body();
        try {
            building = true;
            frames(body, 0, body.length);
            building = false;
        } catch (Port17Exception e) {
            destroy(e.kind());
        } finally {
            Arrays.fill(body, (byte) 0);
        }
    }

    @Override
    public void cell(Frame in) {
        if (dead) {
            return;
        }
        Frame out = core.frames().take(in.cellClass());
        try {
            // The network measures at its own cost.
            if (!measured.measures() && !pay(in)) {
                throw new Port17Exception(ErrorKind.UNPAID, "a circuit's credit is used up");
            }
            NodeLayer.Verdict verdict = layer.peel(in, out);
            core.stepped();
            if (verdict == NodeLayer.Verdict.FORWARD) {
                if (next == null) {
                    if (nextNode.isEmpty()) {
                        throw new Port17Exception(ErrorKind.PROTOCOL, "a cell for a node that does not exist");
                    }
                    // The client sent it before it could know; it learns by EXTEND_FAILED, which must not be lost.
                    core.frames().release(out);
                    return;
                }
                count(in);
                core.measurings().pass(next, out);
                return;
            }
            used();
            frames(out.array(), NodeLayer.bodyOffset(out), NodeLayer.bodySize(out.cellClass()));
            out.wipe();
            core.frames().release(out);
        } catch (Port17Exception e) {
            out.wipe();
            core.frames().release(out);
            if (e.kind() == ErrorKind.TAMPERED) {
                core.counters().tagFailures++;
            }
            destroy(e.kind());
        }
    }

    @Override
    public void emptied() {
        flushLater();
    }

    @Override
    public void destroyed(Port17Exception reason) {
        close();
        if (next != null) {
            next.destroy();
        }
    }

    private void frames(byte[] array, int offset, int size) throws Port17Exception {
        reader.start(array, offset, size);
        while (!dead && reader.next()) {
            if (reader.type() == FrameType.OFFER) {
                answer();
            } else if (streams == null) {
                throw new Port17Exception(ErrorKind.PROTOCOL, "a frame that only an exit understands");
            } else if (!measured.takes(reader)) {
                streams.frame(reader);
            }
        }
    }

    /** CREATED and every later epoch's answer: alone in its cell, which is the last of its epoch. */
    private void answer() throws Port17Exception {
        if (reader.stream() != 0) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "a ratchet offer on a stream");
        }
        if (building || offerWaits) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "a ratchet offer out of turn");
        }
        if (!steps.allow(core.loop().nanos())) {
            throw new Port17Exception(ErrorKind.OVERLOADED, "too many ratchet steps of one circuit");
        }
        answer(reader.bytes());
    }

    private void answerLater(byte[] offer) {
        offerWaits = false;
        if (!dead) {
            try {
                answer(offer);
            } catch (Port17Exception e) {
                destroy(e.kind());
            }
        }
    }

    private void answer(byte[] offer) throws Port17Exception {
        boolean costs = core.permitted(DoubleRatchet.offeredSuite(offer)).isPresent();
        if (costs && !core.mayStep(back.link())) {
            // Others use up what this link may cost. Nothing waits for a step, so this one may come later.
            offerWaits = true;
            core.loop().schedule(() -> answerLater(offer), LATER);
            return;
        }
        DoubleRatchet ratchet = layer.ratchet();
        byte[] answer;
        try {
            answer = ratchet.answer(offer, core::permitted, core.random());
        } catch (Port17Exception e) {
            if (e.kind() != ErrorKind.NO_SUITE) {
                throw e;
            }
            notice(ratchet.nextEpoch());
            return;
        }
        writer.flush();
        writer.bytes(FrameType.ANSWER, 0, answer);
        answering = true;
        writer.flush();
        answering = false;
    }

    /** Tells the client which suites this node permits now, and which offer it refuses; 0 for none. */
    private void notice(int refused) {
        writer.bytes(FrameType.SUITES, 0, new SuiteNotice(refused, core.permitted()).bytes());
        flushLater();
    }

    /** This node permits other suites than before: the client may have to step. */
    void suitesChanged() {
        if (!dead) {
            notice(0);
        }
    }

    boolean uses(CipherSuite suite) {
        return !dead && layer.ratchet().uses(suite);
    }

    /** Whether it runs under a suite that this node does not permit any more, or under one that was restarted since. */
    boolean stranded() {
        CipherSuite now = layer.ratchet().suite();
        return core.permitted(now.traits().id()).filter(suite -> suite == now).isEmpty();
    }

    private void originate(Frame frame) {
        if (worn()) {
            frame.wipe();
            core.frames().release(frame);
            return;
        }
        layer.originate(frame, answering);
        if (answering) {
            core.stepped();
        }
        count(frame);
        measured.send(frame);
    }

    /** What an epoch may protect ends the circuit, in order. */
    private boolean worn() {
        boolean worn = !layer.ratchet().maySeal();
        if (worn) {
            core.loop().execute(() -> destroy(ErrorKind.CIRCUIT_BROKEN));
        }
        return worn;
    }

    private void flushLater() {
        if (!flushDue) {
            flushDue = true;
            core.loop().execute(() -> {
                flushDue = false;
                if (!dead) {
                    flush();
                }
            });
        }
    }

    /** Only an exit collects: elsewhere cells of other nodes would pass what is collected. */
    private void flush() {
        if (streams != null) {
            back.flush(writer);
        } else {
            writer.flush();
        }
    }

    private void extendFailed(BuildFailure why) {
        writer.bytes(FrameType.EXTEND_FAILED, 0, why.frame());
        flushLater();
    }

    /**
     * What the next node said of its BUILD, if its record is its own: a client takes a forged one for this node's doing.
     * Dates are the client's to judge, whose clock counts.
     */
    private BuildFailure genuine(NodeId from, BuildFailure why) {
        if (why.prekey().length == 0) {
            return why;
        }
        try {
            PrekeySuccessor.genuine(why.prekey(), from, nextSuite, PrekeyUse.ONION);
            return why;
        } catch (Port17Exception e) {
            return BuildFailure.of(ErrorKind.NODE_UNREACHABLE);
        }
    }

    private boolean pay(Frame frame) {
        unpaid -= frame.cellClass().size();
        return unpaid >= 0;
    }

    private void count(Frame frame) {
        core.counters().cells++;
        core.counters().bytes += frame.cellClass().size();
        used();
    }

    private void used() {
        lastUse = core.loop().nanos();
        if (clock.newSecond(lastUse)) {
            age.second();
            if (age.over()) {
                core.loop().execute(() -> destroy(ErrorKind.CIRCUIT_BROKEN));
            }
        }
    }

    /** Ends the circuit in both directions. The reason stays here; peers learn only that it is gone. */
    void destroy(ErrorKind kind) {
        if (dead) {
            return;
        }
        close();
        back.destroy();
        if (next != null) {
            next.destroy();
        }
    }

    void sweep(long now) {
        boolean busy = streams != null && streams.sweep(now);
        if (!busy && now - lastUse > core.limits().idle().toNanos()) {
            destroy(ErrorKind.TIMEOUT);
        }
    }

    private void close() {
        if (dead) {
            return;
        }
        dead = true;
        if (streams != null) {
            streams.close();
        }
        measured.close();
        writer.close();
        layer.close();
        core.closed(this);
    }

    /** What comes back from the next node. */
    private final class FromNext implements LaneEvents {
        @Override
        public void cell(Frame in) {
            if (dead) {
                return;
            }
            heardFromNext = true;
            if (!pay(in)) {
                destroy(ErrorKind.UNPAID);
                return;
            }
            if (worn()) {
                return;
            }
            Frame out = core.frames().take(in.cellClass());
            layer.cover(in, out);
            count(out);
            core.measurings().pass(back, out);
        }

        @Override
        public void away() {
            if (!dead && heardFromNext) {
                writer.empty(FrameType.NEXT_LOST, 0);
                flushLater();
            }
        }

        @Override
        public void destroyed(Port17Exception reason) {
            ended(BuildFailure.of(reason.kind()));
        }

        @Override
        public void buildFailed(BuildFailure why) {
            ended(genuine(nextNode.orElseThrow(), why));
        }

        private void ended(BuildFailure why) {
            if (dead) {
                return;
            }
            if (heardFromNext) {
                RelayCircuit.this.destroy(ErrorKind.CIRCUIT_BROKEN);
            } else {
                // The next node never took part: tell the client, who may build anew.
                next = null;
                extendFailed(why);
            }
        }
    }
}
