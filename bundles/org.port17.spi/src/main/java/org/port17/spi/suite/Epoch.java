package org.port17.spi.suite;

/**
 * One end's keys of one epoch of a double ratchet: two chains and what the next epoch's root is mixed from. Epoch 0 comes
 * from the handshake, every other one from a step ({@link CipherSuite#answer}, {@link CipherSuite#accept}), which may
 * lead to another suite.
 *
 * <p>Guarantee: the root is overwritten before this object is handed out; {@link #close} overwrites everything else but
 * the chains that were taken, which have an end of their own. One thread.
 */
public interface Epoch extends AutoCloseable {
    /** The suite that made this epoch. */
    SuiteTraits suite();

    /** 0 for the handshake, then one more with each step. */
    int number();

    /** Whether this end began the handshake; it alone offers steps. */
    boolean initiator();

    /** Hash of everything both ends agreed on up to here; public, a fresh copy, as long as the suite's hash. */
    byte[] transcript();

    /** {@link SuiteTraits#CONFIRMATION} bytes that only a holder of this epoch's root knows; a fresh copy. */
    byte[] confirmation();

    /**
     * The old secret for the root of the next epoch, bound to that epoch's transcript. Without it nobody who lacks this
     * epoch's secrets can compute the next root, whatever becomes of the next suite.
     */
    byte[] salt(byte[] nextTranscript);

    /** The chain of this end's messages; the caller owns it from now on. Once. */
    Chain takeSealing();

    /** The chain of the peer's messages; the caller owns it from now on. Once. */
    Chain takeOpening();

    /**
     * Derives {@code length} bytes (1..8160); the peer's end of the same epoch gets the same. For binding, never for
     * bulk keys.
     */
    byte[] export(String label, byte[] context, int length);

    /**
     * A one-time layer over a message of its own, from the initiator to the responder. Only in epoch 0.
     *
     * @throws IllegalStateException if the label was used at this end before, in another epoch, and after close
     */
    OneTimeLayer oneTime(String label);

    @Override
    void close();
}
