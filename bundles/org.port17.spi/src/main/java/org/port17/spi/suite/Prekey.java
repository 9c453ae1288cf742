package org.port17.spi.suite;

/** A prekey pair of one suite. */
public interface Prekey extends AutoCloseable {
    PrekeyUse use();

    /** The public half, a fresh copy. */
    byte[] publicKey();

    /** Wipes the secret half as well as Java allows. Idempotent; {@link CipherSuite#respond} then refuses. */
    @Override
    void close();
}
