package org.port17.spi.suite;

import java.security.SecureRandom;
import org.osgi.annotation.versioning.ConsumerType;
import org.port17.api.Port17Exception;

/**
 * One immutable set of algorithms (key encapsulation, AEAD, hash) under one number: it gives the keys of epochs, which
 * {@code org.port17.ratchet} strings together to a double ratchet. No input or output, no clock; randomness is handed
 * in, so that vectors replay. Registered as an OSGi service with the properties {@code suite.id} and {@code suite.name}.
 * Instances are shared; what they return belongs to one link or one hop and one thread, and goes on working after the
 * service is gone.
 *
 * <p>Handshake: the responder publishes a prekey; the initiator encapsulates to it and may send at once under epoch 0
 * (no forward secrecy against theft of the prekey, replayable: the caller keeps the replay cache). A step takes both ends
 * to the next epoch: the initiator offers a fresh public key ({@link #newOffer}), the responder encapsulates to it
 * ({@link #answer}), the initiator takes what came ({@link #accept}). The epoch before may be of another suite.
 */
@ConsumerType
public interface CipherSuite {
    /** Service property: the suite's number as an Integer. */
    String ID = "suite.id";

    /** Service property: the suite's name. */
    String NAME = "suite.name";

    SuiteTraits traits();

    /** Makes a prekey pair, which only this suite can use. Close it to wipe the secret half. */
    Prekey newPrekey(PrekeyUse use, SecureRandom random);

    /**
     * Client side of the first flight.
     *
     * @param prekey the responder's public prekey, {@link SuiteTraits#prekeyBytes} long
     * @param context everything both sides must agree on (protocol name, responder, prekey record digest, clear header);
     *     hashed together with the share into the transcript
     * @throws Port17Exception BAD_INPUT if the public key has a wrong length or is invalid (all-zero agreement
     *     included)
     */
    Initiation initiate(PrekeyUse use, byte[] prekey, byte[] context, SecureRandom random) throws Port17Exception;

    /**
     * Node side of the first flight. The caller has checked that this share was never seen under this prekey; doing it
     * twice would reuse nonces.
     *
     * @throws Port17Exception BAD_INPUT if the share is malformed, STALE_PREKEY if the prekey is closed. A forged share
     *     is not noticed here but by the first {@link Chain#open} that fails.
     */
    Epoch respond(Prekey prekey, byte[] share, byte[] context) throws Port17Exception;

    /** A fresh key pair to offer a step into this suite with, {@link SuiteTraits#offerBytes} long in public. */
    OfferKey newOffer(SecureRandom random);

    /**
     * The responder's side of a step into this suite.
     *
     * @param before the newest epoch of this end, of any suite
     * @param offer the initiator's public key
     * @return a share of {@link SuiteTraits#answerBytes} and epoch {@code before.number() + 1}
     * @throws Port17Exception BAD_INPUT if the offer is malformed
     */
    Initiation answer(Epoch before, byte[] offer, SecureRandom random) throws Port17Exception;

    /**
     * The initiator's side of a step into this suite. A wrong share gives a useless epoch: the caller compares {@link
     * Epoch#confirmation} with what the responder sent, in constant time.
     *
     * @throws Port17Exception BAD_INPUT if the share is malformed
     */
    Epoch accept(Epoch before, OfferKey offered, byte[] share) throws Port17Exception;
}
