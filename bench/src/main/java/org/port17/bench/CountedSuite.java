package org.port17.bench;

import java.security.Provider;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.port17.api.Port17Exception;
import org.port17.spi.suite.Epoch;
import org.port17.spi.suite.Initiation;
import org.port17.suite.kit.Agreement;
import org.port17.suite.kit.BulkCipher;
import org.port17.suite.kit.ComposedSuite;

/** A suite as the product makes them that counts its epoch steps. Messages do not pass through it. */
final class CountedSuite extends ComposedSuite {
    private final AtomicLong steps = new AtomicLong();

    CountedSuite(int id, Provider hmac, Provider aead, Function<Provider, BulkCipher> bulk) {
        super(id, "P17_BENCH", 1, Agreement.HYBRID, 256, hmac, aead, bulk);
    }

    @Override
    public Initiation answer(Epoch before, byte[] offer, SecureRandom random) throws Port17Exception {
        steps.incrementAndGet();
        return super.answer(before, offer, random);
    }

    /** Steps so far of all ratchets whose responder is in this process. */
    long steps() {
        return steps.get();
    }
}
