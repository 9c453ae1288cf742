package org.port17.link;

import java.security.SecureRandom;

/** The 16 random bytes by which both ends know a link; inside sealed messages only. */
record LinkKey(long high, long low) {
    static final int BYTES = 16;

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

    /** Not for logs: it would tie log lines of two neighbours together. */
    @Override
    public String toString() {
        return "link key";
    }
}
