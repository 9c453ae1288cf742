package org.port17.spi.suite;

/**
 * One direction of one epoch: a chain of keys, each of which serves {@link #PHASE} messages and is then overwritten,
 * together with everything it could be computed from.
 *
 * <p>Guarantees: no nonce is used twice under a key, by construction (implicit counter; the caller cannot choose one). A
 * failed {@link #open} changes nothing. Messages must come in order and whole. One thread; a chain either seals or opens
 * for its whole life. No method keeps a reference to a caller's array.
 */
public interface Chain extends AutoCloseable {
    /** Messages under one key. With the largest cells that is 4 MiB. */
    int PHASE = 256;

    /** Messages under one chain; with the largest records that stays below 1 GiB. */
    int LIMIT = 255 * PHASE;

    /**
     * Encrypts {@code in[inOffset .. +length)} to {@code out[outOffset .. +length)} and appends the tag ({@link
     * SuiteTraits#TAG} bytes). In place (same array and offset) is allowed; overlapping otherwise is not.
     *
     * @param kind one byte bound into the tag (a cell's size class, a record's class)
     * @throws IllegalStateException if {@link #LIMIT} messages were sealed, or after close
     */
    void seal(int kind, byte[] in, int inOffset, int length, byte[] out, int outOffset);

    /**
     * Decrypts {@code in[inOffset .. +length)}, of which the last {@link SuiteTraits#TAG} bytes are the tag, to {@code
     * out[outOffset .. +length-TAG)}.
     *
     * @return false if the tag is wrong, the input is shorter than a tag, or {@link #LIMIT} messages were opened: state
     *     and {@code in} are unchanged (unless in place), {@code out} is undefined
     */
    boolean open(int kind, byte[] in, int inOffset, int length, byte[] out, int outOffset);

    /** XORs the first {@code length} keystream bytes of the <em>next</em> message onto {@code out}. */
    void keystream(byte[] out, int offset, int length);

    /** Writes the {@link SuiteTraits#FILLER} filler bytes that belong to the next message. */
    void filler(byte[] out, int offset);

    /** Messages so far, 0..{@link #LIMIT}. */
    int messages();

    /** Bytes the present key has protected. */
    long bytesUnderKey();

    /** Overwrites the keys. Idempotent. */
    @Override
    void close();
}
