package org.port17.suite.kit;

import java.util.Arrays;
import javax.crypto.SecretKey;

/**
 * A raw secret key that can be wiped, which {@code SecretKeySpec} cannot on any JDK up to 25. The provider still makes
 * copies of its own: wiping is best effort, short key lifetimes do the work.
 */
public final class BulkKey implements SecretKey {
    private static final long serialVersionUID = 1L;
    private final String algorithm;
    private final transient byte[] bytes;
    private boolean destroyed;

    /** Takes a copy of {@code bytes}. */
    public BulkKey(String algorithm, byte[] bytes) {
        this.algorithm = algorithm;
        this.bytes = bytes.clone();
    }

    @Override
    public String getAlgorithm() {
        return algorithm;
    }

    @Override
    public String getFormat() {
        return "RAW";
    }

    /** A copy, as {@link java.security.Key} asks; providers wipe theirs. */
    @Override
    public byte[] getEncoded() {
        if (destroyed) {
            throw new IllegalStateException("key destroyed");
        }
        return bytes.clone();
    }

    @Override
    public void destroy() {
        destroyed = true;
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public boolean isDestroyed() {
        return destroyed;
    }

    private void writeObject(java.io.ObjectOutputStream out) throws java.io.IOException {
        throw new java.io.NotSerializableException("a key stays in memory");
    }
}
