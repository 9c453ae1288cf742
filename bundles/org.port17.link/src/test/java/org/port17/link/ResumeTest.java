package org.port17.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.cell.CellClass;
import org.port17.spi.transport.Transport;
import org.port17.transport.memory.MemoryWire;
import org.port17.transport.memory.Tap;

/** A link outlives its connections: cuts, tampering, moves. */
class ResumeTest {
    private final Lab lab = new Lab();
    private final Stream up = new Stream();
    private final Stream down = new Stream();
    private Lab.Peer node;
    private Lab.Peer client;
    private Lane lane;
    private Lane far;

    @BeforeEach
    void link() throws Port17Exception {
        lab.network.delay(Duration.ofMillis(5));
        node = lab.new Peer(true).listen("mem:a");
        client = lab.new Peer(false);
        lane = client.lane(node, down);
        lab.loop.advance(Duration.ofMillis(100));
        far = node.built.get(0);
        node.recorders.get(0).onCell = up::cell;
    }

    private void talk(int cells) {
        for (int i = 0; i < cells; i++) {
            CellClass cellClass = lab.random.nextInt(4) == 0 ? CellClass.BULK : CellClass.SMALL;
            up.send(client, lane, cellClass);
            down.send(node, far, lab.random.nextInt(4) == 0 ? CellClass.BULK : CellClass.SMALL);
        }
    }

    private void wholeAtLast() {
        lab.loop.advance(Duration.ofSeconds(12));
        assertNull(down.end);
        assertTrue(node.recorders.get(0).ends.isEmpty());
        assertTrue(up.whole(), () -> "up " + up.got + " of " + up.sent);
        assertTrue(down.whole(), () -> "down " + down.got + " of " + down.sent);
        assertSame(lane.link(), client.onlyLink());
        assertSame(far.link(), node.onlyLink());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void noByteIsLostOrDoubledOverFiftyCuts(long seed) {
        Random when = new Random(seed);
        for (int cut = 0; cut < 50; cut++) {
            talk(1 + when.nextInt(40));
            lab.loop.advance(Duration.ofNanos(when.nextInt(25_000_000)));
            for (MemoryWire wire : lab.network.wires()) {
                wire.cut();
            }
            talk(when.nextInt(5));
            // Often in the middle of the new handshake, never so long that the link dies.
            lab.loop.advance(Duration.ofMillis(when.nextInt(60)));
            while (when.nextInt(3) > 0 && !client.links.linked(node.node.id())) {
                lab.loop.advance(Duration.ofMillis(100));
            }
        }
        wholeAtLast();
        assertTrue(client.onlyLink().reconnects() > 20);
    }

    @Test
    void circuitsEndedAroundACutLeaveNoTrace() throws Port17Exception {
        Random when = new Random(5);
        for (int round = 0; round < 60; round++) {
            Lane extra = client.lane(node, new Recorder());
            for (int i = 0; i < 5; i++) {
                extra.send(client.frame(CellClass.SMALL));
            }
            lab.loop.advance(Duration.ofNanos(when.nextInt(12_000_000)));
            if (when.nextBoolean()) {
                extra.destroy();
            }
            Lane theirs = node.built.get(node.built.size() - 1);
            if (theirs != far && when.nextBoolean()) {
                theirs.send(node.frame(CellClass.SMALL));
                theirs.destroy();
            }
            if (when.nextInt(3) == 0) {
                lab.network.wires().forEach(MemoryWire::cut);
            }
            lab.loop.advance(Duration.ofNanos(when.nextInt(40_000_000)));
            extra.destroy();
            talk(2);
        }
        wholeAtLast();
        assertEquals(1, client.onlyLink().circuits().size());
        assertEquals(1, node.onlyLink().circuits().size());
    }

    @Test
    void cellsLostOnACircuitThatThePeerEndedAreNotSentAgain() throws Port17Exception {
        for (boolean both : new boolean[] {false, true}) {
            Recorder mine = new Recorder();
            Lane extra = client.lane(node, mine);
            lab.loop.advance(Duration.ofSeconds(1));
            node.built.get(node.built.size() - 1).destroy();
            lab.loop.advance(Duration.ofMillis(4));
            extra.send(client.frame(CellClass.BULK));
            if (both) {
                extra.destroy();
            }
            lab.loop.advance(Duration.ofMillis(3));
            assertEquals(both ? 0 : 1, mine.ends.size(), "the DESTROY is here, the cell not yet there");
            lab.network.wires().forEach(MemoryWire::cut);
            talk(3);
            lab.loop.advance(Duration.ofSeconds(1));
        }
        wholeAtLast();
        assertEquals(2, client.onlyLink().reconnects());
    }

    @Test
    void bothEndsMayDestroyWhileTheLinkIsDown() throws Port17Exception {
        Lane extra = client.lane(node, new Recorder());
        lab.loop.advance(Duration.ofSeconds(1));
        lab.network.wires().forEach(MemoryWire::cut);
        lab.loop.runUntilIdle();
        extra.destroy();
        node.built.get(node.built.size() - 1).destroy();
        talk(3);
        wholeAtLast();
        assertEquals(1, client.onlyLink().circuits().size());
    }

    @Test
    void aFlippedByteEndsTheConnectionAndTheLinkGoesOn() {
        // Of the first record that passes: class byte, circuit, kind, ack, cell, last byte of the tag.
        int[] positions = {0, 1, 5, 12, 13, 1000, CellClass.SMALL.recordSize() - 1};
        for (Tap.Direction direction : Tap.Direction.values()) {
            for (int position : positions) {
                int before = client.onlyLink().reconnects();
                int gotUp = up.got;
                int gotDown = down.got;
                lab.network.wires().get(0).tap(Tap.flip(direction, position, 0x04));
                up.send(client, lane, CellClass.SMALL);
                down.send(node, far, CellClass.SMALL);
                lab.loop.advance(Duration.ofMillis(6));
                int untouched = direction == Tap.Direction.FROM_DIALLER ? up.got - gotUp : down.got - gotDown;
                assertEquals(0, untouched, "nothing of the altered record reaches a lane");
                lab.loop.advance(Duration.ofSeconds(3));
                assertEquals(before + 1, client.onlyLink().reconnects(), direction + " " + position);
            }
        }
        wholeAtLast();
    }

    @Test
    void tamperedHandshakesOfAResumptionAreTriedAgain() {
        List<Tap> once = new ArrayList<>();
        for (int position : new int[] {0, 1, 3, 7, 8, 900, 1127, 1128, 2000, 3071}) {
            once.add(Tap.flip(Tap.Direction.FROM_DIALLER, position, 0x80));
        }
        for (int position : new int[] {0, 1, 2, 20, 500, 2047}) {
            once.add(Tap.flip(Tap.Direction.TO_DIALLER, position, 0x01));
        }
        for (Tap tap : once) {
            talk(2);
            boolean[] used = {false};
            lab.network.onWire(wire -> {
                if (!used[0]) {
                    used[0] = true;
                    wire.tap(tap);
                }
            });
            lab.network.wires().forEach(MemoryWire::cut);
            lab.loop.advance(Duration.ofSeconds(3));
            assertTrue(used[0]);
            assertTrue(client.links.linked(node.node.id()));
        }
        wholeAtLast();
    }

    @Test
    void aLinkThatIsNotFoundAgainInTimeDiesAtBothEnds() {
        down.send(node, far, CellClass.SMALL);
        lab.loop.advance(Duration.ofMillis(100));
        node.listening.close();
        talk(3);
        lab.network.wires().forEach(MemoryWire::cut);
        lab.loop.advance(Duration.ofMillis(9900));
        assertNull(down.end);
        assertTrue(node.recorders.get(0).ends.isEmpty());
        lab.loop.advance(Duration.ofMillis(200));
        assertNotNull(down.end);
        assertEquals(ErrorKind.CIRCUIT_BROKEN, node.recorders.get(0).ends.get(0).kind());
        assertTrue(client.context.links().all().isEmpty());
        assertTrue(node.context.links().all().isEmpty());
        assertEquals(0, lab.loop.timers());
    }

    @Test
    void aNodeThatForgotTheLinkSaysSo() {
        node.onlyLink().die(new Port17Exception(ErrorKind.INTERNAL, "forgotten"));
        lab.loop.advance(Duration.ofSeconds(1));
        assertNotNull(down.end, "no need to wait for the end of the resume time");
    }

    @Test
    void aWrongProofIsRefusedAndHarmsNobody() throws Port17Exception {
        AcceptedLink there = (AcceptedLink) node.onlyLink();
        Reach.Keys keys = new Reach(client.context).keys(node.node);
        byte[] wrong = new byte[32];
        Hello.Made forged = Hello.make(
                keys.suite(), keys.prekey(), null, new Hello.Resume(there.key(), 0, wrong), client.context.random());
        RawPeer raw = new RawPeer(client.transport(), node.node.endpoints().get(0));
        raw.send(forged.bytes());
        lab.loop.advance(Duration.ofSeconds(1));
        Welcome answer =
                Welcome.open(raw.received(), forged.ratchet(), keys.suite().traits());
        assertEquals(Welcome.UNKNOWN_LINK, answer.status());
        assertTrue(raw.isClosed());
        talk(3);
        wholeAtLast();
        assertEquals(0, client.onlyLink().reconnects());
    }

    @Test
    void swapMovesTheLinkUnderLoad() throws Port17Exception {
        Transport other = new NamedTransport("alt", lab.network.transport(lab.loop));
        Lab.Peer host = lab.new Peer(true);
        host.plugins.add(new NamedTransport("alt", lab.network.transport(lab.loop)));
        host.listen("mem:h", "alt:h2");
        client.plugins.add(other);
        Recorder mine = new Recorder();
        Lane swapped = client.lane(host, mine);
        lab.loop.advance(Duration.ofMillis(100));
        Stream bulk = new Stream();
        host.recorders.get(0).onCell = bulk::cell;
        for (int i = 0; i < 200; i++) {
            bulk.send(client, swapped, CellClass.BULK);
        }
        LinkSession link = (LinkSession) swapped.link();
        CompletableFuture<Void> done = client.plugins.prefer(other).toCompletableFuture();
        for (int i = 0; i < 200; i++) {
            bulk.send(client, swapped, CellClass.BULK);
            lab.loop.advance(Duration.ofMillis(1));
        }
        assertTrue(done.isDone());
        assertSame(other, link.wire().transport());
        assertEquals(1, link.reconnects());
        // And back, by stopping what is in use: both ends lose it at once.
        CompletionStage<Void> left = client.plugins.stop(other);
        Transport hostAlt = host.plugins.transports.get(1);
        CompletionStage<Void> leftThere = host.plugins.stop(hostAlt);
        for (int i = 0; i < 50; i++) {
            bulk.send(client, swapped, CellClass.BULK);
            lab.loop.advance(Duration.ofMillis(1));
        }
        lab.loop.advance(Duration.ofSeconds(2));
        assertTrue(left.toCompletableFuture().isDone());
        assertTrue(leftThere.toCompletableFuture().isDone());
        assertEquals("mem", link.wire().transport().traits().scheme());
        assertTrue(bulk.whole());
        assertTrue(mine.ends.isEmpty());
        assertEquals(List.of("mem:h"), texts(host));
        host.plugins.add(hostAlt);
        lab.loop.advance(Duration.ofSeconds(1));
        assertEquals(List.of("mem:h", "alt:h2"), texts(host), "listens again where it was told to");
    }

    private static List<String> texts(Lab.Peer peer) {
        return peer.listening.endpoints().stream().map(e -> e.text()).toList();
    }

    @Test
    void aTransportThatIsNoLongerPreferredKeepsWhatCannotMove() {
        Transport other = new NamedTransport("alt", lab.network.transport(lab.loop));
        client.plugins.add(other);
        CompletionStage<Void> done = client.plugins.prefer(other);
        talk(5);
        wholeAtLast();
        assertTrue(done.toCompletableFuture().isDone());
        assertEquals(0, client.onlyLink().reconnects());
    }

    @Test
    void aLinkLeavesASuiteThatGoes() {
        assertSame(Lab.AES, client.onlyLink().wire().ratchet().suite());
        CompletionStage<Void> done = client.plugins.stop(Lab.AES);
        talk(20);
        wholeAtLast();
        assertTrue(done.toCompletableFuture().isDone());
        assertSame(Lab.CHACHA, client.onlyLink().wire().ratchet().suite());
    }

    @Test
    void theOnlyTransportMayBeReplacedWithinTheResumeTime() {
        Transport old = client.transport();
        CompletionStage<Void> done = client.plugins.stop(old);
        talk(20);
        lab.loop.advance(Duration.ofSeconds(1));
        assertTrue(done.toCompletableFuture().isDone());
        assertFalse(client.links.linked(node.node.id()));
        client.plugins.add(lab.network.transport(lab.loop));
        lab.loop.advance(Duration.ofMillis(100));
        assertTrue(client.links.linked(node.node.id()), "a new transport is tried at once");
        wholeAtLast();
    }

    @Test
    void newCircuitsMayBeOpenedWhileTheLinkIsDown() throws Port17Exception {
        lab.network.wires().forEach(MemoryWire::cut);
        lab.loop.runUntilIdle();
        Recorder mine = new Recorder();
        Lane late = client.lane(node, mine);
        late.send(client.frame(CellClass.SMALL));
        lab.loop.advance(Duration.ofSeconds(1));
        assertEquals(2, node.built.size());
        assertEquals(1, node.recorders.get(1).cells.size());
    }

    @Test
    void aNodeThatAnswersNoDialIsAwayAfterASecond() {
        down.send(node, far, CellClass.SMALL);
        lab.loop.advance(Duration.ofMillis(100));
        assertHearsOfSilenceAfterASecond(down, Duration.ofSeconds(3));
        lab.network.delay(Duration.ofMillis(5));
        talk(3);
        wholeAtLast();
    }

    @Test
    void circuitsOfAnAcceptorHearThatItsPeerDialsNoMore() throws Exception {
        Lab.Peer other = lab.new Peer(true).listen("mem:b");
        other.links.to(node.node);
        lab.loop.advance(Duration.ofMillis(100));
        Stream own = new Stream();
        assertFalse(((LinkSession) node.lane(other, own).link()).dialled());
        lab.loop.advance(Duration.ofMillis(100));
        own.send(other, other.built.get(0), CellClass.SMALL);
        lab.loop.advance(Duration.ofMillis(100));
        assertHearsOfSilenceAfterASecond(own, Duration.ofSeconds(30));
    }

    /** @param silence how long whoever is dialled from now on says nothing */
    private void assertHearsOfSilenceAfterASecond(Stream stream, Duration silence) {
        lab.network.delay(silence);
        lab.network.wires().forEach(MemoryWire::cut);
        lab.loop.advance(Duration.ofMillis(990));
        assertEquals(0, stream.away);
        lab.loop.advance(Duration.ofMillis(20));
        assertEquals(1, stream.away);
    }

    @Test
    void aNodeWhoseHostRefusesConnectionsGetsNoNewCircuitsUntilItDoes() throws Port17Exception {
        down.send(node, far, CellClass.SMALL);
        Recorder unanswered = new Recorder();
        client.lane(node, unanswered);
        lab.loop.advance(Duration.ofMillis(100));
        node.listening.close();
        lab.network.wires().forEach(MemoryWire::cut);
        lab.loop.advance(Duration.ofMillis(100));
        Recorder waiting = new Recorder();
        client.lane(node, waiting);
        lab.loop.advance(Duration.ofMillis(180));
        assertEquals(List.of(), unanswered.ends);
        assertEquals(List.of(), waiting.ends);
        assertEquals(0, down.away);
        lab.loop.advance(Duration.ofMillis(40));
        assertEquals(1, down.away, "who waits for the node hears that it is away");
        assertEquals(ErrorKind.CIRCUIT_BROKEN, unanswered.ends.get(0).kind(), "the node may have had its BUILD");
        assertEquals(ErrorKind.NODE_UNREACHABLE, waiting.ends.get(0).kind());
        Port17Exception e = assertThrows(Port17Exception.class, () -> client.lane(node, new Recorder()));
        assertEquals(ErrorKind.NODE_UNREACHABLE, e.kind());
        talk(3);
        node.listening = node.links.listen(node.node.endpoints(), (built, blob) -> new Recorder());
        lab.loop.advance(Duration.ofSeconds(3));
        client.lane(node, new Recorder());
        assertEquals(1, unanswered.ends.size());
        assertEquals(1, waiting.ends.size());
        wholeAtLast();
        assertEquals(1, client.onlyLink().reconnects());
    }
}
