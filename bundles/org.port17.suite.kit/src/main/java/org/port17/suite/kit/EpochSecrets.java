package org.port17.suite.kit;

import java.util.Arrays;

/**
 * What one epoch's root gives. The root itself is overwritten as soon as this is derived, so chain keys of the epoch
 * cannot be computed again. The chains take over {@link #toResponder} and {@link #toInitiator}.
 */
final class EpochSecrets implements AutoCloseable {
    static final int CONFIRM = 16;

    final int epoch;
    final byte[] transcript;
    /** Chain keys: initiator to responder ("c2r") and back ("r2c"). */
    final byte[] toResponder;

    final byte[] toInitiator;
    /** Proves to the initiator that the answerer knows the new root. */
    final byte[] confirm;

    final byte[] export;
    final byte[] oneTime;
    private final byte[] next;

    private EpochSecrets(Hkdf hkdf, int epoch, byte[] transcript, byte[] root) {
        this.epoch = epoch;
        this.transcript = transcript;
        toResponder = hkdf.derive(root, "c2r", Hkdf.HASH);
        toInitiator = hkdf.derive(root, "r2c", Hkdf.HASH);
        next = hkdf.derive(root, "root", Hkdf.HASH);
        export = hkdf.derive(root, "export", Hkdf.HASH);
        oneTime = hkdf.derive(root, "onetime", Hkdf.HASH);
        confirm = hkdf.derive(root, "confirm", transcript, CONFIRM);
        Arrays.fill(root, (byte) 0);
        hkdf.forget();
    }

    /** {@code RK(0) = HKDF-Extract(salt = th(0), ikm = secret)}. */
    static EpochSecrets first(Hkdf hkdf, byte[] transcript, byte[] secret) {
        return new EpochSecrets(hkdf, 0, transcript, hkdf.extract(transcript, secret));
    }

    /** {@code RK(e+1) = HKDF-Extract(salt = derive(root secret of e, "salt", th(e+1), 32), ikm = secret)}. */
    EpochSecrets step(Hkdf hkdf, byte[] newTranscript, byte[] secret) {
        byte[] salt = hkdf.derive(next, "salt", newTranscript, Hkdf.HASH);
        byte[] root = hkdf.extract(salt, secret);
        Arrays.fill(salt, (byte) 0);
        return new EpochSecrets(hkdf, epoch + 1, newTranscript, root);
    }

    @Override
    public void close() {
        for (byte[] secret : new byte[][] {toResponder, toInitiator, confirm, export, oneTime, next}) {
            Arrays.fill(secret, (byte) 0);
        }
    }
}
