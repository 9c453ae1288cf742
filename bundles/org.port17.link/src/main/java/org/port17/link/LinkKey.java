package org.port17.link;

import java.security.SecureRandom;
import org.port17.ratchet.DoubleRatchet;

/** The 16 random bytes by which both ends know a link; inside sealed messages only. */
record LinkKey(long high, long low) {
    static final int BYTES = 16;

    private static final String RESUME_LABEL = "link resume";
    private static final int SECRET = 32;

    static LinkKey random(SecureRandom random) {
        return new LinkKey(random.nextLong(), random.nextLong());
    }

    static LinkKey read(byte[] from, int at) {
        return new LinkKey(Records.getLong(from, at), Records.getLong(from, at + 8));
    }

    void copyTo(byte[] to, int at) {
        Records.putLong(to, at, high);
        Records.putLong(to, at + 8, low);
    }

    byte[] bytes() {
        byte[] bytes = new byte[BYTES];
        copyTo(bytes, 0);
        return bytes;
    }

    /** What proves that a RESUME of this link comes from its dialler; of the ratchet's newest epoch. */
    byte[] resumeSecret(DoubleRatchet ratchet) {
        return ratchet.export(RESUME_LABEL, bytes(), SECRET);
    }

    /** Not for logs: it would tie log lines of two neighbours together. */
    @Override
    public String toString() {
        return "link key";
    }
}
