package org.port17.spi.suite;

import java.security.SecureRandom;
import org.osgi.annotation.versioning.ConsumerType;
import org.port17.api.Port17Exception;

/**
 * One immutable set of algorithms (key encapsulation, AEAD, hash) under one number. No input or output, no clock;
 * randomness is handed in, so that vectors replay. Registered as an OSGi service with the properties {@code suite.id}
 * and {@code suite.name}. Instances are shared; what they return belongs to one link or one hop and one thread.
 *
 * <p>Handshake: the responder publishes a prekey; the initiator encapsulates to it and may send at once under epoch 0
 * (no forward secrecy against theft of the prekey, replayable: the caller keeps the replay cache). {@link
 * Ratchet#offer} and {@link Ratchet#answer} then take both ends to epoch 1, and later to every next epoch.
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
     * @throws Port17Exception BAD_INPUT if the share is malformed, STALE_PREKEY if the prekey is closed. A forged share is not noticed here but by the first
     *     {@link Ratchet#open} that fails.
     */
    Ratchet respond(Prekey prekey, byte[] share, byte[] context) throws Port17Exception;
}
