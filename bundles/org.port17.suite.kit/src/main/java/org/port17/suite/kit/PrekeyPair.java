package org.port17.suite.kit;

import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.spi.suite.OfferKey;
import org.port17.spi.suite.Prekey;
import org.port17.spi.suite.PrekeyUse;

/** A prekey pair or the key pair of an offer, which only the suite that made it can use. */
final class PrekeyPair implements Prekey, OfferKey {
    private final int suite;
    private final PrekeyUse use;
    private final Kem.KemKey key;
    private boolean closed;

    PrekeyPair(int suite, PrekeyUse use, Kem.KemKey key) {
        this.suite = suite;
        this.use = use;
        this.key = key;
    }

    int suite() {
        return suite;
    }

    @Override
    public PrekeyUse use() {
        return use;
    }

    @Override
    public byte[] publicKey() {
        return key.publicKey();
    }

    /** Synchronised: a timer may close a prekey that another thread's handshake is about to use. */
    synchronized byte[] decapsulate(byte[] share) throws Port17Exception {
        if (closed) {
            throw new Port17Exception(ErrorKind.STALE_PREKEY, Retry.NOW, "prekey is closed");
        }
        return key.decapsulate(share);
    }

    @Override
    public synchronized void close() {
        closed = true;
        key.close();
    }
}
