package org.port17.spi.suite;

/**
 * AEAD with a key used for exactly one message: an onion {@code BUILD}. Offsets and tags as in {@link Chain}. The
 * initiator seals it and the responder opens it; the other way round, a second seal, a second successful open and any
 * use after close are IllegalStateExceptions. An open that fails spends nothing. {@link #keystream} and {@link #filler}
 * may be asked before or after the one {@link #seal} or {@link #open}.
 */
public interface OneTimeLayer extends AutoCloseable {
    void seal(byte[] aad, byte[] in, int inOffset, int length, byte[] out, int outOffset);

    boolean open(byte[] aad, byte[] in, int inOffset, int length, byte[] out, int outOffset);

    /** XORs the first {@code length} keystream bytes onto {@code out}. */
    void keystream(byte[] out, int offset, int length);

    /** Writes the first {@code length} filler bytes. */
    void filler(byte[] out, int offset, int length);

    @Override
    void close();
}
