package org.port17.onion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.port17.api.ErrorKind;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.cell.Build;
import org.port17.ratchet.DoubleRatchet;
import org.port17.spi.payment.Payment;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.OneTimeLayer;
import org.port17.spi.suite.Prekey;

/**
 * A node's reading of its part of a BUILD.
 *
 * @param next the node to forward {@code blob} to; empty if this node is the last
 * @param blob for the next node, or this node's own first body ({@link #body}) if it is the last
 * @param token what pays this node
 * @param floor suites the client accepts for later epochs
 */
public record NodeBuild(DoubleRatchet ratchet, Optional<NodeId> next, byte[] blob, byte[] token, List<Integer> floor) {

    /** The clear part of a BUILD: which prekey and suite the client used. */
    public record Clear(int prekeyId, int suite, byte[] share) {
        /** @param blob {@link Build#BLOB} bytes */
        public static Clear of(byte[] blob) throws Port17Exception {
            if (blob.length != Build.BLOB) {
                throw new Port17Exception(ErrorKind.PROTOCOL, "a BUILD has a wrong length");
            }
            int at = Build.BLOB - BuildLayout.CLEAR;
            if (BuildLayout.u16(blob, at + 6) != 0) {
                throw new Port17Exception(ErrorKind.PROTOCOL, "a BUILD's reserved bytes are not zero");
            }
            return new Clear(
                    BuildLayout.u32(blob, at),
                    BuildLayout.u16(blob, at + 4),
                    Arrays.copyOfRange(blob, at + BuildLayout.CLEAR_HEADER, Build.BLOB));
        }
    }

    /**
     * Opens a BUILD. The caller has refused shares seen before.
     *
     * @throws Port17Exception TAMPERED if it was altered or meant for other keys; PROTOCOL if its plaintext is malformed
     */
    public static NodeBuild open(byte[] blob, NodeId self, CipherSuite suite, Prekey prekey, byte[] prekeyDigest)
            throws Port17Exception {
        int clearAt = Build.BLOB - BuildLayout.CLEAR;
        byte[] clear = Arrays.copyOfRange(blob, clearAt, Build.BLOB);
        byte[] share = Arrays.copyOfRange(clear, BuildLayout.CLEAR_HEADER, BuildLayout.CLEAR);
        DoubleRatchet ratchet =
                DoubleRatchet.respond(suite, prekey, share, BuildLayout.context(self, prekeyDigest, clear));
        byte[] out = new byte[BuildLayout.SHIFT + Build.BLOB];
        try (OneTimeLayer layer = ratchet.oneTime("build")) {
            if (!layer.open(clear, blob, 0, clearAt, out, BuildLayout.SHIFT)) {
                throw new Port17Exception(ErrorKind.TAMPERED, "a BUILD does not authenticate");
            }
            layer.filler(out, 0, BuildLayout.SHIFT);
            return read(ratchet, out);
        } catch (Port17Exception | RuntimeException e) {
            ratchet.close();
            throw e;
        } finally {
            Arrays.fill(out, (byte) 0);
        }
    }

    private static NodeBuild read(DoubleRatchet ratchet, byte[] out) throws Port17Exception {
        int slot = BuildLayout.SHIFT + BuildLayout.REST;
        int rest = out[slot + 1] | out[slot + 2] | out[slot + 3];
        for (int i = BuildLayout.SLOT_ZERO; i < BuildLayout.SLOT; i++) {
            rest |= out[slot + i];
        }
        if (out[slot] != BuildLayout.VERSION || rest != 0) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "a BUILD slot is of an unknown version");
        }
        NodeId next = NodeId.of(out, slot + BuildLayout.SLOT_NEXT);
        int token = slot + BuildLayout.SLOT_TOKEN;
        List<Integer> floor = new ArrayList<>(BuildLayout.FLOORS);
        for (int f = 0; f < BuildLayout.FLOORS; f++) {
            int id = BuildLayout.u16(out, slot + BuildLayout.SLOT_FLOOR + 2 * f);
            if (id != 0) {
                floor.add(id);
            }
        }
        boolean last = next.isZero();
        byte[] onward = last
                ? Arrays.copyOfRange(
                        out,
                        BuildLayout.SHIFT + BuildLayout.ZONE,
                        BuildLayout.SHIFT + BuildLayout.ZONE + BuildLayout.BODY)
                : Arrays.copyOf(out, Build.BLOB);
        return new NodeBuild(
                ratchet,
                last ? Optional.empty() : Optional.of(next),
                onward,
                Arrays.copyOfRange(out, token, token + Payment.TOKEN_BYTES),
                List.copyOf(floor));
    }

    /** At the last hop: the client's first frames, a body with its length field in front. */
    public byte[] body() {
        if (next.isPresent()) {
            throw new IllegalStateException("only the last hop has a body");
        }
        return blob;
    }
}
