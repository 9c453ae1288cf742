package org.port17.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.port17.api.Endpoint;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.cell.Build;
import org.port17.cell.BuildFailure;
import org.port17.cell.CellClass;
import org.port17.netmap.PrekeyRecord;
import org.port17.netmap.format.SignedPrekey;
import org.port17.spi.suite.PrekeyUse;
import org.port17.spi.transport.Connection;
import org.port17.transport.memory.Tap;

/** A node that lost its prekeys says so to who still uses them, and what it says is all that is needed. */
class StalePrekeyTest {
    private static final int AES = Lab.AES.traits().id();
    private final Lab lab = new Lab();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream back = new ByteArrayOutputStream();
    private Lab.Peer node;
    private Lab.Peer client;

    @BeforeEach
    void peers() throws Port17Exception {
        node = lab.new Peer(true).listen("mem:a");
        client = lab.new Peer(false);
        lab.network.tap((direction, bytes) -> {
            byte[] copy = new byte[bytes.remaining()];
            bytes.duplicate().get(copy);
            (direction == Tap.Direction.FROM_DIALLER ? out : back).writeBytes(copy);
        });
    }

    /** A BUILD that names this prekey. */
    private byte[] blob(PrekeyRecord prekey) {
        byte[] blob = lab.blob();
        Records.putInt(blob, Build.BLOB - 40, prekey.id());
        blob[Build.BLOB - 36] = (byte) (prekey.suite() >>> 8);
        blob[Build.BLOB - 35] = (byte) prekey.suite();
        return blob;
    }

    private PrekeyRecord held(PrekeyUse use) {
        return lab.map.prekey(node.identity.id(), AES, use).orElseThrow();
    }

    private static PrekeyRecord of(List<PrekeyRecord> records, PrekeyUse use) {
        return records.stream()
                .filter(p -> p.suite() == AES && p.use() == use)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theFirstFlightGoesOutAgainOverTheSameConnectionAndArrivesOnce() throws Port17Exception {
        lab.network.delay(Duration.ofMillis(10));
        List<PrekeyRecord> fresh = node.restart();
        Recorder mine = new Recorder();
        Lane lane = client.links.to(node.node).open(mine);
        byte[] blob = blob(of(fresh, PrekeyUse.ONION));
        lane.build(blob);
        Stream up = new Stream();
        for (int i = 0; i < 50; i++) {
            up.send(client, lane, i % 3 == 0 ? CellClass.BULK : CellClass.SMALL);
        }
        // Connect 20 ms, HELLO and RETRY 20 ms, HELLO and BUILD 10 ms.
        lab.loop.advance(Duration.ofMillis(49));
        assertEquals(0, node.built.size());
        lab.loop.advance(Duration.ofMillis(2));
        assertEquals(1, node.built.size());
        node.recorders.get(0).onCell = up::cell;
        lab.loop.advance(Duration.ofSeconds(2));
        assertArrayEquals(blob, node.blobs.get(0));
        assertEquals(1, lab.network.wires().size());
        assertEquals(0, lab.map.refreshes, "nobody asked for a map");
        assertEquals(of(fresh, PrekeyUse.LINK).id(), held(PrekeyUse.LINK).id());
        assertEquals(of(fresh, PrekeyUse.ONION).id(), held(PrekeyUse.ONION).id(), "learned on the way");
        assertTrue(mine.ends.isEmpty() && mine.failures.isEmpty());
        assertEquals(RetryGreeting.TYPE, back.toByteArray()[0]);
        assertEquals(Welcome.TYPE, back.toByteArray()[Welcome.BYTES]);
    }

    @Test
    void cellsOfAFirstFlightKeepTheirOrder() throws Port17Exception {
        List<PrekeyRecord> fresh = node.restart();
        Stream up = new Stream();
        Recorder mine = new Recorder();
        Lane lane = client.links.to(node.node).open(mine);
        lane.build(blob(of(fresh, PrekeyUse.ONION)));
        for (int i = 0; i < 200; i++) {
            up.send(client, lane, i % 3 == 0 ? CellClass.BULK : CellClass.SMALL);
        }
        node.listening.close();
        node.links.listen(node.node.endpoints(), (there, blob) -> up);
        lab.loop.runUntilIdle();
        assertTrue(up.whole(), () -> up.got + " of " + up.sent);
        assertTrue(mine.ends.isEmpty());
    }

    @Test
    void buildsThatTheNodeCannotOpenAnyMoreEndWithoutARoundTripAndOthersGoThrough() throws Port17Exception {
        lab.network.delay(Duration.ofMillis(10));
        PrekeyRecord old = held(PrekeyUse.ONION);
        List<PrekeyRecord> fresh = node.restart();
        Recorder stale = new Recorder();
        Recorder good = new Recorder();
        Lane staleLane = client.links.to(node.node).open(stale);
        staleLane.build(blob(old));
        staleLane.send(client.frame(CellClass.BULK));
        byte[] blob = blob(of(fresh, PrekeyUse.ONION));
        client.links.to(node.node).open(good).build(blob);
        lab.loop.advance(Duration.ofMillis(41));
        assertEquals(1, stale.failures.size(), "as soon as the RETRY is there");
        BuildFailure why = stale.failures.get(0);
        assertEquals(ErrorKind.STALE_PREKEY, why.kind());
        assertEquals(
                of(fresh, PrekeyUse.ONION).id(),
                SignedPrekey.parse(why.prekey()).record().id());
        staleLane.send(client.frame(CellClass.SMALL));
        staleLane.destroy();
        lab.loop.advance(Duration.ofSeconds(3));
        assertEquals(1, node.built.size());
        assertArrayEquals(blob, node.blobs.get(0));
        assertTrue(good.failures.isEmpty() && good.ends.isEmpty());
        assertEquals(1, stale.failures.size());
        assertTrue(stale.ends.isEmpty());
    }

    @Test
    void aLinkResumesThoughThePrekeyItKnewIsGone() throws Port17Exception {
        Recorder mine = new Recorder();
        Lane lane = client.lane(node, mine);
        lab.loop.runUntilIdle();
        node.identity.forgetPrekeys();
        node.freshPrekeys();
        client.lane(node, new Recorder()).send(client.frame(CellClass.BULK));
        lab.network.wires().get(0).cut();
        lab.loop.advance(Duration.ofSeconds(2));
        assertEquals(2, node.built.size());
        lane.send(client.frame(CellClass.SMALL));
        lab.loop.runUntilIdle();
        assertEquals(1, node.recorders.get(0).cells.size());
        assertTrue(mine.ends.isEmpty());
        assertEquals(0, lab.map.refreshes);
    }

    @Test
    void aFullMemoryAnswersWithTheNextPrekeyAndNeverOpensWhatItCouldNotNote() throws Port17Exception {
        node.identity.room = 3;
        node.identity.forgetPrekeys();
        node.newPrekeys();
        for (int i = 0; i < 3; i++) {
            lab.new Peer(false).lane(node, new Recorder());
            lab.loop.runUntilIdle();
        }
        assertEquals(3, node.built.size());
        Recorder refused = new Recorder();
        lab.new Peer(false).lane(node, refused);
        lab.loop.runUntilIdle();
        assertEquals(3, node.built.size(), "full, and no other prekey yet");
        assertEquals(ErrorKind.STALE_PREKEY, refused.ends.get(0).kind());
        lab.loop.advance(Duration.ofSeconds(3));
        node.freshPrekeys();
        int asked = lab.map.refreshes;
        lab.new Peer(false).lane(node, new Recorder());
        lab.loop.runUntilIdle();
        assertEquals(4, node.built.size(), "the client that holds the full one gets through");
        assertEquals(asked, lab.map.refreshes);
    }

    @Test
    void whatIsReplayedAfterARestartIsToldTheNewPrekeyAndReachesNobody() throws Port17Exception {
        client.lane(node, new Recorder()).send(client.frame(CellClass.BULK));
        lab.loop.runUntilIdle();
        byte[] flight = out.toByteArray();
        assertEquals(1, node.built.size());
        node.restart();
        RawPeer replay = new RawPeer(client.transport(), node.node.endpoints().get(0));
        replay.send(flight);
        lab.loop.runUntilIdle();
        assertEquals(RetryGreeting.TYPE, replay.received()[0]);
        assertEquals(Welcome.BYTES, replay.received().length);
        replay.send(flight);
        lab.loop.runUntilIdle();
        assertTrue(replay.isClosed(), "once on a connection");
        assertEquals(Welcome.BYTES, replay.received().length);
        assertEquals(1, node.built.size());
        assertTrue(node.context.links().all().isEmpty());
        assertEquals(0, lab.loop.timers());
    }

    @Test
    void retriesAreBoundedInNumberBytesAndTime() throws Port17Exception {
        node.restart();
        byte[] hello = new byte[Hello.BYTES];
        hello[0] = Hello.TYPE;
        hello[1] = Hello.VERSION;
        hello[2] = (byte) (AES >>> 8);
        hello[3] = (byte) AES;
        RawPeer waits = raw();
        waits.send(hello);
        lab.loop.advance(Duration.ofSeconds(9));
        assertFalse(waits.isClosed());
        lab.loop.advance(Duration.ofSeconds(2));
        assertTrue(waits.isClosed(), "a HELLO must come in time");
        RawPeer floods = raw();
        floods.send(hello);
        byte[] record = new byte[CellClass.BULK.recordSize()];
        record[0] = CellClass.BULK.wire();
        int sent = 0;
        while (!floods.isClosed() && sent < 64 << 20) {
            floods.send(record);
            sent += record.length;
            lab.loop.runUntilIdle();
        }
        assertTrue(floods.isClosed());
        assertTrue(sent > 8 << 20, "an honest dialler may have sent so much");
        assertTrue(sent < 17 << 20);
        for (byte first : new byte[] {0, Welcome.TYPE, RetryGreeting.TYPE}) {
            RawPeer odd = raw();
            odd.send(hello);
            odd.send(new byte[] {first});
            lab.loop.runUntilIdle();
            assertTrue(odd.isClosed());
        }
        hello[3] ^= 0x40;
        RawPeer unknown = raw();
        unknown.send(hello);
        lab.loop.runUntilIdle();
        assertTrue(unknown.isClosed(), "no prekey of that suite: not a word");
        assertEquals(0, unknown.received().length);
        int answered = 0;
        hello[3] ^= 0x40;
        for (int i = 0; i < 600; i++) {
            RawPeer one = raw();
            one.send(hello);
            lab.loop.runUntilIdle();
            answered += one.received().length > 0 ? 1 : 0;
            one.hangUp();
            lab.loop.runUntilIdle();
        }
        assertTrue(answered <= 500, "as HELLOs are: " + answered);
        lab.loop.advance(Duration.ofSeconds(11));
        assertEquals(0, lab.loop.timers());
    }

    private RawPeer raw() throws Port17Exception {
        return new RawPeer(client.transport(), node.node.endpoints().get(0));
    }

    @Test
    void aRetryWithABadRecordLeavesTheNodeUnreachableAndTheMapAsItWas() throws Port17Exception {
        byte[][] answer = new byte[1][];
        trap(answer);
        Identity stranger = new Identity();
        SignedPrekey good = signed(node.identity, AES, PrekeyUse.LINK, 900);
        byte[] forged = good.bytes().clone();
        forged[80] ^= 1;
        Identity sameName = node.identity;
        List<byte[]> bad = List.of(
                new byte[0],
                new byte[700],
                forged,
                signed(stranger, AES, PrekeyUse.LINK, 901).bytes(),
                signed(sameName, Lab.CHACHA.traits().id(), PrekeyUse.LINK, 902).bytes(),
                signed(sameName, AES, PrekeyUse.ONION, 903).bytes(),
                signed(sameName, AES, PrekeyUse.LINK, (int) FakeMap.NOW + 3_700).bytes(),
                signed(sameName, AES, PrekeyUse.LINK, held(PrekeyUse.LINK).id()).bytes(),
                signed(sameName, AES, PrekeyUse.LINK, 0).bytes());
        int known = lab.map.prekeys.size();
        for (byte[] record : bad) {
            answer[0] = new RetryGreeting(record, new byte[0]).bytes(client.context.random());
            unreachable(known);
        }
        answer[0] = new RetryGreeting(good.bytes(), new byte[0]).bytes(client.context.random());
        answer[0][2] = (byte) 0xff; // longer than the message
        unreachable(known);
        answer[0] = new RetryGreeting(good.bytes(), new byte[0]).bytes(client.context.random());
        answer[0][1] = 2; // another version
        unreachable(known);
        Random noise = new Random(37);
        for (int i = 0; i < 2_000; i++) {
            answer[0] = new RetryGreeting(good.bytes(), new byte[0]).bytes(client.context.random());
            for (int flips = 1 + noise.nextInt(3); flips > 0; flips--) {
                answer[0][2 + noise.nextInt(good.bytes().length)] ^= (byte) (1 << noise.nextInt(8));
            }
            unreachable(-1);
        }
        assertTrue(lab.map.prekeys.stream().noneMatch(p -> p.node().equals(stranger.id())));
    }

    /** @param known how many prekeys the map must have still; negative if chance may have made the record good */
    private void unreachable(int known) throws Port17Exception {
        Recorder mine = new Recorder();
        lab.loop.advance(Duration.ofSeconds(3));
        client.links.to(trapped).open(mine).build(lab.blob());
        lab.loop.advance(Duration.ofSeconds(1));
        assertEquals(ErrorKind.NODE_UNREACHABLE, mine.ends.get(0).kind());
        assertTrue(client.context.links().all().isEmpty());
        if (known >= 0) {
            assertEquals(known, lab.map.prekeys.size(), "nothing was taken");
        }
    }

    private org.port17.api.Node trapped;

    /** Somebody in the node's place, who answers every HELLO with what stands in the array, and then hangs up. */
    private void trap(byte[][] answer) throws Port17Exception {
        Endpoint endpoint = new Endpoint("mem", "trap");
        client.transport().listen(endpoint, connection -> new Trap(connection, answer));
        trapped = new org.port17.api.Node(
                node.node.id(), "trap", "o", "CH", 0, false, false, List.of(endpoint), node.node.suites(), "");
    }

    private record Trap(Connection connection, byte[][] answer) implements org.port17.spi.transport.ConnectionEvents {
        @Override
        public void connected() {
            // the dialler speaks first
        }

        @Override
        public void received(java.nio.ByteBuffer bytes) {
            connection.offer(answer[0], 0, answer[0].length);
            connection.flush();
            connection.close();
        }

        @Override
        public void writable() {
            // one answer is all
        }

        @Override
        public void closed(Port17Exception reason) {
            // done
        }
    }

    private static SignedPrekey signed(Identity by, int suite, PrekeyUse use, int number) throws Port17Exception {
        by.newPrekey(suite == AES ? Lab.AES : Lab.CHACHA, use, number);
        return ((Identity.Own) by.prekey(number).orElseThrow()).signed();
    }

    @Test
    void aRefusedBuildEndsItsCircuitAndTellsWhyAndTheLinkGoesOn() throws Port17Exception {
        BuildFailure why = BuildFailure.stale(lab.randomBytes(166));
        node.listening.close();
        List<Lane> refused = new ArrayList<>();
        node.links.listen(node.node.endpoints(), (lane, blob) -> {
            refused.add(lane);
            lane.refuse(why);
            return new Recorder();
        });
        Recorder mine = new Recorder();
        Lane lane = client.lane(node, mine);
        lane.send(client.frame(CellClass.SMALL));
        lab.loop.runUntilIdle();
        lane.send(client.frame(CellClass.SMALL));
        lab.loop.advance(Duration.ofSeconds(1));
        assertArrayEquals(why.prekey(), mine.failures.get(0).prekey());
        assertTrue(mine.ends.isEmpty());
        assertThrows(IllegalStateException.class, () -> lane.refuse(why), "who built it cannot refuse it");
        // One that the client gave up before it heard of the refusal.
        Recorder hasty = new Recorder();
        client.lane(node, hasty).destroy();
        lab.loop.advance(Duration.ofSeconds(1));
        Recorder crossed = new Recorder();
        Lane crossing = client.lane(node, crossed);
        lab.loop.execute(crossing::destroy);
        lab.loop.advance(Duration.ofSeconds(1));
        assertTrue(hasty.failures.isEmpty() && crossed.failures.isEmpty());
        assertEquals(0, client.onlyLink().circuits().size());
        assertEquals(0, node.onlyLink().circuits().size());
        node.listening.close();
        assertTrue(client.onlyLink().isUp() && node.onlyLink().isUp());
    }

    @Test
    void aRefusalSurvivesALossOfTheConnection() throws Port17Exception {
        BuildFailure why = BuildFailure.of(ErrorKind.NO_SUITE);
        Recorder first = new Recorder();
        client.lane(node, first);
        lab.loop.runUntilIdle();
        node.listening.close();
        node.links.listen(node.node.endpoints(), (lane, blob) -> {
            lab.network.wires().get(0).cut();
            lane.refuse(why);
            return new Recorder();
        });
        Recorder mine = new Recorder();
        client.lane(node, mine);
        lab.loop.advance(Duration.ofSeconds(3));
        assertEquals(1, mine.failures.size());
        assertEquals(ErrorKind.NO_SUITE, mine.failures.get(0).kind());
        assertTrue(first.ends.isEmpty());
        assertEquals(1, client.onlyLink().reconnects());
    }
}
