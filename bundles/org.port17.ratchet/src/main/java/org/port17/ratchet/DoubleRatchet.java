package org.port17.ratchet;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.spi.suite.Chain;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.Epoch;
import org.port17.spi.suite.Initiation;
import org.port17.spi.suite.OfferKey;
import org.port17.spi.suite.OneTimeLayer;
import org.port17.spi.suite.Prekey;
import org.port17.spi.suite.PrekeyUse;
import org.port17.spi.suite.SuiteTraits;

/**
 * One end of a double ratchet: two symmetric chains (what this end seals, what it opens) whose keys step by themselves,
 * and a public-key ratchet that gives both chains a new root, in the same suite or another one. The old secret always
 * goes into the new root, so an epoch is never weaker than the one before.
 *
 * <p>Guarantees: no nonce is used twice under a key. A failed {@link #open} changes nothing, nor does a step that fails,
 * by a suite that throws too; nothing of the failed epoch is left then. A direction's old chain is
 * overwritten when that direction leaves the epoch, and a new step waits until both did, so at most two epochs live.
 * Messages must arrive in order and whole.
 *
 * <p>One thread. No method keeps a reference to a caller's array. After {@link #close} every method but close is an
 * IllegalStateException. Bytes: docs/protocol-suite.md. A KEM as public-key ratchet: Alwen, Coretti, Dodis, ePrint
 * 2018/1037.
 */
public final class DoubleRatchet implements AutoCloseable {
    /** What a step adds to the suite's own bytes in an offer; an answer has the confirmation besides. */
    private static final int HEADER = StepHeader.BYTES;

    /** The newest epoch, prepared or in use. */
    private Epoch epoch;
    /** Of the newest epoch. */
    private CipherSuite suite;

    private Chain sealing;
    private Chain opening;
    private CipherSuite sealingSuite;
    private CipherSuite openingSuite;
    /** Not null: prepared and not used yet. */
    private Chain nextSealing;

    private Chain nextOpening;
    private int sealingEpoch;
    private int openingEpoch;
    private OfferKey offered;
    private CipherSuite offeredSuite;
    private boolean closed;

    private DoubleRatchet(CipherSuite suite, Epoch first) {
        Chains chains = Chains.of(first);
        this.suite = suite;
        this.epoch = first;
        this.sealing = chains.sealing();
        this.opening = chains.opening();
        this.sealingSuite = suite;
        this.openingSuite = suite;
    }

    /** Both chains of an epoch, or neither: one that cannot give them is closed. */
    private record Chains(Chain sealing, Chain opening) {
        static Chains of(Epoch epoch) {
            Chain sealing = null;
            Chain opening = null;
            try {
                sealing = epoch.takeSealing();
                opening = epoch.takeOpening();
                return new Chains(sealing, opening);
            } finally {
                if (opening == null) {
                    epoch.close();
                    if (sealing != null) {
                        sealing.close();
                    }
                }
            }
        }

        void close() {
            sealing.close();
            opening.close();
        }
    }

    /**
     * The initiator's end in epoch 0.
     *
     * @param share goes to the responder
     */
    public record Started(byte[] share, DoubleRatchet ratchet) {}

    /** The initiator's side of the handshake; see {@link CipherSuite#initiate}. */
    public static Started initiate(CipherSuite suite, PrekeyUse use, byte[] prekey, byte[] context, SecureRandom random)
            throws Port17Exception {
        Initiation first = suite.initiate(use, prekey, context, random);
        return new Started(first.share(), new DoubleRatchet(suite, first.epoch()));
    }

    /** The responder's side of the handshake; see {@link CipherSuite#respond}. */
    public static DoubleRatchet respond(CipherSuite suite, Prekey prekey, byte[] share, byte[] context)
            throws Port17Exception {
        return new DoubleRatchet(suite, suite.respond(prekey, share, context));
    }

    /** Bytes of an offer of a step into that suite. */
    public static int offerBytes(SuiteTraits to) {
        return HEADER + to.offerBytes();
    }

    /** Bytes of an answer to such an offer. */
    public static int answerBytes(SuiteTraits to) {
        return HEADER + to.answerBytes() + SuiteTraits.CONFIRMATION;
    }

    /** See {@link Chain#seal}. */
    public void seal(int kind, byte[] in, int inOffset, int length, byte[] out, int outOffset) {
        requireAlive();
        sealing.seal(kind, in, inOffset, length, out, outOffset);
    }

    /** See {@link Chain#open}. */
    public boolean open(int kind, byte[] in, int inOffset, int length, byte[] out, int outOffset) {
        requireAlive();
        return opening.open(kind, in, inOffset, length, out, outOffset);
    }

    /** XORs the first {@code length} keystream bytes of the <em>next</em> message to be sealed onto {@code out}. */
    public void sealKeystream(byte[] out, int offset, int length) {
        requireAlive();
        sealing.keystream(out, offset, length);
    }

    /** The same for the next message to be opened. */
    public void openKeystream(byte[] out, int offset, int length) {
        requireAlive();
        opening.keystream(out, offset, length);
    }

    /** Writes the {@link SuiteTraits#FILLER} filler bytes that belong to the next message to be sealed. */
    public void sealFiller(byte[] out, int offset) {
        requireAlive();
        sealing.filler(out, offset);
    }

    /** The same for the next message to be opened. */
    public void openFiller(byte[] out, int offset) {
        requireAlive();
        opening.filler(out, offset);
    }

    /**
     * A one-time layer over a message of its own, from the initiator to the responder.
     *
     * @throws IllegalStateException if the label was used at this end before, or the first step was prepared
     */
    public OneTimeLayer oneTime(String label) {
        requireAlive();
        return epoch.oneTime(label);
    }

    /**
     * Derives {@code length} bytes (1..8160) from the newest epoch this end knows; it is known from {@link #answer} or
     * {@link #accept} on, switched or not: both ends must ask on the same side of a step. For binding, never for bulk
     * keys.
     */
    public byte[] export(String label, byte[] context, int length) {
        requireAlive();
        return epoch.export(label, context, length);
    }

    /** Whether this end may offer a step now: it is the initiator, none is offered, none is half done. */
    public boolean mayOffer() {
        requireAlive();
        return epoch.initiator() && offered == null && !pending();
    }

    /**
     * Offers a step into a suite, the present one or another.
     *
     * @return {@link #offerBytes}: {@code suite u16 | epoch u32 | public key}
     * @throws Port17Exception PROTOCOL unless {@link #mayOffer}
     */
    public byte[] offer(CipherSuite to, SecureRandom random) throws Port17Exception {
        if (!mayOffer()) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "no offer is due");
        }
        offered = to.newOffer(random);
        offeredSuite = to;
        byte[] key = offered.publicKey();
        return new StepHeader(to.traits().id(), epoch.number() + 1)
                .message(key.length)
                .put(key)
                .array();
    }

    /**
     * The suite that an offer names, so that a caller may judge it before it costs anything.
     *
     * @throws Port17Exception BAD_INPUT if it is too short to name one
     */
    public static int offeredSuite(byte[] offer) throws Port17Exception {
        return StepHeader.of(offer).suite();
    }

    /**
     * Answers an offer at the responder. The new epoch is ready, but nothing switches yet: the answer itself still goes
     * out under the old epoch, marked as the last of it, then {@link #switchSealing}.
     *
     * @return {@link #answerBytes}: {@code suite u16 | epoch u32 | share | confirmation}
     * @throws Port17Exception BAD_INPUT if the offer is malformed; NO_SUITE if its suite is not permitted (nothing
     *     changed, refuse with a {@link SuiteNotice}); PROTOCOL at the initiator, for a wrong epoch, or while a prepared
     *     epoch is not yet in use in both directions
     */
    public byte[] answer(byte[] offer, SuiteSource permitted, SecureRandom random) throws Port17Exception {
        requireAlive();
        StepHeader header = StepHeader.of(offer);
        if (epoch.initiator() || pending() || header.epoch() != epoch.number() + 1) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "no answer is due");
        }
        Optional<CipherSuite> to = permitted.suite(header.suite());
        if (to.isEmpty()) {
            throw new Port17Exception(ErrorKind.NO_SUITE, "a step into a suite that is not permitted");
        }
        Initiation next = to.get().answer(epoch, Arrays.copyOfRange(offer, HEADER, offer.length), random);
        Chains chains = Chains.of(next.epoch());
        byte[] answer;
        try {
            answer = header.message(next.share().length + SuiteTraits.CONFIRMATION)
                    .put(next.share())
                    .put(next.epoch().confirmation())
                    .array();
        } catch (RuntimeException e) {
            chains.close();
            next.epoch().close();
            throw e;
        }
        prepare(to.get(), next.epoch(), chains);
        return answer;
    }

    /**
     * Takes the answer at the initiator. Switches nothing yet.
     *
     * @throws Port17Exception BAD_INPUT if it is malformed, TAMPERED if its confirmation is wrong (the offer stays
     *     outstanding and nothing changed), PROTOCOL if this is not what was offered
     */
    public void accept(byte[] answer) throws Port17Exception {
        requireAlive();
        StepHeader header = StepHeader.of(answer);
        if (offered == null || header.suite() != offeredSuite.traits().id() || header.epoch() != epoch.number() + 1) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "an answer to what was not offered");
        }
        if (answer.length != answerBytes(offeredSuite.traits())) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, "a ratchet answer has a wrong length");
        }
        int confirmation = answer.length - SuiteTraits.CONFIRMATION;
        Epoch next = offeredSuite.accept(epoch, offered, Arrays.copyOfRange(answer, HEADER, confirmation));
        Chains chains = Chains.of(next);
        boolean confirmed = false;
        try {
            confirmed =
                    MessageDigest.isEqual(next.confirmation(), Arrays.copyOfRange(answer, confirmation, answer.length));
        } finally {
            if (!confirmed) {
                chains.close();
                next.close();
            }
        }
        if (!confirmed) {
            throw new Port17Exception(ErrorKind.TAMPERED, "a ratchet answer does not confirm the new root");
        }
        CipherSuite to = offeredSuite;
        withdraw();
        prepare(to, next, chains);
    }

    /**
     * The responder refused the outstanding offer: its key is wiped, everything else stays as it is.
     *
     * @throws Port17Exception PROTOCOL if no such offer is outstanding
     */
    public void refused(int refusedEpoch) throws Port17Exception {
        requireAlive();
        if (offered == null || refusedEpoch != epoch.number() + 1) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "a refusal of what was not offered");
        }
        withdraw();
    }

    private void withdraw() {
        offered.close();
        offered = null;
        offeredSuite = null;
    }

    private void prepare(CipherSuite to, Epoch next, Chains chains) {
        nextSealing = chains.sealing();
        nextOpening = chains.opening();
        epoch.close();
        epoch = next;
        suite = to;
    }

    /**
     * From now on this end seals under the prepared epoch; the old chain is wiped.
     *
     * @throws IllegalStateException if none is prepared, or this direction uses it already
     */
    public void switchSealing() {
        requireAlive();
        if (nextSealing == null) {
            throw new IllegalStateException("no epoch is prepared for sealing");
        }
        sealing.close();
        sealing = nextSealing;
        sealingSuite = suite;
        nextSealing = null;
        sealingEpoch = epoch.number();
    }

    /**
     * From now on this end opens under the prepared epoch; the old chain is wiped.
     *
     * @throws IllegalStateException if none is prepared, or this direction uses it already
     */
    public void switchOpening() {
        requireAlive();
        if (nextOpening == null) {
            throw new IllegalStateException("no epoch is prepared for opening");
        }
        opening.close();
        opening = nextOpening;
        openingSuite = suite;
        nextOpening = null;
        openingEpoch = epoch.number();
    }

    /** Whether the peer may still say that its next message is of the prepared epoch. */
    public boolean maySwitchOpening() {
        requireAlive();
        return nextOpening != null;
    }

    /** Whether an epoch is prepared that not both directions use yet. */
    public boolean pending() {
        requireAlive();
        return nextSealing != null || nextOpening != null;
    }

    /** The older of the two epochs this end seals and opens under. */
    public int oldestEpoch() {
        requireAlive();
        return Math.min(sealingEpoch, openingEpoch);
    }

    /** The epoch that the next step leads to. */
    public int nextEpoch() {
        requireAlive();
        return epoch.number() + 1;
    }

    /** Whether one more message may be sealed in this epoch. */
    public boolean maySeal() {
        requireAlive();
        return sealing.messages() < Chain.LIMIT;
    }

    /** The larger number of messages that one direction of the present epoch has protected. */
    public int messages() {
        requireAlive();
        return Math.max(sealing.messages(), opening.messages());
    }

    /** The suite under which the newest epoch, prepared or in use, runs. */
    public CipherSuite suite() {
        requireAlive();
        return suite;
    }

    /** Whether any key of that very suite object is in use or prepared here. */
    public boolean uses(CipherSuite which) {
        return !closed && (sealingSuite == which || openingSuite == which || suite == which || offeredSuite == which);
    }

    /** What the console shows. */
    public RatchetState state() {
        requireAlive();
        return new RatchetState(
                sealingSuite.traits().name(),
                sealingEpoch,
                sealing.messages() / Chain.PHASE,
                sealing.bytesUnderKey(),
                pending());
    }

    private void requireAlive() {
        if (closed) {
            throw new IllegalStateException("ratchet is closed");
        }
    }

    /** Wipes everything. Idempotent. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        epoch.close();
        for (Chain chain : new Chain[] {sealing, opening, nextSealing, nextOpening}) {
            if (chain != null) {
                chain.close();
            }
        }
        if (offered != null) {
            withdraw();
        }
    }
}
