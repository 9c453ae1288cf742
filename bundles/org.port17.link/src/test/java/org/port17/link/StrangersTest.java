package org.port17.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.port17.api.Endpoint;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.cell.CellClass;
import org.port17.cell.Frame;
import org.port17.spi.suite.SuiteTraits;
import org.port17.transport.memory.Tap;

/** What comes from people who are no honest peers: replays, alterations, floods, noise. */
class StrangersTest {
    private final Lab lab = new Lab();
    private Lab.Peer node;
    private Lab.Peer client;
    private Endpoint door;

    @BeforeEach
    void node() throws Port17Exception {
        node = lab.new Peer(true).listen("mem:a");
        client = lab.new Peer(false);
        door = node.node.endpoints().get(0);
    }

    @Test
    void aReplayedFirstFlightIsRefused() throws Port17Exception {
        List<byte[]> heard = new ArrayList<>();
        lab.network.tap((direction, bytes) -> {
            if (direction == Tap.Direction.FROM_DIALLER) {
                byte[] copy = new byte[bytes.remaining()];
                bytes.get(copy);
                heard.add(copy);
            }
        });
        client.lane(node, new Recorder());
        lab.loop.runUntilIdle();
        assertEquals(1, node.built.size());
        RawPeer replay = new RawPeer(client.transport(), door);
        for (byte[] piece : List.copyOf(heard)) {
            replay.send(piece);
        }
        lab.loop.runUntilIdle();
        assertTrue(replay.isClosed());
        assertEquals(0, replay.received().length, "not one byte of an answer");
        assertEquals(1, node.built.size());
        assertEquals(1, node.context.links().all().size());
    }

    @Test
    void anAlteredFirstFlightReachesNobody() throws Port17Exception {
        int record = CellClass.SMALL.recordSize();
        int[] positions = {0, 1, 2, 4, 7, 8, 600, 1127, 1128, 1400, 2500, 3055, 3071};
        for (int position : positions) {
            Recorder mine = dialThrough(Tap.flip(Tap.Direction.FROM_DIALLER, position, 0x10));
            assertEquals(1, mine.ends.size(), "position " + position);
            assertEquals(0, node.built.size());
            assertEquals(0, node.context.links().all().size());
        }
        // The BUILD itself, which rides behind: class byte, header, cell, tag of its second record.
        for (int within : new int[] {0, 3, 12, 100, record - 1}) {
            dialThrough(Tap.flip(Tap.Direction.FROM_DIALLER, Hello.BYTES + record + within, 0x10));
            assertEquals(0, node.built.size(), "half a BUILD is none");
            lab.loop.advance(Duration.ofSeconds(11));
        }
    }

    @Test
    void anAlteredWelcomeEndsTheFirstDial() throws Port17Exception {
        for (int position : new int[] {0, 1, 2, 30, 1500, 2047}) {
            Recorder mine = dialThrough(Tap.flip(Tap.Direction.TO_DIALLER, position, 0x01));
            assertEquals(ErrorKind.NODE_UNREACHABLE, mine.ends.get(0).kind(), "position " + position);
        }
    }

    private Recorder dialThrough(Tap tap) throws Port17Exception {
        lab.network.tap(tap);
        Recorder mine = new Recorder();
        client.lane(node, mine);
        lab.loop.advance(Duration.ofSeconds(3));
        return mine;
    }

    @Test
    void aStrangerCannotUseAnothersName() throws Port17Exception {
        Identity liar = new Identity() {
            @Override
            public org.port17.api.NodeId id() {
                return node.identity.id();
            }
        };
        Reach.Keys keys = new Reach(client.context).keys(node.node);
        Hello.Made hello = Hello.make(keys.suite(), keys.prekey(), liar, null, client.context.random());
        RawPeer raw = new RawPeer(client.transport(), door);
        raw.send(hello.bytes());
        lab.loop.runUntilIdle();
        assertTrue(raw.isClosed());
        assertEquals(0, node.context.links().all().size());
    }

    @Test
    void slowAndManyStrangersAreSentAway() throws Port17Exception {
        List<RawPeer> crowd = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            RawPeer raw = new RawPeer(client.transport(), door);
            raw.send(new byte[100]);
            crowd.add(raw);
        }
        lab.loop.runUntilIdle();
        assertEquals(10, crowd.stream().filter(RawPeer::isClosed).count(), "20 may be half-open");
        lab.loop.advance(Duration.ofSeconds(11));
        assertTrue(crowd.stream().allMatch(RawPeer::isClosed));
        client.lane(node, new Recorder());
        lab.loop.runUntilIdle();
        assertEquals(1, node.built.size());
    }

    @Test
    void hellosAreAnsweredUpToTheRate() throws Port17Exception {
        lab.settings = new LinkSettings(
                new LinkSettings.Bounds(1 << 20, 1 << 20, 1 << 20, 10, 100, 20, 3), lab.settings.times());
        Lab.Peer slow = lab.new Peer(true).listen("mem:slow");
        int refused = 0;
        for (int i = 0; i < 5; i++) {
            Recorder mine = new Recorder();
            lab.new Peer(false).lane(slow, mine);
            lab.loop.runUntilIdle();
            refused += mine.ends.size();
        }
        assertEquals(2, refused);
        lab.loop.advance(Duration.ofSeconds(1));
        lab.new Peer(false).lane(slow, new Recorder());
        lab.loop.runUntilIdle();
        assertEquals(4, slow.built.size());
    }

    @Test
    void anAuthenticPeerThatBreaksTheProtocolLosesItsLink() throws Port17Exception {
        int[][] wrong = { // circuit, kind, flags, ack
            {5, Records.CELL, 0, 0},
            {5, Records.DESTROY, 0, 0},
            {0, Records.DESTROY, 0, 0},
            {0, Records.CELL, 0, 0},
            {5, 0, 0, 0},
            {0, 99, 0, 0},
            {5, Records.BUILD_FAILED, 0, 0},
            {0, Records.BUILD_FAILED, 0, 0},
            {0x80000005, Records.BUILD_FAILED, 0, 0},
            {7, Records.PING, 0, 0},
            {0, Records.ACK, 2, 0},
            {0, Records.ACK, 0, 1},
            {0, Records.BUILD, 0, 0},
            {0x80000001, Records.BUILD, 0, 0}
        };
        for (int[] record : wrong) {
            RawLink raw = new RawLink(client, node);
            raw.send(record[0], record[1], record[2], record[3]);
            lab.loop.runUntilIdle();
            assertTrue(raw.peer.isClosed(), Arrays.toString(record));
            assertEquals(0, node.context.links().all().size(), "nothing to resume");
            assertEquals(0, node.built.size());
        }
    }

    @Test
    void aRecordMustBeCompletedInTime() throws Port17Exception {
        RawLink raw = new RawLink(client, node);
        raw.send(0, Records.ACK, 0, 0);
        raw.peer.send(new byte[] {CellClass.BULK.wire(), 1, 2, 3});
        lab.loop.advance(Duration.ofSeconds(9));
        assertFalse(raw.peer.isClosed());
        lab.loop.advance(Duration.ofSeconds(2));
        assertTrue(raw.peer.isClosed());
    }

    @Test
    void noiseIsRefusedByTheAcceptor() throws Port17Exception {
        Random noise = new Random(23);
        byte[] good = good();
        for (int i = 0; i < 20_000; i++) {
            byte[] stream;
            if (i % 4 == 0) {
                stream = good.clone();
                stream[8 + noise.nextInt(stream.length - 8)] ^= (byte) (1 << noise.nextInt(8));
                // Most of these cost a key agreement; a sample will do.
                stream = i % 400 == 0 ? stream : Arrays.copyOf(stream, noise.nextInt(Hello.BYTES));
            } else {
                stream = new byte[noise.nextInt(6000)];
                noise.nextBytes(stream);
                if (stream.length > 4 && i % 4 == 1) {
                    stream[0] = Hello.TYPE;
                    stream[1] = Hello.VERSION;
                }
            }
            RawPeer raw = new RawPeer(client.transport(), door);
            for (int at = 0; at < stream.length; ) {
                int n = Math.min(stream.length - at, 1 + noise.nextInt(3000));
                raw.send(Arrays.copyOfRange(stream, at, at + n));
                at += n;
            }
            lab.loop.runUntilIdle();
            raw.hangUp();
            lab.loop.runUntilIdle();
            assertEquals(0, raw.received().length);
            if (i % 400 == 0) {
                lab.loop.advance(Duration.ofSeconds(1));
            }
        }
        assertEquals(0, node.built.size());
        assertEquals(0, node.context.links().all().size());
        assertEquals(0, lab.loop.timers(), "nothing of it is left");
    }

    private byte[] good() throws Port17Exception {
        Reach.Keys keys = new Reach(client.context).keys(node.node);
        return Hello.make(keys.suite(), keys.prekey(), null, null, client.context.random())
                .bytes();
    }

    @Test
    void noiseBehindTheHandshakeNeverReachesALane() throws Port17Exception {
        Random noise = new Random(29);
        for (int i = 0; i < 300; i++) {
            RawLink raw = new RawLink(client, node);
            byte[] stream = new byte[noise.nextInt(40_000)];
            noise.nextBytes(stream);
            if (stream.length > 0 && i % 2 == 0) {
                stream[0] = i % 4 == 0 ? CellClass.SMALL.wire() : CellClass.BULK.wire();
            }
            raw.peer.send(stream);
            lab.loop.runUntilIdle();
            raw.peer.hangUp();
            lab.loop.advance(Duration.ofSeconds(11));
            assertEquals(0, node.built.size());
            assertEquals(0, node.context.links().all().size());
        }
    }

    @Test
    void noiseIsRefusedByTheDialler() throws Port17Exception {
        Random noise = new Random(31);
        Endpoint trap = new Endpoint("mem", "trap");
        byte[][] next = new byte[1][];
        client.transport().listen(trap, connection -> new QuietEvents() {
            @Override
            public void received(java.nio.ByteBuffer bytes) {
                if (next[0] != null) {
                    connection.offer(next[0], 0, next[0].length);
                    connection.flush();
                    next[0] = null;
                }
            }
        });
        org.port17.api.Node there = new org.port17.api.Node(
                node.node.id(), "trap", "o", "CH", 0, false, false, List.of(trap), node.node.suites(), "");
        for (int i = 0; i < 1_000; i++) {
            next[0] = new byte[Welcome.BYTES + noise.nextInt(3000)];
            noise.nextBytes(next[0]);
            if (i % 2 == 0) {
                next[0][0] = Welcome.TYPE;
                next[0][1] = Welcome.VERSION;
            }
            Recorder mine = new Recorder();
            client.links.to(there).open(mine).build(lab.blob());
            lab.loop.runUntilIdle();
            assertEquals(ErrorKind.NODE_UNREACHABLE, mine.ends.get(0).kind());
            assertTrue(client.context.links().all().isEmpty());
        }
        assertEquals(0, lab.loop.timers());
    }

    /** Events nobody cares about. */
    private abstract static class QuietEvents implements org.port17.spi.transport.ConnectionEvents {
        @Override
        public void connected() {
            // not our matter
        }

        @Override
        public void writable() {
            // not our matter
        }

        @Override
        public void closed(Port17Exception reason) {
            // not our matter
        }
    }

    /** A peer that shook hands honestly and then sends what it likes. */
    private final class RawLink {
        private final RawPeer peer;
        private final Hello.Made hello;

        RawLink(Lab.Peer from, Lab.Peer to) throws Port17Exception {
            Reach.Keys keys = new Reach(from.context).keys(to.node);
            hello = Hello.make(keys.suite(), keys.prekey(), null, null, from.context.random());
            peer = new RawPeer(from.transport(), to.node.endpoints().get(0));
            peer.send(hello.bytes());
            lab.loop.runUntilIdle();
            assertEquals(Welcome.BYTES, peer.received().length);
        }

        void send(int circuit, int kind, int flags, int ack) {
            Frame frame = client.frame(CellClass.SMALL);
            byte[] out = new byte[CellClass.SMALL.recordSize()];
            int at = frame.offset() - CellClass.RECORD_HEADER;
            Records.header(frame.array(), at, circuit, kind, flags, ack);
            out[0] = CellClass.SMALL.wire();
            int length = out.length - 1 - SuiteTraits.TAG;
            hello.ratchet().seal(out[0], frame.array(), at, length, out, 1);
            peer.send(out);
        }
    }
}
