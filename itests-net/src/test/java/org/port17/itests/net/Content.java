package org.port17.itests.net;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;

/** Bytes made from a seed, block by block, no two blocks alike. A block lost, doubled or misplaced changes the digest. */
final class Content {
    static final int BLOCK = 1 << 16;

    private final byte[] block = new byte[BLOCK];
    private final long blocks;
    private long next;

    /** @param bytes a multiple of {@link #BLOCK} */
    Content(long seed, long bytes) {
        if (bytes % BLOCK != 0) {
            throw new IllegalArgumentException("whole blocks only");
        }
        new Random(seed).nextBytes(block);
        this.blocks = bytes / BLOCK;
    }

    boolean more() {
        return next < blocks;
    }

    /** The next block; valid until the next call. */
    byte[] block() {
        for (int i = 0; i < Long.BYTES; i++) {
            block[i] = (byte) (next >>> 8 * i);
        }
        next++;
        return block;
    }

    static void write(long seed, long bytes, OutputStream out) throws IOException {
        Content content = new Content(seed, bytes);
        while (content.more()) {
            out.write(content.block());
        }
    }

    static String sha256(long seed, long bytes) {
        MessageDigest digest = digest();
        Content content = new Content(seed, bytes);
        while (content.more()) {
            digest.update(content.block());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
