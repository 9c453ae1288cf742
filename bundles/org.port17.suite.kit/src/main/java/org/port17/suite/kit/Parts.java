package org.port17.suite.kit;

import java.util.function.Supplier;

/**
 * What a ratchet is built from.
 *
 * @param suite registry number
 * @param kem of every public-key step
 * @param hkdf belongs to this ratchet alone
 * @param bulk makes the cipher object of one direction and epoch
 */
record Parts(int suite, Kem kem, Hkdf hkdf, Supplier<BulkCipher> bulk) {
    static final int TO_RESPONDER = 1;
    static final int TO_INITIATOR = 2;

    Chain chain(EpochSecrets secrets, int direction) {
        byte[] key = direction == TO_RESPONDER ? secrets.toResponder : secrets.toInitiator;
        return new Chain(hkdf, bulk.get(), key, suite, direction);
    }
}
