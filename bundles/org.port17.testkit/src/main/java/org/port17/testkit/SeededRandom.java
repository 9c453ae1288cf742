package org.port17.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/**
 * A random source for tests that gives the same bytes on every run: {@code SHA-256(seed u64 | counter u64)} for counter
 * 0, 1, …, concatenated. Never for anything but tests.
 */
public final class SeededRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private final long seed;
    private long counter;
    private byte[] block = new byte[0];
    private int used;
    private final transient ByteArrayOutputStream given = new ByteArrayOutputStream();

    public SeededRandom(long seed) {
        this.seed = seed;
    }

    @Override
    public void nextBytes(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (used == block.length) {
                block = sha256(
                        ByteBuffer.allocate(16).putLong(seed).putLong(counter++).array());
                used = 0;
            }
            bytes[i] = block[used++];
        }
        given.writeBytes(bytes);
    }

    /** What was handed out since the last call: a known-answer file names it, so that others can replay the run. */
    public byte[] drainGiven() {
        byte[] bytes = given.toByteArray();
        given.reset();
        return bytes;
    }

    private static byte[] sha256(byte[] input) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(input);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
