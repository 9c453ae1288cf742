package org.port17.suite.kit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.Arrays;
import javax.crypto.Mac;

/**
 * HKDF-SHA-256 (RFC 5869) and the one way Port17 calls it: {@link #derive}. One thread. {@link #forget} overwrites what
 * the MAC object keeps of the last key.
 */
final class Hkdf {
    static final int HASH = 32;
    private static final int MAX_OUTPUT = 255 * HASH;

    private final Mac mac;

    Hkdf(Provider provider) {
        try {
            mac = Mac.getInstance("HmacSHA256", provider);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256 is missing in " + provider.getName(), e);
        }
    }

    /** RFC 5869 §2.2. */
    byte[] extract(byte[] salt, byte[] ikm) {
        key(salt.length == 0 ? new byte[HASH] : salt);
        return mac.doFinal(ikm);
    }

    /** RFC 5869 §2.3. */
    byte[] expand(byte[] prk, byte[] info, int length) {
        if (length < 1 || length > MAX_OUTPUT) {
            throw new IllegalArgumentException("length " + length + " outside 1.." + MAX_OUTPUT);
        }
        key(prk);
        byte[] okm = new byte[length];
        byte[] block = new byte[0];
        for (int at = 0, i = 1; at < length; at += HASH, i++) {
            mac.update(block);
            mac.update(info);
            mac.update((byte) i);
            Arrays.fill(block, (byte) 0);
            block = mac.doFinal();
            System.arraycopy(block, 0, okm, at, Math.min(HASH, length - at));
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
        key(new byte[HASH]);
    }

    private void key(byte[] bytes) {
        BulkKey key = new BulkKey("HmacSHA256", bytes);
        try {
            mac.init(key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256 failed", e);
        } finally {
            key.destroy();
        }
    }
}
