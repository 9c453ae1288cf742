package org.port17.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.port17.api.Endpoint;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.cell.CellClass;
import org.port17.cell.Frame;

/** Two processes, one link: handshake, lanes, ends. */
class LinkTest {
    private final Lab lab = new Lab();

    @Test
    void buildsAndCellsTravelBothWays() throws Port17Exception {
        Lab.Peer node = lab.new Peer(true).listen("mem:a");
        Lab.Peer client = lab.new Peer(false);
        Recorder mine = new Recorder();
        byte[] blob = lab.blob();
        Lane lane = client.links.to(node.node).open(mine);
        lane.build(blob);
        Frame bulk = client.frame(CellClass.BULK);
        byte[] sent = Recorder.bytes(bulk);
        lane.send(bulk);
        lab.loop.runUntilIdle();
        assertArrayEquals(blob, node.blobs.get(0));
        assertArrayEquals(sent, node.recorders.get(0).cells.get(0));
        Frame back = node.frame(CellClass.SMALL);
        byte[] answer = Recorder.bytes(back);
        node.built.get(0).send(back);
        lab.loop.runUntilIdle();
        assertArrayEquals(answer, mine.cells.get(0));
        assertTrue(client.links.linked(node.node.id()));
        assertEquals(Optional.of(node.node.id()), lane.link().peer());
        assertEquals(Optional.empty(), node.built.get(0).link().peer(), "a client stays nameless");
        assertSame(lane.link(), client.links.to(node.node), "one link serves all circuits to a node");
    }

    @Test
    void firstFlightArrivesBeforeTheAnswerLeaves() throws Port17Exception {
        lab.network.delay(Duration.ofMillis(25));
        Lab.Peer node = lab.new Peer(true).listen("mem:a");
        Lab.Peer client = lab.new Peer(false);
        Lane lane = client.lane(node, new Recorder());
        lane.send(client.frame(CellClass.SMALL));
        // Connecting takes one round trip, the first flight half of one more.
        lab.loop.advance(Duration.ofMillis(76));
        assertEquals(1, node.recorders.size());
        assertEquals(1, node.recorders.get(0).cells.size());
        assertFalse(client.links.linked(node.node.id()), "the WELCOME is still under way");
        lab.loop.advance(Duration.ofMillis(25));
        assertTrue(client.links.linked(node.node.id()));
        assertEquals(50, lane.link().rttMillis(), 1);
        assertEquals(50, client.links.rttMillis(node.node.id()).orElseThrow(), 1);
    }

    @Test
    void nodesAreKnownToEachOtherAndShareOneLink() throws Port17Exception {
        Lab.Peer a = lab.new Peer(true).listen("mem:a");
        Lab.Peer b = lab.new Peer(true).listen("mem:b");
        a.lane(b, new Recorder());
        lab.loop.runUntilIdle();
        assertEquals(Optional.of(a.identity.id()), b.built.get(0).link().peer());
        Lane back = b.lane(a, new Recorder());
        lab.loop.runUntilIdle();
        assertSame(b.built.get(0).link(), back.link());
        assertEquals(1, a.built.size());
        assertTrue(back.circuit() < 0, "the acceptor's circuits have the top bit set");
        assertTrue(b.built.get(0).circuit() > 0);
    }

    @Test
    void destroyReachesTheOtherEndBothWays() throws Port17Exception {
        Lab.Peer node = lab.new Peer(true).listen("mem:a");
        Lab.Peer client = lab.new Peer(false);
        Recorder first = new Recorder();
        Recorder second = new Recorder();
        Lane one = client.lane(node, first);
        Lane two = client.lane(node, second);
        lab.loop.runUntilIdle();
        one.destroy();
        one.destroy();
        node.built.get(1).destroy();
        two.send(client.frame(CellClass.SMALL)); // crosses the DESTROY
        lab.loop.runUntilIdle();
        assertEquals(ErrorKind.CIRCUIT_BROKEN, node.recorders.get(0).ends.get(0).kind());
        assertEquals(ErrorKind.CIRCUIT_BROKEN, second.ends.get(0).kind());
        assertTrue(first.ends.isEmpty(), "no event for who destroys");
        assertTrue(node.recorders.get(1).ends.isEmpty());
        two.send(client.frame(CellClass.SMALL));
        lab.loop.advance(Duration.ofSeconds(1));
        assertTrue(client.links.linked(node.node.id()), "late cells hurt nobody");
        assertEquals(0, client.onlyLink().circuits().size());
        assertEquals(0, node.onlyLink().circuits().size());
    }

    @Test
    void deadNodeIsReportedAtOnce() throws Port17Exception {
        Lab.Peer node = lab.new Peer(true).listen("mem:a");
        node.listening.close();
        Lab.Peer client = lab.new Peer(false);
        Recorder mine = new Recorder();
        Lane lane = client.lane(node, mine);
        lab.loop.runUntilIdle();
        assertEquals(ErrorKind.NODE_UNREACHABLE, mine.ends.get(0).kind());
        lane.send(client.frame(CellClass.SMALL));
        Link link = lane.link();
        assertEquals(
                ErrorKind.NODE_UNREACHABLE,
                assertThrows(Port17Exception.class, () -> link.open(mine)).kind());
        assertTrue(client.context.links().all().isEmpty());
        assertEquals(0, lab.loop.timers(), "a dead link leaves no timer");
    }

    @Test
    void secondEndpointServesWhereTheFirstRefuses() throws Port17Exception {
        Lab.Peer node = lab.new Peer(true).listen("mem:nobody", "mem:b");
        node.listening.close();
        Lab.Peer client = lab.new Peer(false);
        node.links.listen(List.of(new Endpoint("mem", "b")), (lane, blob) -> {
            node.built.add(lane);
            return new Recorder();
        });
        client.lane(node, new Recorder());
        lab.loop.runUntilIdle();
        assertEquals(1, node.built.size());
    }

    @Test
    void stalePrekeyAsksForANewMap() throws Port17Exception {
        Lab.Peer node = lab.new Peer(true).listen("mem:a");
        Lab.Peer client = lab.new Peer(false);
        node.identity.forgetPrekeys();
        Recorder mine = new Recorder();
        client.lane(node, mine);
        lab.loop.runUntilIdle();
        assertEquals(ErrorKind.STALE_PREKEY, mine.ends.get(0).kind());
        assertTrue(lab.map.refreshes > 0);
        assertEquals(
                ErrorKind.STALE_PREKEY,
                assertThrows(Port17Exception.class, () -> client.links.to(node.node))
                        .kind());
        node.newPrekeys();
        client.lane(node, new Recorder());
        lab.loop.runUntilIdle();
        assertEquals(1, node.built.size());
    }

    @Test
    void goodbyeEndsTheLinkAtBothEnds() throws Port17Exception {
        Lab.Peer node = lab.new Peer(true).listen("mem:a");
        Lab.Peer client = lab.new Peer(false);
        Recorder mine = new Recorder();
        client.lane(node, mine);
        lab.loop.runUntilIdle();
        client.links.stop();
        lab.loop.runUntilIdle();
        assertEquals(ErrorKind.CLOSED, mine.ends.get(0).kind());
        assertEquals(ErrorKind.CIRCUIT_BROKEN, node.recorders.get(0).ends.get(0).kind());
        assertTrue(node.context.links().all().isEmpty());
        assertEquals(0, lab.loop.timers());
        assertThrows(Port17Exception.class, () -> client.links.to(node.node));
    }

    @Test
    void noCommonSuiteAndNoPrekeyAreToldApart() throws Port17Exception {
        Lab.Peer node = lab.new Peer(true).listen("mem:a");
        Lab.Peer client = lab.new Peer(false);
        lab.map.prekeys.clear();
        assertEquals(
                ErrorKind.STALE_PREKEY,
                assertThrows(Port17Exception.class, () -> client.links.to(node.node))
                        .kind());
        lab.map.permitted.clear();
        assertEquals(
                ErrorKind.NO_SUITE,
                assertThrows(Port17Exception.class, () -> client.links.to(node.node))
                        .kind());
        client.plugins.transports.clear();
        lab.map.permitted.add(Lab.AES.traits().id());
        node.newPrekeys();
        assertEquals(
                ErrorKind.NODE_UNREACHABLE,
                assertThrows(Port17Exception.class, () -> client.links.to(node.node))
                        .kind());
    }
}
