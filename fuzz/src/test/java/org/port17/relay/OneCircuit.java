package org.port17.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.port17.api.Destination;
import org.port17.api.Endpoint;
import org.port17.api.ErrorKind;
import org.port17.api.Loop;
import org.port17.api.Node;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.cell.BodyReader;
import org.port17.cell.BodyWriter;
import org.port17.cell.BuildFailure;
import org.port17.cell.CellClass;
import org.port17.cell.Frame;
import org.port17.cell.FramePool;
import org.port17.cell.FrameType;
import org.port17.cell.Layout;
import org.port17.fuzz.GivenMap;
import org.port17.fuzz.GivenNode;
import org.port17.fuzz.GivenSuites;
import org.port17.link.Lane;
import org.port17.link.LaneAcceptor;
import org.port17.link.LaneEvents;
import org.port17.link.Link;
import org.port17.link.Links;
import org.port17.netmap.PrekeyRecord;
import org.port17.onion.ClientBuild;
import org.port17.onion.ClientLayers;
import org.port17.onion.HopPlan;
import org.port17.onion.RandomBytes;
import org.port17.payment.free.FreePayment;
import org.port17.spi.payment.Payment;
import org.port17.spi.suite.CipherSuite;
import org.port17.testkit.SeededRandom;
import org.port17.testkit.TestLoop;

/**
 * One circuit of one hop: a real relay, a client's real layers, destinations that do as they are told. The client obeys
 * the rules of a step and no other.
 *
 * <p>Oracle: every cell of the relay opens at the client and holds well-formed frames; a circuit that ended says no more
 * and leaves no stream and no destination behind.
 */
final class OneCircuit implements Lane, Link, Links {
    private static final GivenNode NODE = new GivenNode();
    private final TestLoop loop = new TestLoop();
    private final FramePool frames = new FramePool();
    private final SeededRandom random = new SeededRandom(17);
    private final GivenMap map = new GivenMap();
    private final GivenExit exit = new GivenExit();
    private final RelayCore core;
    private final ClientLayers client;
    private final LaneEvents relay;
    private boolean destroyed;
    private int steps;

    OneCircuit() throws Port17Exception {
        FreePayment payment = new FreePayment();
        core = new RelayCore(this, NODE, () -> map, () -> GivenSuites.ALL, () -> payment, limits());
        core.dialer(exit);
        map.listed = new Node(
                NODE.id(),
                "exit",
                "",
                "DE",
                0,
                true,
                true,
                List.of(),
                List.of(GivenSuites.ALL.get(0).traits().id()),
                "");
        PrekeyRecord prekey = NODE.prekey(GivenNode.ONION).orElseThrow().record();
        HopPlan hop = new HopPlan(
                NODE.id(),
                GivenNode.SUITE,
                prekey.id(),
                prekey.publicKey(),
                prekey.digest(),
                new byte[Payment.TOKEN_BYTES]);
        BodyWriter first = new BodyWriter(frames, frames::release);
        first.connect(1, Destination.of("example.org", 443));
        ClientBuild build = ClientBuild.make(List.of(hop), List.of(), first, random);
        client = new ClientLayers(build.ratchets(), new RandomBytes(random), frames);
        relay = core.accept(this, build.blob());
        loop.runUntilIdle();
        assertFalse(destroyed);
    }

    private static RelayLimits limits() {
        return new RelayLimits(10, 1_000, Duration.ofMinutes(5), 8, Duration.ofMinutes(5), 0);
    }

    /** One event; answers where the next one stands. */
    int happens(byte[] input, int at) throws Port17Exception {
        int what = input[at] & 0xff;
        int detail = input[at + 1] & 0xff;
        int next = at + 2;
        switch (what % 12) {
            case 0, 1, 2 -> {
                int n = Math.min(detail, input.length - next);
                body(Arrays.copyOfRange(input, next, next + n));
                next += n;
            }
            case 3 -> offer(GivenSuites.ALL.get(detail % GivenSuites.ALL.size()));
            case 4 -> noise(detail);
            case 5 -> origin(detail).ifPresent(GivenExit.Origin::connected);
            case 6 -> origin(detail).ifPresent(o -> o.says(1 + (detail >> 2) * 1_000));
            case 7 -> origin(detail).ifPresent(GivenExit.Origin::takes);
            case 8 -> origin(detail).ifPresent(GivenExit.Origin::finishes);
            case 9 -> origin(detail).ifPresent(GivenExit.Origin::fails);
            case 10 ->
                permit(GivenSuites.ALL
                        .get(detail % GivenSuites.ALL.size())
                        .traits()
                        .id());
            default -> {
                loop.advance(Duration.ofSeconds(detail));
                core.sweep();
            }
        }
        loop.runUntilIdle();
        return next;
    }

    private Optional<GivenExit.Origin> origin(int which) {
        return exit.origins.isEmpty()
                ? Optional.empty()
                : Optional.of(exit.origins.get((which & 3) % exit.origins.size()));
    }

    private void permit(int suite) {
        if (!map.permitted.remove(suite)) {
            map.permitted.add(suite);
        }
        core.suitesChanged();
    }

    private void body(byte[] framesOfIt) {
        if (destroyed) {
            return;
        }
        Frame frame = frames.take(CellClass.SMALL);
        int at = frame.offset() + Layout.ZONE;
        Arrays.fill(frame.array(), at, at + CellClass.SMALL.size() - Layout.ZONE, (byte) 0);
        frame.array()[at] = (byte) (framesOfIt.length >>> 8);
        frame.array()[at + 1] = (byte) framesOfIt.length;
        System.arraycopy(framesOfIt, 0, frame.array(), at + 2, framesOfIt.length);
        wrapAndSend(frame);
    }

    private void wrapAndSend(Frame frame) {
        client.wrap(frame, 0);
        relay.cell(frame);
        frames.release(frame);
    }

    /** A step as it should be; the client has one outstanding at most. */
    private void offer(CipherSuite to) throws Port17Exception {
        if (!destroyed && client.hop(0).mayOffer() && steps++ < 4) {
            BodyWriter writer = new BodyWriter(frames, this::wrapAndSend);
            writer.bytes(FrameType.OFFER, 0, client.hop(0).offer(to, random));
            writer.flush();
        }
    }

    /** A cell that is nobody's: the circuit must end. */
    private void noise(int detail) {
        if (!destroyed) {
            Frame frame = frames.take(detail % 2 == 0 ? CellClass.SMALL : CellClass.BULK);
            relay.cell(frame);
            frames.release(frame);
            assertTrue(destroyed, "a forged cell ends its circuit");
        }
    }

    /** A cell of the relay. */
    @Override
    public void send(Frame frame) {
        assertFalse(destroyed, "a circuit that ended says no more");
        try {
            ClientLayers.Unwrapped cell = client.unwrap(frame);
            BodyReader reader = new BodyReader();
            reader.start(cell.frame().array(), cell.bodyOffset(), cell.bodySize());
            while (reader.next()) {
                if (reader.type() == FrameType.ANSWER) {
                    client.hop(0).accept(reader.bytes());
                    client.switchNext(0);
                } else if (reader.type() == FrameType.SUITES && client.hop(0).nextEpoch() == refused(reader)) {
                    client.hop(0).refused(refused(reader));
                }
            }
            if (cell.last()) {
                client.hop(0).switchOpening();
            }
            if (cell.frame() != frame) {
                frames.release(cell.frame());
            }
        } catch (Port17Exception e) {
            throw new AssertionError("the relay made a cell that its client cannot read", e);
        }
        frames.release(frame);
    }

    private static int refused(BodyReader reader) throws Port17Exception {
        return org.port17.ratchet.SuiteNotice.of(reader.bytes()).refused();
    }

    void assertSound() {
        assertTrue(core.counters().streams >= 0 && core.counters().streams <= limits().streams());
        assertEquals(destroyed ? 0 : 1, core.counters().circuits);
        if (destroyed) {
            assertEquals(0, core.counters().streams, "no stream outlives its circuit");
            assertTrue(exit.origins.stream().allMatch(GivenExit.Origin::isOver), "no destination is left behind");
        }
    }

    void end() {
        core.close();
        loop.runUntilIdle();
        assertTrue(destroyed);
        assertSound();
        client.close();
    }

    @Override
    public void destroy() {
        destroyed = true;
    }

    @Override
    public void refuse(BuildFailure why) {
        throw new AssertionError("an honest BUILD was refused: " + why.kind());
    }

    @Override
    public Link link() {
        return this;
    }

    @Override
    public int circuit() {
        return 1;
    }

    @Override
    public void build(byte[] blob) {
        throw new AssertionError("there is no next node");
    }

    @Override
    public int queued() {
        return 0;
    }

    @Override
    public void tellWhenEmpty() {}

    @Override
    public long id() {
        return 1;
    }

    @Override
    public Optional<NodeId> peer() {
        return Optional.empty();
    }

    @Override
    public double rttMillis() {
        return -1;
    }

    @Override
    public boolean stands() {
        return true;
    }

    @Override
    public boolean busy() {
        return false;
    }

    @Override
    public boolean underWay() {
        return false;
    }

    @Override
    public Lane open(LaneEvents events) throws Port17Exception {
        throw new Port17Exception(ErrorKind.NODE_UNREACHABLE, "there is no next node");
    }

    @Override
    public Loop loop() {
        return loop;
    }

    @Override
    public FramePool frames() {
        return frames;
    }

    @Override
    public Link to(Node node) throws Port17Exception {
        throw new Port17Exception(ErrorKind.NODE_UNREACHABLE, "there is no next node");
    }

    @Override
    public boolean linked(NodeId node) {
        return false;
    }

    @Override
    public Listening listen(Iterable<Endpoint> endpoints, LaneAcceptor acceptor) {
        throw new UnsupportedOperationException();
    }
}
