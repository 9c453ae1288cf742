package org.port17.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.view.LinkView;
import org.port17.cell.CellClass;
import org.port17.cell.Frame;
import org.port17.transport.memory.MemoryWire;
import org.port17.transport.memory.Tap;

/** Bounds, fairness, quiet links, and what a tap sees. */
class TrafficTest {
    private final Lab lab = new Lab();

    @Test
    void aFullWindowQueuesAndDrains() throws Port17Exception {
        lab.settings = Lab.settings(256 * 1024, 24 << 20);
        lab.network.delay(Duration.ofMillis(20));
        Lab.Peer node = lab.new Peer(true).listen("mem:a");
        Lab.Peer client = lab.new Peer(false);
        Lane lane = client.lane(node, new Recorder());
        lab.loop.advance(Duration.ofMillis(500));
        Stream stream = new Stream();
        node.recorders.get(0).onCell = stream::cell;
        for (int i = 0; i < 400; i++) {
            stream.send(client, lane, CellClass.BULK);
        }
        int queued = lane.queued();
        assertTrue(queued > 5 << 20, "all but a window waits");
        assertTrue(queued < 400 * CellClass.BULK.size());
        lab.loop.advance(Duration.ofSeconds(20));
        assertEquals(0, lane.queued());
        assertTrue(stream.whole());
    }

    @Test
    void aLineIsBusyWhileMuchIsUnderWayAndArrives() throws Port17Exception {
        lab.network.delay(Duration.ofMillis(20));
        Lab.Peer node = lab.new Peer(true).listen("mem:a");
        Lab.Peer client = lab.new Peer(false);
        Lane lane = client.lane(node, new Recorder());
        lab.loop.advance(Duration.ofSeconds(1));
        Link link = client.onlyLink();
        for (int i = 0; i < 6; i++) {
            lane.send(client.frame(CellClass.SMALL));
        }
        assertFalse(link.busy(), "no more than is always under way");
        lane.send(client.frame(CellClass.SMALL));
        assertTrue(link.busy());
        lab.loop.advance(Duration.ofSeconds(1));
        assertFalse(link.busy(), "it arrived");
        lab.network.wires().get(0).delay(Duration.ofHours(1));
        for (int i = 0; i < 7; i++) {
            lane.send(client.frame(CellClass.SMALL));
        }
        lab.loop.advance(Duration.ofMillis(500));
        assertTrue(link.busy());
        lab.loop.advance(Duration.ofMillis(500));
        assertFalse(link.busy(), "nothing arrives: this line is not slow");
    }

    @Test
    void aBulkCircuitDelaysASmallOneByOneTurn() throws Port17Exception {
        lab.settings = Lab.settings(256 * 1024, 24 << 20);
        lab.network.delay(Duration.ofMillis(5));
        Lab.Peer node = lab.new Peer(true).listen("mem:a");
        Lab.Peer client = lab.new Peer(false);
        Lane bulk = client.lane(node, new Recorder());
        Lane small = client.lane(node, new Recorder());
        lab.loop.advance(Duration.ofMillis(500));
        int[] bulkSeen = {0};
        int[] atSmall = {-1};
        node.recorders.get(0).onCell = frame -> bulkSeen[0]++;
        node.recorders.get(1).onCell = frame -> atSmall[0] = bulkSeen[0];
        for (int i = 0; i < 500; i++) {
            bulk.send(client.frame(CellClass.BULK));
        }
        small.send(client.frame(CellClass.SMALL));
        lab.loop.advance(Duration.ofSeconds(20));
        assertEquals(500, bulkSeen[0]);
        int window = 256 * 1024 / CellClass.BULK.size();
        int turn = Turns.QUANTUM / CellClass.BULK.size();
        assertTrue(atSmall[0] >= 0 && atSmall[0] <= window + 2 * turn, "after " + atSmall[0] + " bulk cells");
    }

    @Test
    void aLaneSaysOnceThatItIsEmptyToWhoAsked() throws Port17Exception {
        lab.settings = Lab.settings(256 * 1024, 24 << 20);
        lab.network.delay(Duration.ofMillis(5));
        Lab.Peer node = lab.new Peer(true).listen("mem:a");
        Lab.Peer client = lab.new Peer(false);
        Recorder mine = new Recorder();
        Lane lane = client.lane(node, mine);
        lab.loop.advance(Duration.ofMillis(500));
        fill(client, lane);
        lab.loop.advance(Duration.ofSeconds(20));
        assertEquals(0, mine.emptied, "nobody asked");
        fill(client, lane);
        lane.tellWhenEmpty();
        assertEquals(0, mine.emptied);
        lab.loop.advance(Duration.ofSeconds(20));
        assertEquals(1, mine.emptied);
        fill(client, lane);
        lab.loop.advance(Duration.ofSeconds(20));
        assertEquals(1, mine.emptied);
    }

    private static void fill(Lab.Peer from, Lane lane) {
        for (int i = 0; i < 40; i++) {
            lane.send(from.frame(CellClass.BULK));
        }
        assertTrue(lane.queued() > 0);
    }

    @Test
    void aCircuitThatPilesUpEndsAloneAndSoDoesTheLargestOfALink() throws Port17Exception {
        lab.settings = new LinkSettings(
                new LinkSettings.Bounds(64 << 10, 1 << 20, 3 << 20, 1000, 100, 20, 500), lab.settings.times());
        Lab.Peer node = lab.new Peer(true).listen("mem:a");
        Lab.Peer client = lab.new Peer(false);
        Recorder[] mine = new Recorder[5];
        Lane[] lanes = new Lane[5];
        for (int i = 0; i < 5; i++) {
            mine[i] = new Recorder();
            lanes[i] = client.lane(node, mine[i]);
        }
        lab.loop.runUntilIdle();
        lab.network.delay(Duration.ofHours(1));
        lab.network.wires().forEach(wire -> wire.delay(Duration.ofSeconds(30)));
        for (int i = 0; i < 70; i++) {
            lanes[0].send(client.frame(CellClass.BULK));
        }
        assertTrue(mine[0].ends.isEmpty(), "told after this turn, not inside the call");
        lab.loop.runUntilIdle();
        assertEquals(ErrorKind.OVERLOADED, mine[0].ends.get(0).kind());
        for (int lane = 1; lane < 5; lane++) {
            for (int i = 0; i < 50 + lane; i++) {
                lanes[lane].send(client.frame(CellClass.BULK));
            }
        }
        lab.loop.runUntilIdle();
        long ended = java.util.Arrays.stream(mine)
                .skip(1)
                .filter(r -> !r.ends.isEmpty())
                .count();
        assertEquals(1, ended, "one makes room for the others");
        assertTrue(client.onlyLink().outbox().queued() <= 3 << 20);
    }

    @Test
    void lanesAreLimited() throws Port17Exception {
        lab.settings = new LinkSettings(
                new LinkSettings.Bounds(1 << 20, 1 << 20, 3 << 20, 3, 100, 20, 500), lab.settings.times());
        Lab.Peer node = lab.new Peer(true).listen("mem:a");
        lab.settings = Lab.settings(1 << 20, 1 << 20);
        Lab.Peer client = lab.new Peer(false);
        Recorder last = new Recorder();
        for (int i = 0; i < 3; i++) {
            client.lane(node, new Recorder());
        }
        client.lane(node, last);
        lab.loop.runUntilIdle();
        assertEquals(3, node.built.size());
        assertEquals(ErrorKind.CIRCUIT_BROKEN, last.ends.get(0).kind());
        Link back = node.built.get(0).link();
        assertEquals(
                ErrorKind.OVERLOADED,
                assertThrows(Port17Exception.class, () -> back.open(new Recorder()))
                        .kind());
    }

    @Test
    void manyStrangersWhoTakeNothingCannotFillANode() throws Port17Exception {
        Lab.Peer node = lab.new Peer(true).listen("mem:a");
        node.context.held().most(2 << 20);
        Lab.Peer good = lab.new Peer(true).listen("mem:b");
        Recorder honest = new Recorder();
        Lane fine = good.lane(node, honest);
        List<Recorder> strangers = new java.util.ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Recorder stranger = new Recorder();
            strangers.add(stranger);
            lab.new Peer(false).lane(node, stranger);
            lab.loop.runUntilIdle();
        }
        lab.network.delay(Duration.ofHours(1)); // nobody acknowledges
        lab.network.wires().forEach(wire -> wire.delay(Duration.ofHours(1)));
        for (int i = 0; i < 40; i++) {
            for (Lane lane : node.built) {
                lane.send(node.frame(CellClass.BULK));
                lab.loop.runUntilIdle();
            }
        }
        assertTrue(
                node.context.held().bytes() <= 2 << 20,
                "held " + node.context.held().bytes());
        long ended = node.recorders.stream().filter(r -> !r.ends.isEmpty()).count();
        assertTrue(ended >= 4 && node.recorders.get(0).ends.isEmpty(), ended + " circuits ended");
        assertEquals(0, honest.ends.size());
        assertTrue(fine.queued() == 0);
    }

    /** Somebody's hundred downloads through a slow line: one that gives way is enough, the others go on. */
    @Test
    void ofAStrangerWithManyCircuitsTheFullestEndsFirst() throws Port17Exception {
        Lab.Peer node = lab.new Peer(true).listen("mem:a");
        node.context.held().most(2 << 20);
        Lab.Peer stranger = lab.new Peer(false);
        for (int i = 0; i < 20; i++) {
            stranger.lane(node, new Recorder());
        }
        lab.loop.runUntilIdle();
        lab.network.delay(Duration.ofHours(1));
        lab.network.wires().forEach(wire -> wire.delay(Duration.ofHours(1)));
        int full = 7;
        for (int i = 0; i < 136; i++) {
            node.built.get(i % 4 == 0 ? full : i % 20).send(node.frame(CellClass.BULK));
        }
        lab.loop.runUntilIdle();
        assertTrue(node.context.held().bytes() <= 2 << 20);
        assertTrue(node.onlyLink().isUp());
        for (int i = 0; i < 20; i++) {
            assertEquals(i == full, !node.recorders.get(i).ends.isEmpty(), "circuit " + i);
        }
    }

    @Test
    void aDefectInOneOwnerCostsOneCircuit() throws Port17Exception {
        Lab.Peer node = lab.new Peer(true).listen("mem:a");
        Lab.Peer client = lab.new Peer(false);
        Recorder bad = new Recorder();
        Lane one = client.lane(node, bad);
        Lane two = client.lane(node, new Recorder());
        lab.loop.runUntilIdle();
        node.recorders.get(0).onCell = frame -> {
            throw new IllegalStateException("a defect");
        };
        one.send(client.frame(CellClass.SMALL));
        two.send(client.frame(CellClass.SMALL));
        lab.loop.runUntilIdle();
        assertEquals(1, bad.ends.size());
        assertEquals(1, node.recorders.get(1).cells.size());
        List<Port17Exception> told = node.recorders.get(0).ends;
        assertEquals(1, told.size(), "the owner hears of it, else it keeps the circuit's other half");
        assertEquals(ErrorKind.INTERNAL, told.get(0).kind());
    }

    @Test
    void quietLinksStayAndSilentOnesAreMissed() throws Port17Exception {
        lab.network.delay(Duration.ofMillis(10));
        Lab.Peer node = lab.new Peer(true).listen("mem:a");
        Lab.Peer client = lab.new Peer(false);
        Recorder mine = new Recorder();
        client.lane(node, mine);
        lab.loop.advance(Duration.ofMinutes(30));
        assertTrue(client.links.linked(node.node.id()), "a link with a circuit is never idle");
        assertEquals(0, client.onlyLink().reconnects());
        assertEquals(20, client.onlyLink().rttMillis(), 0.5);
        // From now on the wire swallows everything without a word; a new one works.
        lab.network.wires().get(0).delay(Duration.ofDays(1));
        lab.loop.advance(Duration.ofSeconds(70));
        assertEquals(1, client.onlyLink().reconnects());
        assertTrue(mine.ends.isEmpty());
        assertTrue(node.recorders.get(0).ends.isEmpty());
    }

    @Test
    void anIdleLinkSaysGoodbyeAfterItsTime() throws Port17Exception {
        Lab.Peer node = lab.new Peer(true).listen("mem:a");
        Lab.Peer client = lab.new Peer(false);
        client.lane(node, new Recorder()).destroy();
        lab.loop.advance(Duration.ofMinutes(9));
        assertTrue(client.links.linked(node.node.id()));
        client.links.to(node.node);
        lab.loop.advance(Duration.ofMinutes(9));
        assertTrue(client.links.linked(node.node.id()), "asked for again, it stays");
        lab.loop.advance(Duration.ofMinutes(2));
        assertTrue(client.context.links().all().isEmpty());
        assertTrue(node.context.links().all().isEmpty());
        assertEquals(0, lab.loop.timers());
    }

    @Test
    void aTapSeesGreetingsAndRecordsOfThePublishedSizesAndNothingElse() throws Port17Exception {
        Map<MemoryWire, EnumMap<Tap.Direction, ByteArrayOutputStream>> seen = new HashMap<>();
        lab.network.delay(Duration.ofMillis(3));
        lab.network.onWire(wire -> {
            EnumMap<Tap.Direction, ByteArrayOutputStream> both = new EnumMap<>(Tap.Direction.class);
            both.put(Tap.Direction.FROM_DIALLER, new ByteArrayOutputStream());
            both.put(Tap.Direction.TO_DIALLER, new ByteArrayOutputStream());
            seen.put(wire, both);
            wire.tap((direction, bytes) -> {
                byte[] copy = new byte[bytes.remaining()];
                bytes.get(copy);
                both.get(direction).writeBytes(copy);
            });
        });
        Lab.Peer node = lab.new Peer(true).listen("mem:a");
        Lab.Peer client = lab.new Peer(false);
        for (int i = 0; i < 10; i++) {
            Lane lane = client.lane(node, new Recorder());
            lane.send(client.frame(i % 2 == 0 ? CellClass.SMALL : CellClass.BULK));
            lab.loop.advance(Duration.ofMillis(50));
            Frame answer = node.frame(i % 3 == 0 ? CellClass.BULK : CellClass.SMALL);
            node.built.get(i).send(answer);
            if (i % 2 == 1) {
                lane.destroy();
            } else if (i % 4 == 0) {
                node.built.get(i).destroy();
            }
            if (i == 5) {
                lab.network.wires().forEach(MemoryWire::cut);
            }
            if (i == 7) {
                client.plugins.prefer(Lab.CHACHA);
            }
            lab.loop.advance(Duration.ofSeconds(20));
        }
        assertTrue(client.onlyLink().ratchet().epoch() > 1, "a step was seen too");
        client.links.stop();
        lab.loop.advance(Duration.ofSeconds(1));
        assertEquals(2, seen.size());
        seen.values().forEach(both -> {
            assertTrue(records(both.get(Tap.Direction.FROM_DIALLER).toByteArray(), Hello.TYPE, Hello.BYTES) > 5);
            assertTrue(records(both.get(Tap.Direction.TO_DIALLER).toByteArray(), Welcome.TYPE, Welcome.BYTES) > 5);
        });
    }

    /** Parses a whole direction of a connection; returns how many records it held. */
    private static int records(byte[] stream, byte type, int greeting) {
        assertEquals(type, stream[0]);
        int at = greeting;
        int records = 0;
        while (at < stream.length) {
            CellClass cellClass = CellClass.ofWire(stream[at]);
            assertTrue(cellClass != null, "no record begins with byte " + stream[at]);
            at += cellClass.recordSize();
            records++;
        }
        assertEquals(stream.length, at, "the last record is whole");
        return records;
    }

    @Test
    void theConsoleSeesLinks() throws Exception {
        Lab.Peer node = lab.new Peer(true).listen("mem:a");
        Lab.Peer client = lab.new Peer(false);
        Lane lane = client.lane(node, new Recorder());
        lab.loop.runUntilIdle();
        lane.send(client.frame(CellClass.BULK));
        lab.loop.runUntilIdle();
        var there = node.links.links().toCompletableFuture();
        var here = client.links.links().toCompletableFuture();
        lab.loop.runUntilIdle();
        List<LinkView> views = here.get();
        assertEquals(1, views.size());
        LinkView view = views.get(0);
        assertEquals(node.identity.name(), view.peer());
        assertEquals("mem", view.transport());
        assertEquals("up", view.state());
        assertEquals(Lab.AES.traits().name(), view.suite());
        assertEquals(1, view.circuits());
        assertTrue(view.dialled() && view.bytesOut() > 0);
        assertEquals(1, view.epoch());
        assertEquals(0, view.phase());
        assertTrue(view.bytesUnderKey() > 0);
        assertEquals("client", there.get().get(0).peer());
    }
}
