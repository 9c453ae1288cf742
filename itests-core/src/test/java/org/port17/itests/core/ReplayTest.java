package org.port17.itests.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.port17.api.ErrorKind;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.cell.BodyWriter;
import org.port17.cell.BuildFailure;
import org.port17.cell.Frame;
import org.port17.link.Lane;
import org.port17.link.LaneEvents;
import org.port17.link.LinkService;
import org.port17.netmap.PrekeyRecord;
import org.port17.netmap.format.SignedPrekey;
import org.port17.onion.ClientBuild;
import org.port17.onion.HopPlan;
import org.port17.payment.free.FreePayment;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.PrekeyUse;

/** A BUILD is opened at most once, whatever happened to its node since, and a flood of them shuts nobody out for long. */
class ReplayTest {
    private static final int ROOM = 50;
    private TestNet net;
    private LinkService links;
    private CipherSuite suite;

    @BeforeEach
    void start() throws Exception {
        net = new TestNet(3);
        suite = net.suites.get(0);
        links = links();
    }

    private LinkService links() throws Exception {
        return Settings.component(LinkService.class, Map.of(), net.loop, net.plugins(), net.map, (Object) null);
    }

    /** What happened on the lane of one BUILD. */
    private static final class Outcome implements LaneEvents {
        final List<BuildFailure> refusals = new ArrayList<>();
        int destroyed;

        @Override
        public void cell(Frame frame) {
            throw new AssertionError("nobody asked for anything");
        }

        @Override
        public void buildFailed(BuildFailure why) {
            refusals.add(why);
        }

        @Override
        public void destroyed(Port17Exception reason) {
            destroyed++;
        }

        boolean taken() {
            return refusals.isEmpty() && destroyed == 0;
        }
    }

    private TestNet.Machine node() {
        return net.machines.get(0);
    }

    private PrekeyRecord newest() {
        NodeId id = node().self().id();
        return net.map.prekey(id, suite.traits().id(), PrekeyUse.ONION).orElseThrow();
    }

    private byte[] build(PrekeyRecord prekey) throws Port17Exception {
        NodeId id = node().self().id();
        byte[] token = new FreePayment().wallet().draw(id);
        HopPlan hop = new HopPlan(id, suite, prekey.id(), prekey.publicKey(), prekey.digest(), token);
        ClientBuild build =
                ClientBuild.make(List.of(hop), List.of(), new BodyWriter(links.frames(), frame -> {}), net.random);
        build.ratchets().forEach(org.port17.ratchet.DoubleRatchet::close);
        return build.blob();
    }

    private Outcome send(LinkService over, byte[] blob) throws Port17Exception {
        Outcome outcome = new Outcome();
        Lane lane = over.to(net.map.node(node().self().id()).orElseThrow()).open(outcome);
        lane.build(blob);
        net.loop.runUntilIdle();
        return outcome;
    }

    private long circuits() {
        return node().view(net.loop).circuits();
    }

    @Test
    void theSameBuildIsRefusedOnEveryLink() throws Exception {
        byte[] blob = build(newest());
        assertTrue(send(links, blob).taken());
        for (LinkService over : List.of(links, links(), links())) {
            Outcome again = send(over, blob);
            assertEquals(1, again.destroyed);
            assertTrue(again.refusals.isEmpty(), "a replay learns nothing");
        }
        assertEquals(1, circuits());
    }

    @Test
    void aRestartForgetsNothingThatCouldBeReplayed() throws Exception {
        PrekeyRecord old = newest();
        byte[] blob = build(old);
        assertTrue(send(links, blob).taken());
        net.restart(0);
        Outcome again = send(links, blob);
        assertEquals(ErrorKind.STALE_PREKEY, again.refusals.get(0).kind());
        assertEquals(0, circuits());
        assertEquals(1, send(links, build(old)).refusals.size(), "over the link that stands now");
        PrekeyRecord named = SignedPrekey.parse(again.refusals.get(0).prekey()).record();
        assertTrue(send(links, build(named)).taken());
        assertEquals(1, circuits());
    }

    @Test
    void aFullMemoryRefusesReplaysAndOthersAlike() throws Exception {
        node().self().room = ROOM;
        node().self().replacePrekeys();
        node().self().prekeys.forEach(p -> net.map.prekeys.add(p.record()));
        PrekeyRecord flooded = newest();
        byte[] first = build(flooded);
        assertTrue(send(links, first).taken());
        for (int i = 1; i < ROOM; i++) {
            assertTrue(send(links, build(flooded)).taken());
        }
        long taken = circuits();
        Outcome full = send(links, build(flooded));
        assertEquals(ErrorKind.OVERLOADED, full.refusals.get(0).kind(), "no other prekey is there yet");
        assertEquals(0, full.refusals.get(0).prekey().length);
        assertTrue(!send(links, first).taken());
        assertEquals(taken, circuits(), "refuse, never accept");
        node().self().newPrekeys();
        Outcome renewed = send(links, build(flooded));
        PrekeyRecord next = SignedPrekey.parse(renewed.refusals.get(0).prekey()).record();
        assertTrue(send(links, build(next)).taken(), "one round trip after the node made another");
        assertTrue(!send(links, first).taken());
        assertEquals(taken + 1, circuits());
    }

    @Test
    void oneLinksFloodLeavesRoomForOthersAndEndsWithIt() throws Exception {
        LinkService flooder = links();
        int taken = 0;
        int refused = 0;
        for (int i = 0; i < 1_000; i++) {
            if (send(flooder, build(newest())).taken()) {
                taken++;
            } else {
                refused++;
            }
        }
        assertEquals(200, taken, "a second's worth");
        assertEquals(800, refused);
        assertTrue(send(links, build(newest())).taken(), "another link has its own limit");
        net.loop.advance(java.time.Duration.ofSeconds(1));
        assertTrue(send(flooder, build(newest())).taken());
    }
}
