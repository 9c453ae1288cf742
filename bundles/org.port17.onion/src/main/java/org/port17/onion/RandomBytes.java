package org.port17.onion;

import java.security.SecureRandom;

/** Random padding in small pieces from large draws, each byte used once. Not thread-safe. */
public final class RandomBytes {
    private static final int BATCH = 8192;
    private final SecureRandom random;
    private final byte[] batch = new byte[BATCH];
    private int next = BATCH;

    public RandomBytes(SecureRandom random) {
        this.random = random;
    }

    public void fill(byte[] target, int offset, int length) {
        int done = 0;
        while (done < length) {
            if (next == BATCH) {
                random.nextBytes(batch);
                next = 0;
            }
            int n = Math.min(length - done, BATCH - next);
            System.arraycopy(batch, next, target, offset + done, n);
            java.util.Arrays.fill(batch, next, next + n, (byte) 0);
            next += n;
            done += n;
        }
    }
}
