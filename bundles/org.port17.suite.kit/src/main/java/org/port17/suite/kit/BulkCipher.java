package org.port17.suite.kit;

/**
 * The bulk AEAD of a suite for one direction: 32-byte key, 12-byte nonce, 16-byte tag at the end, seekable keystream.
 * It holds one key at a time. The caller guarantees that no nonce is sealed twice under a key and has checked all
 * bounds. One thread; an object either seals or opens for its whole life.
 */
public interface BulkCipher extends AutoCloseable {
    int KEY = 32;
    int NONCE = 12;

    /** Replaces the key by a copy of {@code key}; the copy of the old one is overwritten. */
    void rekey(byte[] key);

    /** Encrypts and appends the tag. In place (same array and offset) is allowed. */
    void seal(byte[] nonce, byte[] aad, byte[] in, int inOffset, int length, byte[] out, int outOffset);

    /**
     * Verifies and decrypts {@code length} bytes of which the last 16 are the tag. After false the same nonce may be
     * tried again with other bytes.
     */
    boolean open(byte[] nonce, byte[] aad, byte[] in, int inOffset, int length, byte[] out, int outOffset);

    /** XORs the keystream that {@link #seal} uses from its first plaintext byte on, under the current key. */
    void keystream(byte[] nonce, byte[] out, int offset, int length);

    /**
     * Writes bytes {@code [64 * block, 64 * block + length)} of the filler stream of {@code fillerKey}: the suite's
     * stream cipher over zeros, nonce zero, counter from zero.
     */
    void filler(byte[] fillerKey, int block, byte[] out, int offset, int length);

    /** Wipes the key. Idempotent. */
    @Override
    void close();
}
