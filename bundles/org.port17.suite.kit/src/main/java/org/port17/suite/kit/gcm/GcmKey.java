package org.port17.suite.kit.gcm;

import java.util.Arrays;
import javax.crypto.SecretKey;

/**
 * The key of one chain, lent to a provider instead of copied, so that a message costs no garbage for it. After a seal a
 * provider keeps what it was lent until the next one, to refuse a nonce that comes again, and wipes it then: two arrays
 * take turns. What was lent to open is wiped at once or compared with nothing later. One thread.
 */
final class GcmKey implements SecretKey {
    private static final long serialVersionUID = 1L;
    private final transient byte[] bytes;
    private final transient byte[][] lent;
    private int seals;
    private transient byte[] next;
    private boolean destroyed;

    /** Takes a copy of {@code bytes}. */
    GcmKey(byte[] bytes) {
        this.bytes = bytes.clone();
        this.lent = new byte[4][];
    }

    /** Made when it is asked for: a chain only seals or only opens. */
    private byte[] lent(int which) {
        if (lent[which] == null) {
            lent[which] = new byte[bytes.length];
        }
        return lent[which];
    }

    /** To be called before each init. */
    GcmKey toSeal() {
        seals ^= 1;
        next = lent(seals);
        return this;
    }

    /** To be called before each init. */
    GcmKey toOpen() {
        next = lent(2);
        return this;
    }

    /** For another cipher, whose provider may wipe what it was lent while the first one still looks at its own. */
    GcmKey toStream() {
        next = lent(3);
        return this;
    }

    @Override
    public String getAlgorithm() {
        return "AES";
    }

    @Override
    public String getFormat() {
        return "RAW";
    }

    @Override
    public byte[] getEncoded() {
        if (destroyed) {
            throw new IllegalStateException("key destroyed");
        }
        System.arraycopy(bytes, 0, next, 0, bytes.length);
        return next;
    }

    @Override
    public void destroy() {
        destroyed = true;
        Arrays.fill(bytes, (byte) 0);
        for (byte[] copy : lent) {
            if (copy != null) {
                Arrays.fill(copy, (byte) 0);
            }
        }
    }

    @Override
    public boolean isDestroyed() {
        return destroyed;
    }

    private void writeObject(java.io.ObjectOutputStream out) throws java.io.IOException {
        throw new java.io.NotSerializableException("a key stays in memory");
    }
}
