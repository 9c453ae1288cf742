package org.port17.spi.suite;

/** The initiator's fresh key pair of one ratchet step. Only the suite that made it can use it. */
public interface OfferKey extends AutoCloseable {
    /** The public half, a fresh copy. */
    byte[] publicKey();

    /** Wipes the secret half as well as Java allows. Idempotent. */
    @Override
    void close();
}
