package org.port17.itests.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.port17.api.Destination;
import org.port17.api.ErrorKind;
import org.port17.api.Node;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.cell.BodyReader;
import org.port17.cell.BodyWriter;
import org.port17.cell.Frame;
import org.port17.cell.FrameType;
import org.port17.cell.ResetCode;
import org.port17.link.Lane;
import org.port17.link.LaneEvents;
import org.port17.link.LinkService;
import org.port17.netmap.PrekeyRecord;
import org.port17.onion.ClientBuild;
import org.port17.onion.ClientLayers;
import org.port17.onion.HopPlan;
import org.port17.onion.RandomBytes;
import org.port17.payment.free.FreePayment;
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
            target = hop;
            var ratchet = layers.hop(hop);
            writer.bytes(FrameType.OFFER, 0, ratchet.offer(ratchet.suite(), net.random));
            writer.flush();
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
                        extendFailed.add(ResetCode.kind(reader.code()));
                    } else if (reader.type() == FrameType.DATA) {
                        received += reader.length();
                    } else if (reader.type() == FrameType.ANSWER) {
                        layers.hop(cell.origin()).accept(reader.bytes(reader.length()));
                        layers.hop(cell.origin()).switchOpening();
                        layers.switchNext(cell.origin());
                        answers++;
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
        int window = 16 << 20;
        assertEquals(window, circuit.received, "80 streams of 256 KiB wait for the circuit's window");
        for (int i = 0; i < 2000; i++) {
            circuit.writer.credit(0, 1);
        }
        circuit.writer.credit(0, window - 2000);
        circuit.writer.flush();
        net.loop.runUntilIdle();
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
