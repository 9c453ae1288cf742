package org.port17.suite.kit;

import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Function;
import org.port17.api.Port17Exception;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.Initiation;
import org.port17.spi.suite.Prekey;
import org.port17.spi.suite.PrekeyUse;
import org.port17.spi.suite.Ratchet;
import org.port17.spi.suite.SuiteTraits;

/**
 * A suite made of X-Wing (links and every epoch from 1 on), X25519 (onion prekeys), HKDF-SHA-256 and one bulk cipher.
 * Stateless, usable from any thread. Each operation takes a fixed number of bytes from the given random source: see
 * docs/protocol-suite.md.
 */
public class HybridSuite implements CipherSuite {
    private static final Kem LINK = new XWing();
    private static final Kem ONION = new X25519Kem();

    private final SuiteTraits traits;
    private final Provider provider;
    private final Function<Provider, BulkCipher> bulk;

    /**
     * @param provider computes HMAC and is handed to {@code bulk}
     * @param bulk makes the cipher object of one direction
     */
    public HybridSuite(int id, String name, int rank, Provider provider, Function<Provider, BulkCipher> bulk) {
        this.provider = provider;
        this.bulk = bulk;
        this.traits = new SuiteTraits(
                id,
                name,
                rank,
                true,
                true,
                provider.getName(),
                LINK.publicBytes(),
                ONION.publicBytes(),
                LINK.shareBytes(),
                ONION.shareBytes(),
                LINK.publicBytes(),
                LINK.shareBytes() + EpochSecrets.CONFIRM);
    }

    /** An installed provider by name; nothing is ever added to the JVM's list, which would pin this class loader. */
    public static Provider provider(String name) {
        Provider provider = Security.getProvider(name);
        if (provider == null) {
            throw new IllegalStateException("this Java platform lacks the security provider " + name);
        }
        return provider;
    }

    @Override
    public SuiteTraits traits() {
        return traits;
    }

    @Override
    public Prekey newPrekey(PrekeyUse use, SecureRandom random) {
        return new PrekeyPair(traits.id(), use, kem(use).generate(random));
    }

    @Override
    public Initiation initiate(PrekeyUse use, byte[] prekey, byte[] context, SecureRandom random)
            throws Port17Exception {
        Kem.Encapsulated fresh = kem(use).encapsulate(prekey, random);
        byte[] transcript = Transcript.first(traits.id(), use, prekey, context, fresh.share());
        return new Initiation(fresh.share(), ratchet(true, transcript, fresh.secret()));
    }

    @Override
    public Ratchet respond(Prekey prekey, byte[] share, byte[] context) throws Port17Exception {
        if (!(prekey instanceof PrekeyPair own) || own.suite() != traits.id()) {
            throw new IllegalArgumentException("prekey of another suite");
        }
        byte[] secret = own.decapsulate(share);
        byte[] transcript = Transcript.first(traits.id(), own.use(), own.publicKey(), context, share);
        return ratchet(false, transcript, secret);
    }

    private Ratchet ratchet(boolean initiator, byte[] transcript, byte[] secret) {
        Hkdf hkdf = new Hkdf(provider);
        EpochSecrets secrets = EpochSecrets.first(hkdf, transcript, secret);
        Arrays.fill(secret, (byte) 0);
        return new DoubleRatchet(new Parts(traits.id(), LINK, hkdf, () -> bulk.apply(provider)), initiator, secrets);
    }

    private static Kem kem(PrekeyUse use) {
        return Objects.requireNonNull(use) == PrekeyUse.LINK ? LINK : ONION;
    }
}
