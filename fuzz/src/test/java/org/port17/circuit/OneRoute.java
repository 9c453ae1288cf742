package org.port17.circuit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.port17.api.Destination;
import org.port17.api.ErrorKind;
import org.port17.api.Node;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.api.StreamRequest;
import org.port17.cell.BodyReader;
import org.port17.cell.BuildFailure;
import org.port17.cell.CellClass;
import org.port17.cell.CreditGrant;
import org.port17.cell.Frame;
import org.port17.cell.FrameType;
import org.port17.cell.Layout;
import org.port17.cell.Sighting;
import org.port17.fuzz.GivenNode;
import org.port17.fuzz.GivenSuites;
import org.port17.link.Lane;
import org.port17.link.LaneEvents;
import org.port17.netmap.PrekeyRecord;
import org.port17.node.OwnPrekey;
import org.port17.onion.HopPlan;
import org.port17.onion.NodeBuild;
import org.port17.onion.NodeLayer;
import org.port17.ratchet.SuiteNotice;
import org.port17.spi.payment.Payment;
import org.port17.spi.route.Route;
import org.port17.spi.rule.NodeTerms;
import org.port17.spi.suite.CipherSuite;
import org.port17.testkit.SeededRandom;

/**
 * One circuit of a real client over three hops with real layers, which say what a test wants, in any cell, in any order.
 *
 * <p>Oracle: every cell of the client opens at the hop it is for and holds well-formed frames; a circuit that ended says no
 * more, leaves no timer behind and no stream without its end.
 */
final class OneRoute extends OneEntry implements CircuitOwner {
    private static final int HOPS = 3;
    private static final int MOST_STREAMS = 6;
    private static final GivenNode NODE = new GivenNode();
    private static final CircuitLimits LIMITS = limits();
    private static final Wanted WANTED = new Wanted(
            "app",
            new Destination("example.org", 443),
            "example.org",
            0,
            false,
            false,
            false,
            NodeTerms.ANY,
            NodeTerms.ANY,
            NodeTerms.ANY);

    private final SeededRandom random = new SeededRandom(17);
    private final AnswerTimes answers = new AnswerTimes();
    private final CreditGrant.Budget budget = new CreditGrant.Budget(1 << 20);
    private final List<NodeLayer> hops = new ArrayList<>();
    private final List<OneApplication> applications = new ArrayList<>();
    private final byte[][] offers = new byte[HOPS][];
    private final boolean[] prepared = new boolean[HOPS];
    private final ClientCircuit circuit;
    private LaneEvents events;
    private int preferred;
    private boolean destroyed;
    private boolean stalled;
    private boolean ended;

    OneRoute() throws Port17Exception {
        circuit = new ClientCircuit(this, 1, plan(), this, random);
        open(false);
        loop.runUntilIdle();
        assertEquals(HOPS, hops.size(), "the BUILD left");
    }

    private static CircuitLimits limits() {
        return new CircuitLimits(
                HOPS, Duration.ofMinutes(10), Duration.ofMinutes(120), 10, 10, 1 << 20, false, Set.of());
    }

    private static RoutePlanner.Plan plan() {
        OwnPrekey own = NODE.prekey(GivenNode.ONION).orElseThrow();
        PrekeyRecord prekey = own.record();
        List<Integer> suites =
                GivenSuites.ALL.stream().map(s -> s.traits().id()).toList();
        List<Node> nodes = new ArrayList<>();
        List<HopPlan> plans = new ArrayList<>();
        List<PrekeyRecord> prekeys = new ArrayList<>();
        for (int hop = 0; hop < HOPS; hop++) {
            nodes.add(new Node(NODE.id(), "n" + hop, "o" + hop, "CH", 0, true, false, List.of(), suites, ""));
            byte[] token = new byte[Payment.TOKEN_BYTES];
            plans.add(new HopPlan(NODE.id(), GivenNode.SUITE, prekey.id(), prekey.publicKey(), prekey.digest(), token));
            prekeys.add(prekey);
        }
        return new RoutePlanner.Plan(
                new Route(nodes), plans, prekeys, Set.of(), "given", Optional.empty(), false, WANTED);
    }

    private void open(boolean forwardSecret) throws Port17Exception {
        if (circuit.usable() && applications.size() < MOST_STREAMS) {
            OneApplication application = new OneApplication(applications.size() + 1, loop, forwardSecret, budget);
            applications.add(application);
            application.stream().attach(circuit);
        }
    }

    /** One event; answers where the next one stands. */
    int happens(byte[] input, int at) throws Port17Exception {
        int what = input[at] & 0xff;
        int detail = input[at + 1] & 0xff;
        int next = at + 2;
        int hop = detail % HOPS;
        switch (what % 14) {
            case 0, 1, 2 -> {
                int n = Math.min(detail, input.length - next);
                says(what % HOPS, Arrays.copyOfRange(input, next, next + n), CellClass.SMALL, false);
                next += n;
            }
            case 3 -> exitSays(detail);
            case 4 -> answers(hop, (detail & 0xc0) != 0xc0);
            case 5 -> notice(hop, hops.get(hop).ratchet().nextEpoch(), detail);
            case 6 -> notice(hop, 0, detail);
            case 7 -> noise(detail);
            case 8 -> fails(input, next, detail);
            case 9 -> applications.get(detail % applications.size()).does(input[at] + detail & 0xff);
            case 10 -> {
                preferred = detail;
                circuit.suitesChanged();
            }
            case 11 -> open((detail & 1) == 1);
            case 12 -> says(hop, new byte[0], CellClass.BULK, (detail & 4) == 4);
            default -> {
                loop.advance(Duration.ofMillis(detail * 100L));
                circuit.sweep(loop.nanos(), LIMITS);
            }
        }
        loop.runUntilIdle();
        return next;
    }

    /** A hop's cell with these frames, covered by the hops before it. */
    private void says(int hop, byte[] body, CellClass cellClass, boolean last) {
        if (destroyed || last && !prepared[hop]) {
            return;
        }
        prepared[hop] &= !last;
        Frame frame = frames.take(cellClass);
        int at = frame.offset() + Layout.ZONE;
        Arrays.fill(frame.array(), at, at + cellClass.size() - Layout.ZONE, (byte) 0);
        frame.array()[at] = (byte) (body.length >>> 8);
        frame.array()[at + 1] = (byte) body.length;
        System.arraycopy(body, 0, frame.array(), at + 2, body.length);
        hops.get(hop).originate(frame, last);
        for (int i = hop - 1; i >= 0; i--) {
            Frame covered = frames.take(cellClass);
            hops.get(i).cover(frame, covered);
            frames.release(frame);
            frame = covered;
        }
        events.cell(frame);
        frames.release(frame);
    }

    private static byte[] frame(FrameType type, int stream, byte[] payload) {
        byte[] frame = new byte[FrameType.HEADER + payload.length];
        frame[0] = (byte) type.wire();
        frame[4] = (byte) stream;
        frame[5] = (byte) (payload.length >>> 8);
        frame[6] = (byte) payload.length;
        System.arraycopy(payload, 0, frame, FrameType.HEADER, payload.length);
        return frame;
    }

    /** What an honest exit may say. */
    private void exitSays(int detail) {
        int stream = 1 + (detail >> 2) % MOST_STREAMS;
        byte[] said = switch (detail & 3) {
            case 0 -> frame(FrameType.CONNECTED, stream, new byte[0]);
            case 1 -> frame(FrameType.DATA, stream, new byte[16_000]);
            case 2 -> frame(FrameType.CREDIT, stream, new byte[] {0, 1, 0, 0});
            default -> frame(FrameType.FIN, stream, new byte[0]);
        };
        says(HOPS - 1, said, CellClass.BULK, false);
    }

    /** A hop answers the offer it has, as the rules say, or without the switch that belongs to it. */
    private void answers(int hop, boolean switches) throws Port17Exception {
        byte[] offer = offers[hop];
        if (offer == null || destroyed || hops.get(hop).ratchet().pending()) {
            return;
        }
        offers[hop] = null;
        byte[] answer = hops.get(hop).ratchet().answer(offer, GivenSuites::byId, random);
        prepared[hop] = true;
        says(hop, frame(FrameType.ANSWER, 0, answer), CellClass.SMALL, switches);
    }

    private void notice(int hop, int refused, int detail) {
        List<Integer> suites = new ArrayList<>();
        for (int i = 0; i < GivenSuites.ALL.size(); i++) {
            if ((detail >> 2 & 1 << i) != 0) {
                suites.add(GivenSuites.ALL.get(i).traits().id());
            }
        }
        if (refused != 0) {
            offers[hop] = null;
        }
        says(hop, frame(FrameType.SUITES, 0, new SuiteNotice(refused, suites).bytes()), CellClass.SMALL, false);
    }

    /** A cell that is nobody's: the circuit must end. */
    private void noise(int detail) {
        if (!destroyed) {
            Frame frame = frames.take(detail % 2 == 0 ? CellClass.SMALL : CellClass.BULK);
            events.cell(frame);
            frames.release(frame);
            assertTrue(destroyed, "a forged cell ends its circuit");
        }
    }

    private void fails(byte[] input, int at, int detail) {
        if (destroyed) {
            return;
        }
        switch (detail & 3) {
            case 0 -> events.destroyed(new Port17Exception(ErrorKind.CIRCUIT_BROKEN, "given"));
            case 1 -> events.destroyed(new Port17Exception(ErrorKind.NODE_UNREACHABLE, "given"));
            case 2 -> events.buildFailed(BuildFailure.of(ErrorKind.NO_SUITE));
            default ->
                events.buildFailed(
                        BuildFailure.stale(Arrays.copyOfRange(input, at, Math.min(input.length, at + detail))));
        }
        assertTrue(destroyed);
    }

    /** The client's BUILD: every hop takes its part. */
    @Override
    public void build(byte[] blob) {
        OwnPrekey own = NODE.prekey(GivenNode.ONION).orElseThrow();
        byte[] rest = blob;
        try {
            for (int hop = 0; hop < HOPS; hop++) {
                NodeBuild taken = NodeBuild.open(
                        rest,
                        NODE.id(),
                        GivenNode.SUITE,
                        own.secret(),
                        own.record().digest());
                hops.add(new NodeLayer(taken.ratchet()));
                rest = taken.blob();
            }
        } catch (Port17Exception e) {
            throw new AssertionError("the client made a BUILD that nobody can read", e);
        }
    }

    /** The client's cell. */
    @Override
    public void send(Frame frame) {
        assertFalse(destroyed, "a circuit that ended says no more");
        try {
            Frame in = frame;
            for (int hop = 0; hop < HOPS; hop++) {
                Frame out = frames.take(in.cellClass());
                NodeLayer.Verdict verdict = hops.get(hop).peel(in, out);
                frames.release(in);
                in = out;
                if (verdict == NodeLayer.Verdict.LOCAL) {
                    hears(hop, in);
                    break;
                }
                assertTrue(hop < HOPS - 1, "a cell for a hop behind the last");
            }
            frames.release(in);
        } catch (Port17Exception e) {
            throw new AssertionError("the client made a cell that its hop cannot read", e);
        }
    }

    private void hears(int hop, Frame frame) throws Port17Exception {
        BodyReader reader = new BodyReader();
        reader.start(frame.array(), NodeLayer.bodyOffset(frame), NodeLayer.bodySize(frame.cellClass()));
        while (reader.next()) {
            if (reader.type() == FrameType.OFFER) {
                offers[hop] = reader.bytes();
            } else {
                assertEquals(HOPS - 1, hop, "only the exit has streams");
            }
        }
    }

    void assertSound() {
        assertEquals(destroyed || stalled, !circuit.usable());
        assertEquals(destroyed, ended);
        if (destroyed) {
            assertTrue(circuit.unused(), "a stream has no circuit and does not know");
        }
    }

    void end() {
        circuit.close(new Port17Exception(ErrorKind.CLOSED, "the end"));
        loop.runUntilIdle();
        assertTrue(destroyed && ended);
        assertSound();
        assertTrue(applications.stream().allMatch(OneApplication::hasLeft));
        assertEquals(0, loop.timers(), "a timer is left behind");
        hops.forEach(NodeLayer::close);
    }

    // The owner

    @Override
    public Optional<CipherSuite> suite(NodeId node, List<Integer> told) {
        List<CipherSuite> permitted = GivenSuites.ALL.stream()
                .filter(suite -> told == null || told.contains(suite.traits().id()))
                .toList();
        return permitted.isEmpty() ? Optional.empty() : Optional.of(permitted.get(preferred % permitted.size()));
    }

    @Override
    public void ended(ClientCircuit which, Port17Exception reason, List<ClientStream> unsent) {
        assertFalse(ended, "a circuit ended twice");
        ended = true;
        unsent.forEach(stream -> stream.broken(reason));
    }

    @Override
    public void shun(Node node) {
        // there is no other
    }

    @Override
    public void stepped() {
        // nobody drains
    }

    @Override
    public AnswerTimes answerTimes() {
        return answers;
    }

    @Override
    public void proven(RoutePlanner.Plan plan) {
        // nobody keeps count
    }

    @Override
    public void silent(RoutePlanner.Plan plan, int hop, long since) {
        // nobody keeps count
    }

    @Override
    public void stalled(ClientCircuit which, List<ClientStream> going) {
        stalled = true;
        going.forEach(stream -> stream.broken(new Port17Exception(ErrorKind.CIRCUIT_BROKEN, "there is no other")));
    }

    @Override
    public void failed(Node reporter, Node accused) {
        // there is no other
    }

    @Override
    public Optional<RoutePlanner.Plan> again(RoutePlanner.Plan plan, int hop, BuildFailure why) {
        return Optional.empty();
    }

    @Override
    public void rebuild(ClientCircuit which, RoutePlanner.Plan plan, List<ClientStream> whole) {
        throw new AssertionError("nobody said that there is another way");
    }

    // The link

    @Override
    public Lane open(LaneEvents owner) {
        events = owner;
        return this;
    }

    @Override
    public void destroy() {
        destroyed = true;
    }

    @Override
    public void told(Node exit, StreamRequest request, Sighting sighting, long waited) {
        // Nobody learns here.
    }
}
