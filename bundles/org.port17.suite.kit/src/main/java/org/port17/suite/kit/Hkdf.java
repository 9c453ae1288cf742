package org.port17.suite.kit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.Arrays;
import javax.crypto.Mac;

/**
 * HKDF (RFC 5869) over one hash, that hash, and the one way Port17 calls it: {@link #derive}. One thread. {@link #forget} overwrites what
 * the MAC object keeps of the last key and lets go of the object, which weighs more than the keys of an epoch.
 */
class Hkdf {
    private final String algorithm;
    private final String digest;
    private final Provider provider;
    private final int size;
    private Mac mac;

    /** @param hash 256 or 384, for SHA-256 or SHA-384 */
    Hkdf(int hash, Provider provider) {
        digest = "SHA-" + hash;
        algorithm = "HmacSHA" + hash;
        size = hash / 8;
        this.provider = provider;
        mac = mac();
    }

    private Mac mac() {
        try {
            return Mac.getInstance(algorithm, provider);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(algorithm + " is missing in " + provider.getName(), e);
        }
    }

    /** Bytes of the hash. */
    int size() {
        return size;
    }

    /** The hash itself. */
    MessageDigest digest() {
        try {
            return MessageDigest.getInstance(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + digest, e);
        }
    }

    /** RFC 5869 §2.2. */
    byte[] extract(byte[] salt, byte[] ikm) {
        key(salt.length == 0 ? new byte[size] : salt);
        return mac.doFinal(ikm);
    }

    /** RFC 5869 §2.3. */
    byte[] expand(byte[] prk, byte[] info, int length) {
        if (length < 1 || length > 255 * size) {
            throw new IllegalArgumentException("length " + length + " outside 1.." + 255 * size);
        }
        key(prk);
        byte[] okm = new byte[length];
        byte[] block = new byte[0];
        for (int at = 0, i = 1; at < length; at += size, i++) {
            mac.update(block);
            mac.update(info);
            mac.update((byte) i);
            Arrays.fill(block, (byte) 0);
            block = mac.doFinal();
            System.arraycopy(block, 0, okm, at, Math.min(size, length - at));
        }
        Arrays.fill(block, (byte) 0);
        return okm;
    }

    /**
     * {@code HKDF-Expand(secret, u16 length | u8 n | name | data, length)} where name is {@code "P17 " + label} in
     * ASCII and n its length. No two different calls share their info bytes.
     */
    byte[] derive(byte[] secret, String label, byte[] data, int length) {
        byte[] name = ("P17 " + label).getBytes(StandardCharsets.US_ASCII);
        byte[] info = ByteBuffer.allocate(3 + name.length + data.length)
                .putShort((short) length)
                .put((byte) name.length)
                .put(name)
                .put(data)
                .array();
        return expand(secret, info, length);
    }

    byte[] derive(byte[] secret, String label, int length) {
        return derive(secret, label, new byte[0], length);
    }

    void forget() {
        if (mac != null) {
            key(new byte[size]);
            mac = null;
        }
    }

    private void key(byte[] bytes) {
        BulkKey key = new BulkKey(algorithm, bytes);
        mac = mac == null ? mac() : mac;
        try {
            mac.init(key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(algorithm + " failed", e);
        } finally {
            key.destroy();
        }
    }
}
