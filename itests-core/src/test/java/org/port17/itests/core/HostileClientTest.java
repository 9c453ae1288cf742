package org.port17.itests.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.port17.api.Destination;
import org.port17.api.ErrorKind;
import org.port17.api.Node;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.cell.BodyReader;
import org.port17.cell.BodyWriter;
import org.port17.cell.BuildFailure;
import org.port17.cell.CellClass;
import org.port17.cell.Frame;
import org.port17.cell.FrameType;
import org.port17.cell.Layout;
import org.port17.link.Lane;
import org.port17.link.LaneEvents;
import org.port17.link.LinkService;
import org.port17.netmap.PrekeyRecord;
import org.port17.onion.ClientBuild;
import org.port17.onion.ClientLayers;
import org.port17.onion.HopPlan;
import org.port17.onion.RandomBytes;
import org.port17.payment.free.FreePayment;
import org.port17.ratchet.SuiteNotice;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.PrekeyUse;

/** A client with the right keys that does not keep to the protocol. */
class HostileClientTest {
    private TestNet net;
    private LinkService links;

    @BeforeEach
    void start() throws Exception {
        net = new TestNet(3);
        links = Settings.component(LinkService.class, Map.of(), net.loop, net.plugins(), net.map, (Object) null);
    }

    /** A circuit driven by hand. */
    private final class Circuit implements LaneEvents {
        final Lane lane;
        final ClientLayers layers;
        final BodyWriter writer;
        final List<ErrorKind> extendFailed = new ArrayList<>();
        final List<SuiteNotice> notices = new ArrayList<>();
        int answers;
        int received;
        boolean destroyed;
        private int target;

        Circuit(NodeId... route) throws Exception {
            CipherSuite suite = net.suites.get(0);
            List<HopPlan> hops = new ArrayList<>();
            for (NodeId id : route) {
                PrekeyRecord prekey = net.map
                        .current()
                        .prekey(id, suite.traits().id(), PrekeyUse.ONION)
                        .orElseGet(() -> net.map.prekeys.get(1));
                byte[] token = new FreePayment().wallet().draw(id);
                hops.add(new HopPlan(id, suite, prekey.id(), prekey.publicKey(), prekey.digest(), token));
            }
            writer = new BodyWriter(links.frames(), this::send);
            ClientBuild build = ClientBuild.make(hops, List.of(), writer, net.random);
            layers = new ClientLayers(build.ratchets(), new RandomBytes(net.random), links.frames());
            lane = links.to(node(route[0]).orElseThrow()).open(this);
            lane.build(build.blob());
        }

        private java.util.Optional<Node> node(NodeId id) {
            return net.map.current().node(id);
        }

        private void send(Frame frame) {
            layers.wrap(frame, target);
            lane.send(frame);
        }

        void offer(int hop) throws Port17Exception {
            send(hop, FrameType.OFFER, 0, made(hop, layers.hop(hop).suite()));
        }

        byte[] made(int hop, CipherSuite suite) throws Port17Exception {
            return layers.hop(hop).offer(suite, net.random);
        }

        void send(int hop, FrameType type, int stream, byte[] payload) {
            target = hop;
            writer.bytes(type, stream, payload);
            writer.flush();
            net.loop.runUntilIdle();
        }

        @Override
        public void cell(Frame frame) {
            try {
                ClientLayers.Unwrapped cell = layers.unwrap(frame);
                if (cell.frame() != frame) {
                    links.frames().release(cell.frame()); // read before anything else is taken
                }
                BodyReader reader = new BodyReader();
                reader.start(cell.frame().array(), cell.bodyOffset(), cell.bodySize());
                while (reader.next()) {
                    if (reader.type() == FrameType.EXTEND_FAILED) {
                        extendFailed.add(BuildFailure.read(reader).kind());
                    } else if (reader.type() == FrameType.DATA) {
                        received += reader.length();
                    } else if (reader.type() == FrameType.ANSWER) {
                        layers.hop(cell.origin()).accept(reader.bytes(reader.length()));
                        layers.hop(cell.origin()).switchOpening();
                        layers.switchNext(cell.origin());
                        answers++;
                    } else if (reader.type() == FrameType.SUITES) {
                        notices.add(SuiteNotice.of(reader.bytes()));
                    }
                }
            } catch (Port17Exception e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void destroyed(Port17Exception reason) {
            destroyed = true;
        }
    }

    private NodeId id(int machine) {
        return net.machines.get(machine).self().id();
    }

    @Test
    void cellsSentBehindABuildThatCannotBeExtendedDoNotHideTheReason() throws Exception {
        byte[] nobody = new byte[NodeId.BYTES];
        nobody[0] = 1;
        Circuit circuit = new Circuit(id(0), NodeId.of(nobody));
        circuit.offer(0);
        circuit.offer(1);
        net.loop.runUntilIdle();
        assertEquals(List.of(ErrorKind.NODE_UNREACHABLE), circuit.extendFailed);
        assertFalse(circuit.destroyed);
        assertEquals(1, circuit.answers);
    }

    @Test
    void ratchetStepsOfOneLinkAreBounded() throws Exception {
        Circuit circuit = new Circuit(id(0));
        for (int i = 0; i < 1000 && !circuit.destroyed; i++) {
            circuit.offer(0);
            net.loop.runUntilIdle();
            if (!circuit.destroyed) {
                circuit.writer.emptyCell();
                net.loop.runUntilIdle();
            }
        }
        assertTrue(circuit.destroyed, "a client makes a node compute without end");
        assertTrue(circuit.answers <= 400, circuit.answers + " steps at once");
        assertEquals(0, net.machines.get(0).view(net.loop).circuits());
    }

    /** Every offer that is not the one that is due: the circuit ends, and the node says nothing. */
    @Test
    void offersThatAreNotDueEndTheCircuit() throws Exception {
        CipherSuite suite = net.suites.get(0);
        Map<String, UnaryOperator<byte[]>> wrong = Map.of(
                "epoch 0", offer -> with(offer, 5, 0),
                "epoch 2", offer -> with(offer, 5, 2),
                "a negative epoch", offer -> with(offer, 2, 0xff),
                "cut short", offer -> Arrays.copyOf(offer, offer.length - 1),
                "too long", offer -> Arrays.copyOf(offer, offer.length + 1),
                "a header alone", offer -> Arrays.copyOf(offer, 6),
                "nothing", offer -> new byte[0],
                "a key out of range",
                        offer -> {
                            byte[] bad = offer.clone();
                            Arrays.fill(bad, 6, 30, (byte) 0xff);
                            return bad;
                        });
        for (var each : wrong.entrySet()) {
            Circuit circuit = new Circuit(id(0));
            circuit.send(0, FrameType.OFFER, 0, each.getValue().apply(circuit.made(0, suite)));
            assertTrue(circuit.destroyed, each.getKey());
            assertEquals(0, circuit.answers, each.getKey());
            assertTrue(circuit.notices.isEmpty(), each.getKey());
        }
        Circuit onAStream = new Circuit(id(0));
        onAStream.send(0, FrameType.OFFER, 3, onAStream.made(0, suite));
        assertTrue(onAStream.destroyed);
        Circuit twice = new Circuit(id(0));
        byte[] offer = twice.made(0, suite);
        twice.send(0, FrameType.OFFER, 0, offer);
        assertEquals(1, twice.answers);
        twice.send(0, FrameType.OFFER, 0, offer);
        assertTrue(twice.destroyed, "the same offer again");
    }

    /** What only a node may send, and what no node has asked for. */
    @Test
    void messagesOfTheOtherEndEndTheCircuit() throws Exception {
        for (FrameType type : List.of(FrameType.ANSWER, FrameType.SUITES)) {
            Circuit circuit = new Circuit(id(0));
            circuit.send(0, type, 0, new byte[1158]);
            assertTrue(circuit.destroyed, type.name());
        }
    }

    @Test
    void anOfferOfAForbiddenSuiteIsRefusedAndTheNextOneAnswered() throws Exception {
        CipherSuite chacha = net.suites.get(1);
        net.machines.get(0).plugins().suites.remove(chacha);
        Circuit circuit = new Circuit(id(0));
        circuit.send(0, FrameType.OFFER, 0, circuit.made(0, chacha));
        assertEquals(List.of(new SuiteNotice(1, List.of(0x0101))), circuit.notices);
        assertEquals(0, circuit.answers);
        assertFalse(circuit.destroyed);
        circuit.layers.hop(0).refused(1);
        circuit.offer(0);
        assertEquals(1, circuit.answers);
        assertFalse(circuit.destroyed);
        byte[] unknown = with(with(new byte[1222], 0, 0x7f), 5, 2);
        circuit.writer.emptyCell();
        net.loop.runUntilIdle();
        circuit.send(0, FrameType.OFFER, 0, unknown);
        assertEquals(2, circuit.notices.size(), "a suite nobody knows is refused like one that is forbidden");
        assertFalse(circuit.destroyed);
    }

    /** A mark without a prepared epoch: nothing may be skipped. */
    @Test
    void aSwitchThatIsNotDueEndsTheCircuit() throws Exception {
        Circuit circuit = new Circuit(id(0));
        circuit.offer(0);
        circuit.writer.emptyCell();
        net.loop.runUntilIdle();
        assertFalse(circuit.destroyed);
        Frame frame = links.frames().take(CellClass.SMALL);
        byte[] a = frame.array();
        int at = frame.offset();
        int size = frame.cellClass().size();
        Arrays.fill(a, at, at + size, (byte) 0);
        Layout.header(a, at + size - Layout.SHIFT, Layout.LOCAL, Layout.FLAG_SWITCH);
        circuit.layers.hop(0).seal(frame.cellClass().wire(), a, at, size - Layout.TAG, a, at);
        circuit.lane.send(frame);
        net.loop.runUntilIdle();
        assertTrue(circuit.destroyed);
    }

    private static byte[] with(byte[] bytes, int at, int value) {
        byte[] changed = bytes.clone();
        changed[at] = (byte) value;
        return changed;
    }

    @Test
    void aFrameForAStreamThatNeverWasEndsTheCircuit() throws Exception {
        for (FrameType type : List.of(FrameType.DATA, FrameType.FIN, FrameType.RESET, FrameType.CREDIT)) {
            for (int stream : new int[] {0, 2, -1}) {
                if (type == FrameType.CREDIT && stream == 0) {
                    continue;
                }
                Circuit circuit = new Circuit(id(0));
                circuit.writer.connect(1, Destination.of("nowhere", 80));
                byte[] payload = type == FrameType.FIN ? new byte[0] : new byte[] {0, 0, 0, 1};
                circuit.writer.bytes(type, stream, type == FrameType.RESET ? new byte[] {5} : payload);
                circuit.writer.flush();
                net.loop.runUntilIdle();
                assertTrue(circuit.destroyed, type + " on stream " + stream);
            }
        }
        assertEquals(0, net.machines.get(0).view(net.loop).circuits());
    }

    @Test
    void creditsOfOneByteForManyStreamsCostOneTurnAndEveryByteStillComes() throws Exception {
        net.origins.host("big", () -> new Hosts.Source(3, 1 << 20));
        Circuit circuit = new Circuit(id(0));
        int streams = 80;
        for (int i = 1; i <= streams; i++) {
            circuit.writer.connect(i, Destination.of("big", 80));
            circuit.writer.data(i, java.nio.ByteBuffer.wrap(new byte[1]), 1);
        }
        circuit.writer.flush();
        net.loop.runUntilIdle();
        assertEquals(4 << 20, circuit.received, "80 streams of 256 KiB wait for the circuit's first credit");
        int credited = 2000;
        for (int i = 0; i < credited; i++) {
            circuit.writer.credit(0, 1);
        }
        circuit.writer.flush();
        net.loop.runUntilIdle();
        while (credited < circuit.received) {
            int more = circuit.received - credited;
            circuit.writer.credit(0, more);
            credited += more;
            circuit.writer.flush();
            net.loop.runUntilIdle();
        }
        assertEquals(streams * (256 << 10), circuit.received);
        assertFalse(circuit.destroyed);
    }

    @Test
    void aStreamNumberServesOnce() throws Exception {
        Circuit circuit = new Circuit(id(0));
        circuit.writer.connect(5, Destination.of("nowhere", 80));
        circuit.writer.flush();
        net.loop.runUntilIdle();
        assertFalse(circuit.destroyed);
        circuit.writer.connect(5, Destination.of("nowhere", 80));
        circuit.writer.flush();
        net.loop.runUntilIdle();
        assertTrue(circuit.destroyed);
    }
}
