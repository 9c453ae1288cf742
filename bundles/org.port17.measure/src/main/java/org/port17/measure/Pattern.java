package org.port17.measure;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a node is sent to echo: AES-128 in counter mode under a key made for one measuring. Nobody without the key can say what
 * a cell holds without opening it, and the measurer need not keep what it sent. The nth cell's bytes begin at a counter of
 * their own.
 */
final class Pattern {
    /** Fills a bulk cell. */
    static final int BYTES = 16_255;

    private static final byte[] ZEROS = new byte[BYTES];
    private final SecretKeySpec key;
    private final Cipher cipher;

    Pattern(SecureRandom random) {
        byte[] secret = new byte[16];
        random.nextBytes(secret);
        key = new SecretKeySpec(secret, "AES");
        try {
            cipher = Cipher.getInstance("AES/CTR/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES", e);
        }
    }

    byte[] cell(long number) {
        byte[] counter = new byte[16];
        for (int i = 0; i < Long.BYTES; i++) {
            counter[i] = (byte) (number >>> 56 - 8 * i);
        }
        try {
            cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(counter));
            return cipher.doFinal(ZEROS);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES", e);
        }
    }

    boolean is(long number, byte[] array, int offset) {
        return Arrays.equals(array, offset, offset + BYTES, cell(number), 0, BYTES);
    }
}
