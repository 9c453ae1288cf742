package org.port17.link;

import java.util.Arrays;
import java.util.function.Predicate;

/**
 * What proves at the acceptor that a RESUME comes from the link's dialler. It follows the ratchet: from an answer until
 * the dialler's switch there are two, since the answer may be lost on its way; then the old one is worth nothing.
 */
final class ResumeSecrets {
    private byte[] present;
    private byte[] next;

    /** @param first owned from here on */
    ResumeSecrets(byte[] first) {
        this.present = first;
    }

    /** Whether the proof holds under a secret; that one is from now on the only one, the dialler having no newer. */
    boolean prove(Predicate<byte[]> proof) {
        if (proof.test(present)) {
            forgetNext();
            return true;
        }
        if (next != null && proof.test(next)) {
            settled();
            return true;
        }
        return false;
    }

    /** An epoch is prepared whose secret this is; owned from here on. */
    void prepared(byte[] secret) {
        forgetNext();
        next = secret;
    }

    /** The dialler has shown that it is in the prepared epoch. */
    void settled() {
        if (next != null) {
            Arrays.fill(present, (byte) 0);
            present = next;
            next = null;
        }
    }

    void wipe() {
        Arrays.fill(present, (byte) 0);
        forgetNext();
    }

    private void forgetNext() {
        if (next != null) {
            Arrays.fill(next, (byte) 0);
            next = null;
        }
    }
}
