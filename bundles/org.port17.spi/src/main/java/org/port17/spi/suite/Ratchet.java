package org.port17.spi.suite;

import java.security.SecureRandom;
import org.port17.api.Port17Exception;

/**
 * One end of a double ratchet: two symmetric chains (what this end seals, what it opens) whose keys step by themselves
 * after a fixed number of messages, and a public-key ratchet that gives both chains a new root.
 *
 * <p>Guarantees: no nonce is used twice under a key, by construction (implicit counter; the caller cannot choose one).
 * A failed {@link #open} changes nothing. Old keys are overwritten as soon as they are not needed. At most two epochs
 * are alive. Messages must arrive in order and whole.
 *
 * <p>One thread. No method keeps a reference to a caller's array.
 */
public interface Ratchet extends AutoCloseable {
    /**
     * Encrypts {@code in[inOffset .. +length)} to {@code out[outOffset .. +length)} and appends the tag ({@link
     * SuiteTraits#TAG} bytes). In place (same array and offset) is allowed; overlapping otherwise is not.
     *
     * @param kind one byte bound into the tag (a cell's size class, a record's class)
     * @throws IllegalStateException if the hard limit of messages in one epoch is reached: step the epoch or close
     */
    void seal(int kind, byte[] in, int inOffset, int length, byte[] out, int outOffset);

    /**
     * Decrypts {@code in[inOffset .. +length)}, of which the last {@link SuiteTraits#TAG} bytes are the tag, to {@code
     * out[outOffset .. +length-TAG)}.
     *
     * @return false if the tag is wrong, the input is shorter than a tag, or the epoch's limit is reached: state and {@code in} are unchanged (unless in place), {@code out} undefined
     */
    boolean open(int kind, byte[] in, int inOffset, int length, byte[] out, int outOffset);

    /** XORs the first {@code length} keystream bytes of the <em>next</em> message to be sealed onto {@code out}. */
    void sealKeystream(byte[] out, int offset, int length);

    /** The same for the next message to be opened. */
    void openKeystream(byte[] out, int offset, int length);

    /** Writes the {@link SuiteTraits#FILLER} filler bytes that belong to the next message to be sealed. */
    void sealFiller(byte[] out, int offset);

    /** The same for the next message to be opened. */
    void openFiller(byte[] out, int offset);

    /**
     * A one-time layer over a message of its own, bound to epoch 0, from the initiator to the responder.
     *
     * @throws IllegalStateException if the label was used at this end before, or both directions have left epoch 0
     */
    OneTimeLayer oneTime(String label);

    /**
     * Derives {@code length} bytes (1..8160) from the newest root this end knows; an end at the same root gets the same.
     * A root is known from {@link #answer} or {@link #accept} on, switched or not: both ends must ask on the same side
     * of a step. For binding, never for bulk keys.
     */
    byte[] export(String label, byte[] context, int length);

    /**
     * Starts the next epoch at the initiator: a fresh public key for the peer. At most one offer is outstanding.
     *
     * @throws Port17Exception PROTOCOL at the responder, while an offer is outstanding or a prepared epoch is not yet in
     *     use in both directions
     */
    byte[] offer(SecureRandom random) throws Port17Exception;

    /**
     * Answers an offer at the responder. The new epoch is ready, but nothing switches yet: the answer itself still goes
     * out under the old epoch, marked as the last of it, then {@link #switchSealing}.
     *
     * @throws Port17Exception BAD_INPUT if the offer is malformed; PROTOCOL at the initiator or while a prepared epoch is
     *     not yet in use in both directions
     */
    byte[] answer(byte[] offer, SecureRandom random) throws Port17Exception;

    /**
     * Takes the answer at the initiator. Switches nothing yet.
     *
     * @throws Port17Exception BAD_INPUT if it is malformed, TAMPERED if its confirmation is wrong (the offer stays
     *     outstanding and nothing changed), PROTOCOL if nothing was offered
     */
    void accept(byte[] answer) throws Port17Exception;

    /**
     * From now on this end seals under the prepared epoch.
     *
     * @throws IllegalStateException if none is prepared, or this direction uses it already
     */
    void switchSealing();

    /**
     * From now on this end opens under the prepared epoch; when both directions switched the old one is wiped.
     *
     * @throws IllegalStateException if none is prepared, or this direction uses it already
     */
    void switchOpening();

    /** What the console shows. */
    RatchetState state();

    /** Wipes everything. Idempotent. */
    @Override
    void close();
}
