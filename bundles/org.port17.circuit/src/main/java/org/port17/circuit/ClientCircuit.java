package org.port17.circuit;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.StreamRequest;
import org.port17.api.view.CircuitView;
import org.port17.cell.BodyReader;
import org.port17.cell.BodyWriter;
import org.port17.cell.BuildFailure;
import org.port17.cell.Frame;
import org.port17.cell.FrameType;
import org.port17.cell.Sighting;
import org.port17.link.Lane;
import org.port17.link.LaneEvents;
import org.port17.link.Links;
import org.port17.onion.ClientBuild;
import org.port17.onion.ClientLayers;
import org.port17.onion.RandomBytes;
import org.port17.ratchet.SuiteNotice;
import org.port17.spi.suite.CipherSuite;

/**
 * A client's circuit: sets itself up in the first flight, carries streams, takes every hop to the first ratchet epoch.
 * On the loop.
 */
final class ClientCircuit implements LaneEvents {
    /** By then every hop has answered its first offer, or whoever waits for that would wait for good. */
    private static final long CREATED_WITHIN = Duration.ofSeconds(20).toNanos();

    /** What may pass before the first steps while the line is busy; an object of a page, and no more than a few. */
    private static final long EARLY_BYTES = 256 * 1024;

    private final Links links;
    private final long id;
    private final RoutePlanner.Plan plan;
    private final CircuitOwner owner;
    private final SecureRandom random;
    private final Lane lane;
    private final BodyWriter writer;
    private final BodyWriter control;
    private final BodyReader reader = new BodyReader();
    private final CircuitStreams streams = new CircuitStreams(this::grant, this::now);
    private final CircuitEnd end;
    private final StallWatch watch;
    private final long[] offered;
    private final long born;

    /** When the first hop was offered its first step; until then when the circuit began. */
    private long asked;

    private int controlTarget;
    private ClientLayers layers;
    private HopSteps steps;
    private StepSchedule schedule;
    private boolean heard;
    private boolean retired;
    private boolean nextLost;
    private boolean flushDue;
    private long up;
    private long down;
    private long idleSince;

    ClientCircuit(Links links, long id, RoutePlanner.Plan plan, CircuitOwner owner, SecureRandom random)
            throws Port17Exception {
        this.links = links;
        this.id = id;
        this.plan = plan;
        this.owner = owner;
        this.random = random;
        this.end = new CircuitEnd(this, plan, owner, streams, this::release);
        this.writer =
                new BodyWriter(links.frames(), frame -> send(frame, plan.hops().size() - 1));
        this.control = new BodyWriter(links.frames(), frame -> send(frame, controlTarget));
        int last = plan.hops().size() - 1;
        this.offered = new long[last + 1];
        this.watch = new StallWatch(
                links.loop(),
                last,
                streams::anyUnanswered,
                () -> owner.answerTimes().silence(),
                new Watched());
        this.born = links.loop().nanos();
        this.asked = born;
        this.idleSince = born;
        this.lane = links.to(plan.route().entry()).open(this);
    }

    long id() {
        return id;
    }

    RoutePlanner.Plan plan() {
        return plan;
    }

    boolean usable() {
        return !end.isOver() && !retired && streams.mayAdd();
    }

    /** Whether its level lets no new stream join it any more. */
    boolean outlived(long now) {
        return plan.level().isPresent()
                && now - born
                        > Duration.ofMinutes(plan.level().get().mostMinutes()).toNanos();
    }

    boolean retired() {
        return retired;
    }

    boolean unused() {
        return streams.isEmpty();
    }

    /** Takes no new streams; closes when the last one ends. */
    void retire() {
        retired = true;
        if (unused()) {
            close(new Port17Exception(ErrorKind.CLOSED, "the circuit was retired"));
        }
    }

    /** Gives a stream its number and asks the exit to connect; leaves at the end of this turn. */
    int attach(ClientStream stream) {
        int number = streams.add(stream);
        // Only an exit that needs it hears of the user's own trust.
        writer.connect(number, stream.request().destination(), plan.vouched() && stream.trustedExit());
        watch.expect();
        flushLater();
        return number;
    }

    /** Whether everything sent from now on is beyond the first epoch, which a stolen prekey opens. */
    boolean settled() {
        return steps != null && steps.settled();
    }

    /** Builds the circuit, and tells the stream when it has {@link #settled}. */
    void hold(ClientStream stream) {
        streams.hold(stream);
        watch.expect();
        flushLater();
    }

    /** Whether a hop runs under a suite that is not permitted any more and there is none in its place. */
    boolean stranded() {
        return steps != null && steps.stranded();
    }

    void detach(ClientStream stream, int number) {
        if (streams.remove(stream, number) && unused()) {
            idleSince = links.loop().nanos();
            if (retired) {
                links.loop().execute(() -> {
                    if (unused()) {
                        close(new Port17Exception(ErrorKind.CLOSED, "the circuit was retired"));
                    }
                });
            }
        }
    }

    BodyWriter writer() {
        return writer;
    }

    /** Bytes that may leave now, of all streams together. */
    long window() {
        return streams.window();
    }

    void spend(int bytes) {
        streams.spend(bytes);
    }

    void told(StreamRequest request, Sighting sighting, long waited) {
        owner.told(plan.route().exit(), request, sighting, waited);
    }

    void flushLater() {
        if (!flushDue && !end.isOver()) {
            flushDue = true;
            links.loop().execute(this::flush);
        }
    }

    private void flush() {
        flushDue = false;
        if (end.isOver()) {
            return;
        }
        try {
            if (layers == null) {
                build();
            }
            lane.flush(writer);
        } catch (Port17Exception e) {
            close(e);
        }
    }

    /** The first flight: BUILD with the first frames, as many as fit, then whatever else is there. */
    private void build() throws Port17Exception {
        boolean fits = writer.used() <= ClientBuild.bodyCapacity();
        BodyWriter first = fits ? writer : control;
        ClientBuild build = ClientBuild.make(plan.hops(), List.of(Sighting.ASKED), first, random);
        layers = new ClientLayers(build.ratchets(), new RandomBytes(random), links.frames());
        steps = new HopSteps(layers, plan.route().nodes(), owner, new Steps(), random);
        schedule = new StepSchedule(
                links.loop(), steps, () -> lane.link().stands(), this::stepsWait, this::carrySwitches, this::close);
        lane.build(build.blob());
    }

    /**
     * Whether first steps stand back, since the line is slow and somebody waits for it. Not where a stream waits for them, nor once much
     * has passed under keys that a stolen prekey opens.
     */
    private boolean stepsWait() {
        return !settled()
                && !streams.anyHeld()
                && up + down < EARLY_BYTES
                && lane.link().busy();
    }

    /** Plugins or the map changed. */
    void suitesChanged() {
        if (schedule != null) {
            schedule.run(steps::suitesChanged);
        }
    }

    /** Whether any hop still has keys of that suite object. */
    boolean uses(CipherSuite suite) {
        return !end.isOver() && steps != null && steps.uses(suite);
    }

    private final class Steps implements HopSteps.Sender {
        @Override
        public void offer(int hop, byte[] offer) {
            offered[hop] = links.loop().nanos();
            asked = asked == born ? offered[hop] : asked;
            control.bytes(FrameType.OFFER, 0, offer);
            controlTarget = hop;
            control.flush();
        }

        @Override
        public void switchDue() {
            schedule.switchDue();
        }
    }

    private final class Watched implements StallWatch.Circuit {
        @Override
        public boolean waits() {
            return lane.queued() > 0;
        }

        @Override
        public boolean slow() {
            // Behind a full line up, answers come late too: what acknowledges them waits in it.
            return lane.underWay() || lane.link().busy();
        }

        @Override
        public void probe() {
            if (schedule != null) {
                schedule.carry(); // a hop is offered nothing while its switch waits for a cell
                schedule.run(steps::probe);
            }
        }

        @Override
        public int owing() {
            return steps == null ? -1 : steps.owing();
        }

        @Override
        public void whole() {
            owner.proven(plan);
        }

        @Override
        public void stalled(int hop, long since) {
            owner.silent(plan, hop, since);
            leave();
        }
    }

    /** Streams that were answered wait on, for a link may come back; the others go elsewhere, and new ones. */
    private void leave() {
        retired = true;
        owner.stalled(this, streams.leaveUnanswered());
        retire();
    }

    /** A hop says that the next one takes no connection. Once in a circuit's life: it could accuse for ever. */
    private void nextLost(int hop) throws Port17Exception {
        end.mustHaveNext(hop);
        if (!nextLost) {
            nextLost = true;
            end.blame(hop + 1);
            leave();
        }
    }

    /** The entry takes no connection. It may be this machine's own line, so the entry is only doubted. */
    @Override
    public void away() {
        if (!end.isOver()) {
            owner.silent(plan, 0, links.loop().nanos());
            leave();
        }
    }

    private void send(Frame frame, int target) {
        if (layers == null) {
            // A full cell before the BUILD left: the BUILD goes first.
            try {
                build();
            } catch (Port17Exception e) {
                frame.wipe();
                links.frames().release(frame);
                links.loop().execute(() -> close(e));
                return;
            }
        }
        if (!layers.maySeal()) {
            frame.wipe();
            links.frames().release(frame);
            links.loop()
                    .execute(() -> close(new Port17Exception(
                            ErrorKind.CIRCUIT_BROKEN, "the circuit protected as much as one epoch may")));
            return;
        }
        boolean switching = layers.switchDue();
        layers.wrap(frame, target);
        up += frame.cellClass().size();
        lane.send(frame);
        if (switching && !layers.switchDue()) {
            links.loop().execute(this::switched);
        }
        schedule.traffic();
    }

    private void switched() {
        schedule.run(steps::switched);
        if (!end.isOver() && steps.settled()) {
            streams.settled();
        }
        owner.stepped();
    }

    @Override
    public void cell(Frame frame) {
        if (end.isOver() || layers == null) {
            return;
        }
        down += frame.cellClass().size();
        heard = true;
        schedule.traffic();
        try {
            ClientLayers.Unwrapped cell = layers.unwrap(frame);
            watch.heard(cell.origin());
            try {
                frames(cell);
            } finally {
                cell.frame().wipe();
                if (cell.frame() != frame) {
                    links.frames().release(cell.frame());
                }
            }
        } catch (Port17Exception e) {
            close(e);
        }
    }

    private void frames(ClientLayers.Unwrapped cell) throws Port17Exception {
        boolean answered = false;
        reader.start(cell.frame().array(), cell.bodyOffset(), cell.bodySize());
        while (!end.isOver() && reader.next()) {
            switch (reader.type()) {
                case ANSWER -> {
                    circuitOnly();
                    steps.answered(cell.origin(), reader.bytes());
                    owner.answerTimes().took(links.loop().nanos() - offered[cell.origin()]);
                    answered = true;
                }
                case SUITES -> {
                    circuitOnly();
                    steps.notice(cell.origin(), SuiteNotice.of(reader.bytes()));
                    links.loop().execute(owner::stepped); // a suite that was offered and refused is in use no more
                }
                case EXTEND_FAILED -> {
                    circuitOnly();
                    end.extendFailed(cell.origin(), BuildFailure.read(reader), steps.created());
                    return;
                }
                case NEXT_LOST -> {
                    circuitOnly();
                    reader.expect(0);
                    nextLost(cell.origin());
                }
                default -> {
                    if (cell.origin() != layers.length() - 1) {
                        throw new Port17Exception(ErrorKind.PROTOCOL, "a frame that only an exit may send");
                    }
                    streams.frame(reader);
                }
            }
        }
        if (!end.isOver() && answered != cell.last()) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "an epoch switch without an answer");
        }
        if (!end.isOver() && answered && steps.created() == layers.length() && streams.anyHeld()) {
            schedule.carry();
        }
    }

    private void circuitOnly() throws Port17Exception {
        if (reader.stream() != 0) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "a circuit's frame on a stream");
        }
    }

    /** A circuit that only receives still leaves an old epoch: an empty cell carries the switches. */
    private void carrySwitches() {
        if (layers.switchDue()) {
            writer.emptyCell();
        }
    }

    /** The entry did not take the BUILD. */
    @Override
    public void buildFailed(BuildFailure why) {
        end.buildFailed(why, heard);
    }

    private long now() {
        return links.loop().nanos();
    }

    /** The circuit's window grows again at the exit. */
    private void grant(int bytes) {
        writer.credit(0, bytes);
        flushLater();
    }

    @Override
    public void emptied() {
        flushLater();
    }

    @Override
    public void destroyed(Port17Exception reason) {
        end.destroyed(reason, heard);
    }

    /** Ends the circuit; its streams fail. */
    void close(Port17Exception reason) {
        end.close(reason);
    }

    private void release() {
        watch.stop();
        lane.destroy();
        if (schedule != null) {
            schedule.stop();
        }
        writer.close();
        control.close();
        if (layers != null) {
            layers.close();
        }
    }

    /** Closes an unused circuit; resets streams without traffic for too long. */
    void sweep(long now, CircuitLimits limits) {
        int silent = steps == null ? -1 : steps.silent();
        if (silent >= 0 && now - asked > CREATED_WITHIN) {
            end.silent(silent, born);
            return;
        }
        streams.sweep(now, limits);
        if (unused() && now - idleSince > limits.idle(plan.level()).toNanos()) {
            close(new Port17Exception(ErrorKind.CLOSED, "the circuit was idle"));
        }
    }

    CircuitView view() {
        String state = retired
                ? "closing"
                : steps != null && steps.created() == plan.hops().size() ? "open" : "building";
        long age = (links.loop().nanos() - born) / 1_000_000;
        return Views.circuit(id, state, plan, layers, streams.size(), up, down, age);
    }
}
