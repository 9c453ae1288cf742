package org.port17.itests.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.port17.api.Endpoint;
import org.port17.api.ErrorKind;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.cell.BodyWriter;
import org.port17.cell.Frame;
import org.port17.cell.FrameType;
import org.port17.circuit.CircuitService;
import org.port17.link.Lane;
import org.port17.link.LaneEvents;
import org.port17.link.LinkService;
import org.port17.netmap.format.SignedPrekey;
import org.port17.node.OwnPrekey;
import org.port17.onion.NodeBuild;
import org.port17.onion.NodeLayer;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.PrekeyUse;

/** An entry that opens BUILDs as it should and then says of its successor whatever a test wants. */
class LyingHopTest {
    private static final byte[] REQUEST = new byte[300];
    private TestNet net;
    private TestNode liar;
    private LinkService links;
    private FrameType kind = FrameType.EXTEND_FAILED;
    private int times = 1;
    private byte[] says;
    private int lies;
    private CircuitService client;
    private ChosenRoute chosen;
    private CipherSuite suite;

    @BeforeEach
    void start() throws Exception {
        net = new TestNet(5);
        net.origins.host("echo", Hosts.Echo::new);
        suite = net.suites.get(0);
        liar = new TestNode("liar", net.suites, net.random);
        liar.prekeys.forEach(p -> net.map.prekeys.add(p.record()));
        net.list(liar, "nobody");
        links = net.links(net.plugins(), net.map, liar);
        links.listen(List.of(new Endpoint("mem", liar.name())), this::lie);
        chosen = new ChosenRoute(List.of(
                liar.id(),
                net.machines.get(0).self().id(),
                net.machines.get(1).self().id()));
        net.strategy = chosen;
        client = net.client(Map.of());
        net.loop.runUntilIdle();
    }

    private LaneEvents lie(Lane lane, byte[] blob) {
        try {
            OwnPrekey prekey = liar.prekey(NodeBuild.Clear.of(blob).prekeyId()).orElseThrow();
            NodeBuild build = NodeBuild.open(
                    blob,
                    liar.id(),
                    prekey.suite(),
                    prekey.secret(),
                    prekey.record().digest());
            NodeLayer layer = new NodeLayer(build.ratchet());
            BodyWriter writer = new BodyWriter(links.frames(), frame -> {
                layer.originate(frame, false);
                lane.send(frame);
            });
            lies++;
            for (int i = 0; i < times; i++) {
                writer.bytes(kind, 0, says);
            }
            writer.flush();
            return new Quiet();
        } catch (Port17Exception e) {
            throw new AssertionError(e);
        }
    }

    private static final class Quiet implements LaneEvents {
        @Override
        public void cell(Frame frame) {}

        @Override
        public void destroyed(Port17Exception reason) {}
    }

    private static byte[] stale(byte[] record) {
        byte[] said = new byte[1 + record.length];
        said[0] = 2;
        System.arraycopy(record, 0, said, 1, record.length);
        return said;
    }

    private byte[] record(TestNode of, CipherSuite in, PrekeyUse use, long notBefore) throws Port17Exception {
        return ((TestNode.Own) of.sign(in, use, notBefore)).signed().bytes();
    }

    private App talk(String name) throws Port17Exception {
        chosen.planned.clear();
        lies = 0;
        App app = new App(client, name, "echo");
        app.send(REQUEST);
        net.loop.advance(Duration.ofSeconds(5));
        return app;
    }

    private boolean planned(int which, NodeId node) {
        return chosen.planned.get(which).nodes().stream().anyMatch(n -> n.id().equals(node));
    }

    /** Nobody can tell which of the two it is, so neither serves while there are others. */
    @Test
    void whoSaysThatItsSuccessorIsLostIsLeftWithIt() throws Exception {
        kind = FrameType.NEXT_LOST;
        says = new byte[0];
        times = 3;
        App app = talk("app");
        assertNull(app.failure);
        assertArrayEquals(REQUEST, app.got.toByteArray());
        assertEquals(1, lies);
        assertEquals(2, chosen.planned.size());
        assertFalse(planned(1, liar.id()));
        assertFalse(planned(1, net.machines.get(0).self().id()));
    }

    @Test
    void whoPassesOnWhatWasNotSignedIsLeftOutAndItsSuccessorIsNot() throws Exception {
        TestNode next = net.machines.get(0).self();
        byte[] forged = record(next, suite, PrekeyUse.ONION, FixedMap.NOW);
        forged[80] ^= 1;
        List<byte[]> bad = List.of(
                forged,
                new byte[166],
                new byte[1_918],
                Arrays.copyOf(forged, 100),
                record(liar, suite, PrekeyUse.ONION, FixedMap.NOW),
                record(next, net.suites.get(1), PrekeyUse.ONION, FixedMap.NOW),
                record(next, suite, PrekeyUse.LINK, FixedMap.NOW));
        for (int i = 0; i < bad.size(); i++) {
            says = stale(bad.get(i));
            App app = talk("bad" + i);
            assertNull(app.failure);
            assertArrayEquals(REQUEST, app.got.toByteArray());
            assertEquals(1, lies, "record " + i);
            assertEquals(0, net.map.replaced, "record " + i);
            assertFalse(planned(1, liar.id()));
            net.loop.advance(Duration.ofSeconds(120));
        }
    }

    @Test
    void aTrueRecordOfANodeThatNeedsNoneCostsOneMoreTryAndNoMore() throws Exception {
        chosen.otherwiseNever(liar.id()); // it would lie there too
        TestNode next = net.machines.get(0).self();
        next.newPrekeys();
        SignedPrekey named = next.offered(suite.traits().id(), PrekeyUse.ONION).orElseThrow();
        says = stale(named.bytes());
        App app = talk("true");
        assertNull(app.failure);
        assertArrayEquals(REQUEST, app.got.toByteArray());
        assertEquals(2, lies);
        assertEquals(1, net.map.replaced);
        assertFalse(planned(1, next.id()), "the one it names is left out");
        assertEquals(1, net.origins.dialled, "nothing was done twice");
    }

    @Test
    void oldRecordsAreNoWayBack() throws Exception {
        chosen.otherwiseNever(liar.id()); // it would lie there too
        TestNode next = net.machines.get(0).self();
        long used = net.map
                .prekey(next.id(), suite.traits().id(), PrekeyUse.ONION)
                .orElseThrow()
                .notBefore();
        for (long notBefore : new long[] {used, used - 1, FixedMap.NOW - 21_600, FixedMap.NOW + 3_601}) {
            says = stale(record(next, suite, PrekeyUse.ONION, notBefore));
            App app = talk("old" + notBefore);
            assertNull(app.failure);
            assertArrayEquals(REQUEST, app.got.toByteArray());
            assertEquals(1, lies);
            assertEquals(0, net.map.replaced);
            net.loop.advance(Duration.ofSeconds(120));
        }
    }

    @Test
    void whatIsNoFailureAtAllBreaksTheCircuitAndNothingElse() throws Exception {
        chosen.otherwiseNever(liar.id()); // it would lie there too
        Random random = new Random(41);
        for (int i = 0; i < 300; i++) {
            says = new byte[i == 0 ? 0 : random.nextInt(i % 3 == 0 ? 3_000 : 300)];
            random.nextBytes(says);
            if (says.length > 0 && i % 2 == 0) {
                says[0] = 2;
            }
            App app = talk("noise" + i);
            boolean moved = app.failure == null && Arrays.equals(REQUEST, app.got.toByteArray());
            boolean broke = app.failure != null && app.failure.kind() == ErrorKind.CIRCUIT_BROKEN;
            assertTrue(moved || broke, "payload " + i);
            assertEquals(0, net.map.replaced);
            net.loop.advance(Duration.ofSeconds(120));
        }
        says = stale(new byte[0]);
        assertNull(talk("last").failure, "the client still works");
    }
}
