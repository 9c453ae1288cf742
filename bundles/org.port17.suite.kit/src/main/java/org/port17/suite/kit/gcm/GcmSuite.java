package org.port17.suite.kit.gcm;

import java.security.Provider;
import java.util.concurrent.atomic.AtomicReference;
import org.port17.spi.suite.SuiteTraits;
import org.port17.suite.kit.Agreement;
import org.port17.suite.kit.ComposedSuite;

/**
 * A suite with AES-256-GCM. While a fast provider is at hand it computes what begins then; the Java platform computes the
 * rest, and HMAC and keystream always: it is the faster one there, or the only one. Running chains keep the provider they
 * began with, so nothing is moved when a fast one comes or goes; within an epoch everything is on the new one.
 */
public abstract class GcmSuite extends ComposedSuite {
    private static final String JAVA = "SunJCE";

    private final AtomicReference<Provider> fast;

    /** @param hash 256 or 384, for SHA-256 or SHA-384 */
    protected GcmSuite(int id, String name, int rank, Agreement agreement, int hash) {
        this(id, name, rank, agreement, hash, new AtomicReference<>());
    }

    private GcmSuite(int id, String name, int rank, Agreement agreement, int hash, AtomicReference<Provider> fast) {
        super(id, name, rank, agreement, hash, provider(JAVA), provider(JAVA), java -> {
            Provider now = fast.get();
            return new GcmCipher(now == null ? java : now, java);
        });
        this.fast = fast;
    }

    @Override
    public SuiteTraits traits() {
        Provider now = fast.get();
        return now == null ? super.traits() : super.traits().computedBy(now.getName());
    }

    /** A fast provider of AES/GCM/NoPadding is here. */
    public void useFast(Provider provider) {
        fast.set(provider);
    }

    /** It goes. Another one may have come before. */
    public void leaveFast(Provider provider) {
        fast.compareAndSet(provider, null);
    }
}
