package org.port17.onion;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.cell.BodyWriter;
import org.port17.cell.CellClass;
import org.port17.cell.Frame;
import org.port17.cell.FramePool;
import org.port17.cell.FrameType;
import org.port17.cell.Layout;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.Prekey;
import org.port17.spi.suite.PrekeyUse;

/** A client and its route with real suites, no links in between. */
final class Chain {
    final FramePool pool = new FramePool();
    final SecureRandom random = new SecureRandom();
    final List<NodeLayer> nodes = new ArrayList<>();
    final List<byte[]> blobs = new ArrayList<>();
    final List<NodeBuild> builds = new ArrayList<>();
    final ClientLayers client;

    Chain(List<CipherSuite> suites, byte[] first) throws Port17Exception {
        List<HopPlan> plans = new ArrayList<>();
        List<Prekey> prekeys = new ArrayList<>();
        List<byte[]> digests = new ArrayList<>();
        for (CipherSuite suite : suites) {
            byte[] id = new byte[32];
            random.nextBytes(id);
            byte[] digest = new byte[32];
            random.nextBytes(digest);
            byte[] token = new byte[512];
            random.nextBytes(token);
            Prekey prekey = suite.newPrekey(PrekeyUse.ONION, random);
            prekeys.add(prekey);
            digests.add(digest);
            plans.add(new HopPlan(NodeId.of(id), suite, random.nextInt(), prekey.publicKey(), digest, token));
        }
        BodyWriter body = new BodyWriter(pool, f -> {
            throw new AssertionError("the first frames must fit the BUILD");
        });
        body.bytes(FrameType.DATA, 1, first);
        ClientBuild build = ClientBuild.make(plans, List.of(0x0101), body, random);
        client = new ClientLayers(build.ratchets(), new RandomBytes(random), pool);
        byte[] blob = build.blob();
        for (int i = 0; i < suites.size(); i++) {
            blobs.add(blob);
            NodeBuild opened = NodeBuild.open(blob, plans.get(i).node(), suites.get(i), prekeys.get(i), digests.get(i));
            if (!Arrays.equals(opened.token(), plans.get(i).token())) {
                throw new AssertionError("token differs at hop " + i);
            }
            builds.add(opened);
            nodes.add(new NodeLayer(opened.ratchet()));
            blob = opened.blob();
        }
    }

    /** A frame whose body is {@code data}. */
    Frame body(CellClass cellClass, byte[] data) {
        Frame frame = pool.take(cellClass);
        int at = frame.offset() + Layout.ZONE;
        frame.array()[at] = (byte) (data.length >>> 8);
        frame.array()[at + 1] = (byte) data.length;
        System.arraycopy(data, 0, frame.array(), at + 2, data.length);
        return frame;
    }

    static byte[] read(byte[] array, int at) {
        int length = (array[at] & 0xff) << 8 | array[at + 1] & 0xff;
        return Arrays.copyOfRange(array, at + 2, at + 2 + length);
    }

    static byte[] cell(Frame frame) {
        return Arrays.copyOfRange(
                frame.array(),
                frame.offset(),
                frame.offset() + frame.cellClass().size());
    }

    /** Sends a body to a hop; answers what it read. */
    byte[] out(int target, CellClass cellClass, byte[] data) throws Port17Exception {
        Frame in = body(cellClass, data);
        client.wrap(in, target);
        for (int i = 0; i <= target; i++) {
            Frame next = pool.take(cellClass);
            NodeLayer.Verdict verdict = nodes.get(i).peel(in, next);
            if (i == target) {
                if (verdict != NodeLayer.Verdict.LOCAL) {
                    throw new AssertionError("hop " + i + " should be the target");
                }
                return read(next.array(), NodeLayer.bodyOffset(next));
            }
            if (verdict != NodeLayer.Verdict.FORWARD) {
                throw new AssertionError("hop " + i + " should forward");
            }
            in = next;
        }
        throw new AssertionError();
    }

    /** The cell that arrives at the client when a hop sends a body. */
    Frame inbound(int origin, CellClass cellClass, byte[] data, boolean last) {
        Frame frame = body(cellClass, data);
        nodes.get(origin).originate(frame, last);
        for (int i = origin - 1; i >= 0; i--) {
            Frame next = pool.take(cellClass);
            nodes.get(i).cover(frame, next);
            frame = next;
        }
        return frame;
    }
}
