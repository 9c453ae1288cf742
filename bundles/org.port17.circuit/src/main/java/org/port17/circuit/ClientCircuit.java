package org.port17.circuit;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.port17.api.ErrorKind;
import org.port17.api.Loop;
import org.port17.api.Node;
import org.port17.api.Port17Exception;
import org.port17.api.StreamRequest;
import org.port17.api.view.CircuitView;
import org.port17.api.view.HopView;
import org.port17.cell.BodyReader;
import org.port17.cell.BodyWriter;
import org.port17.cell.BuildFailure;
import org.port17.cell.Frame;
import org.port17.cell.FrameType;
import org.port17.cell.Sighting;
import org.port17.cell.Windows;
import org.port17.link.Lane;
import org.port17.link.LaneEvents;
import org.port17.link.Links;
import org.port17.onion.ClientBuild;
import org.port17.onion.ClientLayers;
import org.port17.onion.RandomBytes;
import org.port17.ratchet.RatchetState;
import org.port17.ratchet.SuiteNotice;
import org.port17.spi.suite.CipherSuite;

/**
 * A client's circuit: sets itself up in the first flight, carries streams, takes every hop to the first ratchet epoch.
 * On the loop.
 */
final class ClientCircuit implements LaneEvents {
    /**
     * How long offers wait. Right behind the first bytes, their key agreements would hold up the BUILD at every node it
     * passes, and a fresh connection's first flight would exceed what TCP sends unacknowledged.
     */
    private static final Duration OFFER_DELAY = Duration.ofMillis(20);

    /** By then every hop has answered its first offer, or whoever waits for that would wait for good. */
    private static final long CREATED_WITHIN = Duration.ofSeconds(20).toNanos();

    private static final Duration SWITCH_DELAY = Duration.ofSeconds(1);

    /** How often a busy circuit looks whether a step is due. */
    private static final long LOOK = Duration.ofMillis(20).toNanos();

    /** And at the latest after so many cells: far fewer than lie between the offer and the end of an epoch. */
    private static final int LOOK_CELLS = 1024;

    private final Links links;
    private final long id;
    private final RoutePlanner.Plan plan;
    private final Owner owner;
    private final SecureRandom random;
    private final Lane lane;
    private final BodyWriter writer;
    private final BodyWriter control;
    private final BodyReader reader = new BodyReader();
    private final Map<Integer, ClientStream> streams = new HashMap<>();
    private final Set<ClientStream> held = new LinkedHashSet<>();
    private final long born;
    private int controlTarget;
    private int nextStream;
    private ClientLayers layers;
    private HopSteps steps;
    private boolean heard;
    private boolean dead;
    private boolean retired;
    private boolean flushDue;
    private Loop.Timer offering;
    private Loop.Timer carrier;
    private long trafficAt;
    private int passed;
    private long window = Windows.CIRCUIT;
    private long inbound = Windows.CIRCUIT;
    private int owed;
    private long up;
    private long down;
    private long idleSince;

    /** Who holds the circuits. */
    interface Owner extends SuiteChoice {
        /** The circuit ended. Streams that nothing was lost of may be opened anew. */
        void ended(ClientCircuit circuit, Port17Exception reason, List<ClientStream> unsent);

        void shun(Node node);

        /** A circuit moved a hop to another epoch, or ended. */
        void stepped();

        /**
         * The exit of a route said what it saw of a destination.
         *
         * @param waited nanoseconds from CONNECT to CONNECTED
         */
        void told(Node exit, StreamRequest request, Sighting sighting, long waited);

        /** One node of a route said that it could not reach the next. */
        void failed(Node reporter, Node accused);

        /**
         * A node of a route did not take its part of the BUILD.
         *
         * @return how to build over the same route at once; empty if that is no use: who is to blame was accused
         */
        Optional<RoutePlanner.Plan> again(RoutePlanner.Plan plan, int hop, BuildFailure why);

        /** The circuit ended and another one over the same route takes these streams, of which nothing was lost. */
        void rebuild(ClientCircuit circuit, RoutePlanner.Plan plan, List<ClientStream> whole);
    }

    ClientCircuit(Links links, long id, RoutePlanner.Plan plan, Owner owner, SecureRandom random)
            throws Port17Exception {
        this.links = links;
        this.id = id;
        this.plan = plan;
        this.owner = owner;
        this.random = random;
        this.writer =
                new BodyWriter(links.frames(), frame -> send(frame, plan.hops().size() - 1));
        this.control = new BodyWriter(links.frames(), frame -> send(frame, controlTarget));
        this.born = links.loop().nanos();
        this.idleSince = born;
        this.lane = links.to(plan.route().entry()).open(this);
    }

    long id() {
        return id;
    }

    boolean usable() {
        return !dead && !retired && nextStream < Integer.MAX_VALUE;
    }

    boolean retired() {
        return retired;
    }

    boolean unused() {
        return streams.isEmpty() && held.isEmpty();
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
        int number = ++nextStream;
        streams.put(number, stream);
        writer.connect(number, stream.request().destination());
        flushLater();
        return number;
    }

    /** Whether everything sent from now on is beyond the first epoch, which a stolen prekey opens. */
    boolean settled() {
        return steps != null && steps.settled();
    }

    /** Builds the circuit, and tells the stream when it has {@link #settled}. */
    void hold(ClientStream stream) {
        held.add(stream);
        flushLater();
    }

    /** Whether a hop runs under a suite that is not permitted any more and there is none in its place. */
    boolean stranded() {
        return steps != null && steps.stranded();
    }

    void detach(ClientStream stream, int number) {
        boolean waited = held.remove(stream);
        if ((streams.remove(number) != null || waited) && unused()) {
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

    long window() {
        return window;
    }

    void spend(int bytes) {
        window -= bytes;
    }

    void told(StreamRequest request, Sighting sighting, long waited) {
        owner.told(plan.route().exit(), request, sighting, waited);
    }

    void flushLater() {
        if (!flushDue && !dead) {
            flushDue = true;
            links.loop().execute(this::flush);
        }
    }

    private void flush() {
        flushDue = false;
        if (dead) {
            return;
        }
        try {
            if (layers == null) {
                build();
            }
            writer.flush();
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
        lane.build(build.blob());
        offering = links.loop().schedule(this::offer, OFFER_DELAY);
    }

    private void offer() {
        step(steps::begin);
    }

    /** Something about epochs and suites; a circuit that fails in it ends. */
    private void step(StepAction action) {
        if (dead || steps == null) {
            return;
        }
        try {
            action.run();
        } catch (Port17Exception e) {
            close(e);
        }
    }

    private interface StepAction {
        void run() throws Port17Exception;
    }

    /** Plugins or the map changed. */
    void suitesChanged() {
        step(() -> steps.suitesChanged());
    }

    /** Whether any hop still has keys of that suite object. */
    boolean uses(CipherSuite suite) {
        return !dead && steps != null && steps.uses(suite);
    }

    private final class Steps implements HopSteps.Sender {
        @Override
        public void offer(int hop, byte[] offer) {
            control.bytes(FrameType.OFFER, 0, offer);
            controlTarget = hop;
            control.flush();
        }

        @Override
        public void switchDue() {
            if (carrier == null) {
                carrier = links.loop().schedule(ClientCircuit.this::carrySwitches, SWITCH_DELAY);
            }
        }
    }

    private void send(Frame frame, int target) {
        if (layers == null) {
            // A full cell before the BUILD left: the BUILD goes first.
            try {
                build();
            } catch (Port17Exception e) {
                links.frames().release(frame);
                links.loop().execute(() -> close(e));
                return;
            }
        }
        if (!layers.maySeal()) {
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
        traffic();
    }

    private void switched() {
        step(() -> steps.switched());
        if (!dead && steps.settled()) {
            List<ClientStream> waiting = List.copyOf(held);
            held.clear();
            waiting.forEach(ClientStream::settled);
        }
        owner.stepped();
    }

    /** Looks now and then whether a step is due; not inside a write, since what is due may write itself. */
    private void traffic() {
        long now = links.loop().nanos();
        if (now - trafficAt >= LOOK || ++passed >= LOOK_CELLS) {
            trafficAt = now;
            passed = 0;
            links.loop().execute(() -> step(() -> steps.traffic(now)));
        }
    }

    @Override
    public void cell(Frame frame) {
        if (dead || layers == null) {
            return;
        }
        down += frame.cellClass().size();
        heard = true;
        traffic();
        try {
            ClientLayers.Unwrapped cell = layers.unwrap(frame);
            try {
                frames(cell);
            } finally {
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
        while (!dead && reader.next()) {
            switch (reader.type()) {
                case ANSWER -> {
                    circuitOnly();
                    steps.answered(cell.origin(), reader.bytes());
                    answered = true;
                }
                case SUITES -> {
                    circuitOnly();
                    steps.notice(cell.origin(), SuiteNotice.of(reader.bytes()));
                }
                case EXTEND_FAILED -> {
                    circuitOnly();
                    extendFailed(cell.origin(), BuildFailure.read(reader));
                    return;
                }
                default -> {
                    if (cell.origin() != layers.length() - 1) {
                        throw new Port17Exception(ErrorKind.PROTOCOL, "a frame that only an exit may send");
                    }
                    stream();
                }
            }
        }
        if (!dead && answered != cell.last()) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "an epoch switch without an answer");
        }
        if (!dead && answered && steps.created() == layers.length() && !held.isEmpty()) {
            carrySwitches();
        }
    }

    private void circuitOnly() throws Port17Exception {
        if (reader.stream() != 0) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "a circuit's frame on a stream");
        }
    }

    /** A circuit that only receives still leaves an old epoch: an empty cell carries the switches. */
    private void carrySwitches() {
        carrier = null;
        if (!dead && layers.switchDue()) {
            writer.emptyCell();
        }
    }

    private void extendFailed(int hop, BuildFailure why) throws Port17Exception {
        if (hop + 1 >= layers.length()) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "the last hop has no next node");
        }
        if (steps != null && steps.created() > hop + 1) {
            owner.failed(plan.route().nodes().get(hop), plan.route().nodes().get(hop + 1));
            end(new Port17Exception(why.kind(), "a node of the route could not be reached"), false);
            return;
        }
        untaken(hop + 1, why);
    }

    /** A hop is silent, or the one before it keeps its messages. */
    private void blame(int hop) {
        List<Node> nodes = plan.route().nodes();
        if (hop == 0) {
            owner.shun(nodes.get(0));
        } else {
            owner.failed(nodes.get(hop - 1), nodes.get(hop));
        }
    }

    /** The BUILD went no further than to this hop. */
    private void untaken(int hop, BuildFailure why) {
        Port17Exception reason = new Port17Exception(why.kind(), "a node of the route could not be reached");
        Optional<RoutePlanner.Plan> again = owner.again(plan, hop, why);
        if (again.isEmpty()) {
            end(reason, true);
            return;
        }
        List<ClientStream> whole = shut(ClientStream::whole, ClientStream::whole, ErrorKind.CIRCUIT_BROKEN);
        owner.rebuild(this, again.get(), whole);
        owner.stepped();
    }

    /** The entry did not take the BUILD. */
    @Override
    public void buildFailed(BuildFailure why) {
        if (heard || dead) {
            destroyed(new Port17Exception(ErrorKind.CIRCUIT_BROKEN, "the entry took a BUILD and then did not"));
        } else {
            untaken(0, why);
        }
    }

    private void stream() throws Port17Exception {
        int number = reader.stream();
        if (reader.type() == FrameType.CREDIT && number == 0) {
            window += reader.credit();
            if (window > Windows.CIRCUIT) {
                throw new Port17Exception(ErrorKind.PROTOCOL, "a circuit was granted more than its window");
            }
            for (ClientStream stream : List.copyOf(streams.values())) {
                stream.room();
            }
            return;
        }
        if (reader.type() == FrameType.DATA) {
            arrived(reader.length());
        }
        ClientStream stream = streams.get(number);
        if (stream != null) {
            stream.frame(reader);
        } else if (number <= 0 || number > nextStream) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "a frame for a stream that never was");
        }
    }

    private void arrived(int bytes) throws Port17Exception {
        inbound -= bytes;
        if (bytes == 0 || inbound < 0) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "a circuit exceeded its window");
        }
        owed += bytes;
        if (owed >= Windows.CIRCUIT / 4) {
            writer.credit(0, owed);
            inbound += owed;
            owed = 0;
            flushLater();
        }
    }

    @Override
    public void destroyed(Port17Exception reason) {
        boolean untouched = !heard && reason.kind() == ErrorKind.NODE_UNREACHABLE;
        if (untouched) {
            owner.shun(plan.route().entry());
        }
        end(reason, untouched);
    }

    /** Ends the circuit; its streams fail. */
    void close(Port17Exception reason) {
        if (!dead) {
            lane.destroy();
            end(reason, false);
        }
    }

    private void end(Port17Exception reason, boolean again) {
        if (dead) {
            return;
        }
        boolean closing = reason.kind() == ErrorKind.CLOSED;
        List<ClientStream> unsent = shut(
                stream -> again && stream.repeatable(),
                stream -> !closing && stream.repeatable(), // what was held back never left
                closing ? ErrorKind.CLOSED : ErrorKind.CIRCUIT_BROKEN);
        owner.ended(this, reason, unsent);
        owner.stepped();
    }

    /** Lets go of everything. Streams that do not go on elsewhere fail. @return those that do */
    private List<ClientStream> shut(
            Predicate<ClientStream> goesOn, Predicate<ClientStream> heldGoesOn, ErrorKind kind) {
        dead = true;
        lane.destroy();
        for (Loop.Timer timer : new Loop.Timer[] {offering, carrier}) {
            if (timer != null) {
                timer.cancel();
            }
        }
        writer.close();
        control.close();
        if (layers != null) {
            layers.close();
        }
        List<ClientStream> unsent = new ArrayList<>();
        List<ClientStream> lost = new ArrayList<>();
        for (ClientStream stream : streams.values()) {
            (goesOn.test(stream) ? unsent : lost).add(stream);
        }
        streams.clear();
        for (ClientStream stream : held) {
            (heldGoesOn.test(stream) ? unsent : lost).add(stream);
        }
        held.clear();
        lost.forEach(stream -> stream.broken(new Port17Exception(kind, "the circuit broke")));
        return unsent;
    }

    /** Closes an unused circuit; resets streams without traffic for too long. */
    void sweep(long now, CircuitLimits limits) {
        int silent = steps == null ? -1 : steps.silent();
        if (silent >= 0 && now - born > CREATED_WITHIN) {
            blame(silent);
            close(new Port17Exception(ErrorKind.TIMEOUT, "a hop did not make its first ratchet step"));
            return;
        }
        for (ClientStream stream : List.copyOf(streams.values())) {
            stream.sweep(now, limits.streamIdle());
        }
        if (unused() && now - idleSince > limits.idle().toNanos()) {
            close(new Port17Exception(ErrorKind.CLOSED, "the circuit was idle"));
        }
    }

    CircuitView view() {
        List<HopView> hops = new ArrayList<>();
        for (int i = 0; i < plan.hops().size(); i++) {
            Node node = plan.route().nodes().get(i);
            RatchetState state = layers == null
                    ? new RatchetState(plan.hops().get(i).suite().traits().name(), 0, 0, 0, false)
                    : layers.hop(i).state();
            hops.add(new HopView(
                    node.id().toString(),
                    node.name(),
                    node.owner(),
                    node.country(),
                    state.suite(),
                    state.epoch(),
                    state.phase(),
                    state.bytesUnderKey()));
        }
        String state = retired ? "closing" : steps != null && steps.created() == hops.size() ? "open" : "building";
        long age = (links.loop().nanos() - born) / 1_000_000;
        return new CircuitView(id, state, hops, streams.size(), up, down, age, plan.strategy());
    }
}
