package org.port17.suite.kit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.port17.spi.suite.Chain;
import org.port17.spi.suite.Epoch;
import org.port17.spi.suite.OneTimeLayer;
import org.port17.spi.suite.SuiteTraits;

/**
 * What one epoch's root gives. The root itself is overwritten as soon as this is derived, so chain keys of the epoch
 * cannot be computed again.
 */
final class KeyEpoch implements Epoch {
    static final int TO_RESPONDER = 1;
    static final int TO_INITIATOR = 2;
    private static final int MAX_LABEL = 255;

    private final SuiteTraits suite;
    private final int number;
    private final boolean initiator;
    private final Hkdf hkdf;
    private final Supplier<BulkCipher> bulk;
    private final byte[] transcript;
    /** Chain keys: initiator to responder ("c2r") and back ("r2c"), until their chains are taken. */
    private final byte[] toResponder;

    private final byte[] toInitiator;
    private final byte[] confirm;
    private final byte[] export;
    private final byte[] oneTime;
    /** The old secret of the next root. */
    private final byte[] next;

    /** Of epoch 0, null in others. */
    private final Set<String> oneTimeLabels;

    private boolean sealingTaken;
    private boolean openingTaken;
    private boolean closed;

    /**
     * @param hkdf belongs to this epoch and its chains alone
     * @param bulk makes the cipher object of one direction
     * @param root overwritten
     */
    KeyEpoch(
            SuiteTraits suite,
            int number,
            boolean initiator,
            Hkdf hkdf,
            Supplier<BulkCipher> bulk,
            byte[] transcript,
            byte[] root) {
        this.suite = suite;
        this.number = number;
        this.initiator = initiator;
        this.hkdf = hkdf;
        this.bulk = bulk;
        this.transcript = transcript;
        this.oneTimeLabels = number == 0 ? new HashSet<>() : null;
        byte[][] secrets = secrets(hkdf, root, transcript);
        toResponder = secrets[0];
        toInitiator = secrets[1];
        next = secrets[2];
        export = secrets[3];
        oneTime = secrets[4];
        confirm = secrets[5];
    }

    /** All or none: of secrets that did not all come about nothing is left. */
    private static byte[][] secrets(Hkdf hkdf, byte[] root, byte[] transcript) {
        String[] labels = {"c2r", "r2c", "root", "export", "onetime"};
        byte[][] secrets = new byte[labels.length + 1][0];
        boolean complete = false;
        try {
            for (int i = 0; i < labels.length; i++) {
                secrets[i] = hkdf.derive(root, labels[i], hkdf.size());
            }
            secrets[labels.length] = hkdf.derive(root, "confirm", transcript, SuiteTraits.CONFIRMATION);
            complete = true;
            return secrets;
        } finally {
            Arrays.fill(root, (byte) 0);
            if (!complete) {
                wipe(secrets);
            }
            hkdf.forget();
        }
    }

    private static void wipe(byte[]... secrets) {
        for (byte[] secret : secrets) {
            Arrays.fill(secret, (byte) 0);
        }
    }

    @Override
    public SuiteTraits suite() {
        return suite;
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public boolean initiator() {
        return initiator;
    }

    @Override
    public byte[] transcript() {
        return transcript.clone();
    }

    @Override
    public byte[] confirmation() {
        requireOpen();
        return confirm.clone();
    }

    @Override
    public byte[] salt(byte[] nextTranscript) {
        requireOpen();
        byte[] salt = hkdf.derive(next, "salt", nextTranscript, hkdf.size());
        hkdf.forget();
        return salt;
    }

    @Override
    public Chain takeSealing() {
        requireOpen();
        if (sealingTaken) {
            throw new IllegalStateException("the sealing chain was taken already");
        }
        Chain chain = chain(initiator ? TO_RESPONDER : TO_INITIATOR);
        sealingTaken = true;
        return chain;
    }

    @Override
    public Chain takeOpening() {
        requireOpen();
        if (openingTaken) {
            throw new IllegalStateException("the opening chain was taken already");
        }
        Chain chain = chain(initiator ? TO_INITIATOR : TO_RESPONDER);
        openingTaken = true;
        return chain;
    }

    private Chain chain(int direction) {
        byte[] key = direction == TO_RESPONDER ? toResponder : toInitiator;
        return new KeyChain(hkdf, bulk.get(), key, suite.id(), direction);
    }

    @Override
    public byte[] export(String label, byte[] context, int length) {
        requireOpen();
        byte[] name = label.getBytes(StandardCharsets.UTF_8);
        if (name.length > MAX_LABEL) {
            throw new IllegalArgumentException("label longer than " + MAX_LABEL + " bytes");
        }
        byte[] data = ByteBuffer.allocate(1 + name.length + context.length)
                .put((byte) name.length)
                .put(name)
                .put(context)
                .array();
        byte[] exported = hkdf.derive(export, "export", data, length);
        hkdf.forget();
        return exported;
    }

    @Override
    public OneTimeLayer oneTime(String label) {
        requireOpen();
        if (number != 0) {
            throw new IllegalStateException("one-time layers belong to epoch 0");
        }
        if (!oneTimeLabels.add(label)) {
            throw new IllegalStateException("one-time label already used");
        }
        return new SingleUseLayer(hkdf, bulk.get(), oneTime, label, initiator);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("epoch is closed");
        }
    }

    @Override
    public void close() {
        closed = true;
        // A chain that was taken took its key over, and may be at work already: its first step overwrote this array.
        if (!sealingTaken) {
            Arrays.fill(initiator ? toResponder : toInitiator, (byte) 0);
        }
        if (!openingTaken) {
            Arrays.fill(initiator ? toInitiator : toResponder, (byte) 0);
        }
        wipe(confirm, export, oneTime, next);
        hkdf.forget();
    }
}
