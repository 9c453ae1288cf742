package org.port17.onion;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.cell.BodyWriter;
import org.port17.cell.Build;
import org.port17.ratchet.DoubleRatchet;
import org.port17.spi.suite.OneTimeLayer;
import org.port17.spi.suite.PrekeyUse;

/**
 * Makes the one-pass circuit set-up of a client: all hops' keys exist when it returns, so cells may follow at once.
 *
 * <p>Guarantee: the blob has the same size for every route length, each hop learns the next node only, and unused room
 * is random.
 */
public final class ClientBuild {
    private final byte[] blob;
    private final List<DoubleRatchet> ratchets;

    private ClientBuild(byte[] blob, List<DoubleRatchet> ratchets) {
        this.blob = blob;
        this.ratchets = ratchets;
    }

    /** Frames that fit a BUILD, in bytes. */
    public static int bodyCapacity() {
        return BuildLayout.BODY - 2;
    }

    /**
     * @param hops 1 to {@link Build#MAX_HOPS} hops, entry first
     * @param floor suite ids the client accepts in this circuit; at most four are written
     * @param first frames for the last hop, at most {@link #bodyCapacity} bytes; emptied
     */
    public static ClientBuild make(List<HopPlan> hops, List<Integer> floor, BodyWriter first, SecureRandom random)
            throws Port17Exception {
        int n = hops.size();
        if (n < 1 || n > Build.MAX_HOPS) {
            throw new IllegalArgumentException("1 to 5 hops");
        }
        RandomBytes padding = new RandomBytes(random);
        List<DoubleRatchet> ratchets = new ArrayList<>(n);
        OneTimeLayer[] layers = new OneTimeLayer[n];
        byte[][] clears = new byte[n][];
        try {
            for (int i = 0; i < n; i++) {
                HopPlan hop = hops.get(i);
                if (hop.suite().traits().onionShareBytes() != BuildLayout.SHARE) {
                    throw new Port17Exception(ErrorKind.NO_SUITE, "a suite's share does not fit a BUILD slot");
                }
                byte[] clear = new byte[BuildLayout.CLEAR];
                BuildLayout.u32(clear, 0, hop.prekeyId());
                BuildLayout.u16(clear, 4, hop.suite().traits().id());
                DoubleRatchet.Started initiation = DoubleRatchet.initiate(
                        hop.suite(),
                        PrekeyUse.ONION,
                        hop.prekey(),
                        BuildLayout.context(hop.node(), hop.prekeyDigest(), clear),
                        random);
                ratchets.add(initiation.ratchet());
                System.arraycopy(initiation.share(), 0, clear, BuildLayout.CLEAR_HEADER, BuildLayout.SHARE);
                clears[i] = clear;
                layers[i] = initiation.ratchet().oneTime("build");
            }
            byte[] blob = wrap(hops, floor, first, layers, clears, padding);
            return new ClientBuild(blob, ratchets);
        } catch (Port17Exception | RuntimeException e) {
            ratchets.forEach(DoubleRatchet::close);
            throw e;
        } finally {
            for (OneTimeLayer layer : layers) {
                if (layer != null) {
                    layer.close();
                }
            }
        }
    }

    private static byte[] wrap(
            List<HopPlan> hops,
            List<Integer> floor,
            BodyWriter first,
            OneTimeLayer[] layers,
            byte[][] clears,
            RandomBytes padding) {
        int last = hops.size() - 1;
        byte[] filler = filler(layers, last);
        byte[] buffer = new byte[Build.BLOB + BuildLayout.SHIFT * last];
        int at = 0;
        int shift = BuildLayout.SHIFT;
        // The innermost plaintext's head is chosen so that its ciphertext equals what the hops' fillers will become.
        System.arraycopy(filler, 0, buffer, 0, shift * last);
        layers[last].keystream(buffer, 0, shift * last);
        padding.fill(buffer, shift * last, BuildLayout.ZONE - shift * last);
        first.drainTo(buffer, BuildLayout.ZONE, BuildLayout.BODY);
        for (int i = last; i >= 0; i--) {
            slot(buffer, at + BuildLayout.REST, hops, i, floor);
            int length = Build.BLOB - BuildLayout.TAG - BuildLayout.CLEAR;
            layers[i].seal(clears[i], buffer, at, length, buffer, at);
            System.arraycopy(clears[i], 0, buffer, at + Build.BLOB - BuildLayout.CLEAR, BuildLayout.CLEAR);
            if (i > 0) {
                at += shift;
            }
        }
        return java.util.Arrays.copyOfRange(buffer, at, at + Build.BLOB);
    }

    private static byte[] filler(OneTimeLayer[] layers, int last) {
        int shift = BuildLayout.SHIFT;
        byte[] z = new byte[shift * last];
        for (int i = 0; i < last; i++) {
            layers[i].keystream(z, 0, shift * i);
            System.arraycopy(z, 0, z, shift, shift * i);
            layers[i].filler(z, 0, shift);
        }
        return z;
    }

    private static void slot(byte[] buffer, int at, List<HopPlan> hops, int i, List<Integer> floor) {
        java.util.Arrays.fill(buffer, at, at + BuildLayout.SLOT, (byte) 0);
        buffer[at] = BuildLayout.VERSION;
        if (i + 1 < hops.size()) {
            hops.get(i + 1).node().copyTo(buffer, at + BuildLayout.SLOT_NEXT);
        }
        byte[] token = hops.get(i).token();
        System.arraycopy(token, 0, buffer, at + BuildLayout.SLOT_TOKEN, token.length);
        for (int f = 0; f < Math.min(BuildLayout.FLOORS, floor.size()); f++) {
            BuildLayout.u16(buffer, at + BuildLayout.SLOT_FLOOR + 2 * f, floor.get(f));
        }
    }

    /** {@link Build#BLOB} bytes for the first hop. */
    public byte[] blob() {
        return blob;
    }

    /** The client's end of every hop's ratchet, entry first, in epoch 0. */
    public List<DoubleRatchet> ratchets() {
        return ratchets;
    }
}
