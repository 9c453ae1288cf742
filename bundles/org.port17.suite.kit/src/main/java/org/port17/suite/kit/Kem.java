package org.port17.suite.kit;

import java.security.SecureRandom;
import org.port17.api.Port17Exception;

/** A key encapsulation: a fresh 32-byte secret for whoever holds the secret half of a public key. Stateless. */
interface Kem {
    int publicBytes();

    int shareBytes();

    KemKey generate(SecureRandom random);

    /** @throws Port17Exception BAD_INPUT if the public key is malformed or gives an all-zero agreement */
    Encapsulated encapsulate(byte[] publicKey, SecureRandom random) throws Port17Exception;

    /** The secret belongs to the caller, who wipes it. */
    record Encapsulated(byte[] share, byte[] secret) {}

    /** A key pair. */
    interface KemKey extends AutoCloseable {
        /** A fresh copy. */
        byte[] publicKey();

        /**
         * The secret belongs to the caller, who wipes it.
         *
         * @throws Port17Exception BAD_INPUT if the share is malformed or gives an all-zero agreement
         */
        byte[] decapsulate(byte[] share) throws Port17Exception;

        /** Wipes the secret half. Idempotent. */
        @Override
        void close();
    }
}
