package org.port17.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.cell.Build;
import org.port17.cell.BuildFailure;
import org.port17.cell.CellClass;
import org.port17.netmap.PrekeyRecord;
import org.port17.netmap.format.SignedPrekey;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.PrekeyUse;
import org.port17.transport.memory.Tap;

/** A node that lost its prekeys says so to who still uses them, and what it says is all that is needed. */
class StalePrekeyTest {
    private final Lab lab = new Lab(suites());
    private final int suite = suites().get(0).traits().id();
    private final ByteArrayOutputStream back = new ByteArrayOutputStream();
    private Lab.Peer node;
    private Lab.Peer client;

    /** The first of these is used. */
    List<CipherSuite> suites() {
        return List.of(Lab.AES, Lab.CHACHA);
    }

    @BeforeEach
    void peers() throws Port17Exception {
        node = lab.new Peer(true).listen("mem:a");
        client = lab.new Peer(false);
        lab.network.tap((direction, bytes) -> {
            byte[] copy = new byte[bytes.remaining()];
            bytes.duplicate().get(copy);
            if (direction == Tap.Direction.TO_DIALLER) {
                back.writeBytes(copy);
            }
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
        return lab.map.prekey(node.identity.id(), suite, use).orElseThrow();
    }

    private PrekeyRecord of(List<PrekeyRecord> records, PrekeyUse use) {
        return records.stream()
                .filter(p -> p.suite() == suite && p.use() == use)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theFirstFlightGoesOutAgainOverTheSameConnectionAndArrivesOnce() throws Port17Exception {
        lab.network.delay(Duration.ofMillis(10));
        PrekeyRecord link = held(PrekeyUse.LINK);
        PrekeyRecord onion = held(PrekeyUse.ONION);
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
        assertEquals(link.id(), held(PrekeyUse.LINK).id());
        assertEquals(onion.id(), held(PrekeyUse.ONION).id(), "what it named is not kept");
        assertTrue(mine.ends.isEmpty() && mine.failures.isEmpty());
        assertEquals(RetryGreeting.TYPE, back.toByteArray()[0]);
        assertEquals(Welcome.TYPE, back.toByteArray()[RetryGreeting.bytes(suite)]);
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
}
