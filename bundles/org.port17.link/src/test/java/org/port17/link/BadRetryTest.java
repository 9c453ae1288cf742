package org.port17.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.port17.api.Endpoint;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.cell.CellClass;
import org.port17.netmap.PrekeyRecord;
import org.port17.netmap.format.SignedPrekey;
import org.port17.spi.suite.PrekeyUse;
import org.port17.spi.transport.Connection;
import org.port17.transport.memory.Tap;

/** RETRYs that somebody else wrote, and people who try how many of them a node gives. */
class BadRetryTest {
    private static final int AES = Lab.AES.traits().id();
    private final Lab lab = new Lab();
    private Lab.Peer node;
    private Lab.Peer client;

    @BeforeEach
    void peers() throws Port17Exception {
        node = lab.new Peer(true).listen("mem:a");
        client = lab.new Peer(false);
    }

    private PrekeyRecord held(PrekeyUse use) {
        return lab.map.prekey(node.identity.id(), AES, use).orElseThrow();
    }

    @Test
    void whatIsReplayedAfterARestartIsToldTheNewPrekeyAndReachesNobody() throws Port17Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        lab.network.tap((direction, bytes) -> {
            byte[] copy = new byte[bytes.remaining()];
            bytes.duplicate().get(copy);
            if (direction == Tap.Direction.FROM_DIALLER) {
                out.writeBytes(copy);
            }
        });
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
            answer[0] = new RetryGreeting(record, new byte[0]).bytes(AES, client.context.random());
            unreachable(known);
        }
        answer[0] = new RetryGreeting(good.bytes(), new byte[0]).bytes(AES, client.context.random());
        answer[0][2] = (byte) 0xff; // longer than the message
        unreachable(known);
        answer[0] = new RetryGreeting(good.bytes(), new byte[0]).bytes(AES, client.context.random());
        answer[0][1] = 2; // another version
        unreachable(known);
        Random noise = new Random(37);
        for (int i = 0; i < 2_000; i++) {
            answer[0] = new RetryGreeting(good.bytes(), new byte[0]).bytes(AES, client.context.random());
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
}
