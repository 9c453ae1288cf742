package org.port17.suite.kit;

import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.port17.api.Port17Exception;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.Epoch;
import org.port17.spi.suite.Initiation;
import org.port17.spi.suite.OfferKey;
import org.port17.spi.suite.Prekey;
import org.port17.spi.suite.PrekeyUse;
import org.port17.spi.suite.SuiteTraits;

/**
 * A suite made of a key agreement, HKDF over one hash and one bulk cipher. Stateless, usable from any thread. Each
 * operation takes a fixed number of bytes from the given random source: see docs/protocol-suite.md.
 */
public class ComposedSuite implements CipherSuite {
    private final SuiteTraits traits;
    private final Kem link;
    private final Kem onion;
    private final Supplier<Hkdf> hkdf;
    private final Supplier<BulkCipher> bulk;

    /**
     * @param hash 256 or 384, for SHA-256 or SHA-384
     * @param hmac computes HMAC
     * @param bulkProvider is handed to {@code bulk}
     * @param bulk makes the cipher object of one direction and epoch
     */
    public ComposedSuite(
            int id,
            String name,
            int rank,
            Agreement agreement,
            int hash,
            Provider hmac,
            Provider bulkProvider,
            Function<Provider, BulkCipher> bulk) {
        this(
                id,
                name,
                rank,
                agreement,
                () -> new Hkdf(hash, hmac),
                bulkProvider.getName(),
                () -> bulk.apply(bulkProvider));
    }

    /** The same with another key derivation. */
    ComposedSuite(
            int id,
            String name,
            int rank,
            Agreement agreement,
            Supplier<Hkdf> hkdf,
            String bulkProvider,
            Supplier<BulkCipher> bulk) {
        this(
                new SuiteTraits(
                        id,
                        name,
                        rank,
                        true,
                        agreement.hybrid,
                        bulkProvider,
                        agreement.link.publicBytes(),
                        agreement.onion.publicBytes(),
                        agreement.link.shareBytes(),
                        agreement.onion.shareBytes(),
                        agreement.link.publicBytes(),
                        agreement.link.shareBytes()),
                agreement.link,
                agreement.onion,
                hkdf,
                bulk);
    }

    /** @param link of links and of every step, {@code onion} of onion prekeys */
    ComposedSuite(SuiteTraits traits, Kem link, Kem onion, Supplier<Hkdf> hkdf, Supplier<BulkCipher> bulk) {
        this.traits = traits;
        this.link = link;
        this.onion = onion;
        this.hkdf = hkdf;
        this.bulk = bulk;
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
        return new Initiation(fresh.share(), first(use, true, prekey, context, fresh.share(), fresh.secret()));
    }

    @Override
    public Epoch respond(Prekey prekey, byte[] share, byte[] context) throws Port17Exception {
        PrekeyPair own = own(prekey);
        byte[] secret = own.decapsulate(share);
        return first(own.use(), false, own.publicKey(), context, share, secret);
    }

    /** {@code RK(0) = HKDF-Extract(salt = th(0), ikm = secret)}. */
    private Epoch first(PrekeyUse use, boolean initiator, byte[] prekey, byte[] context, byte[] share, byte[] secret) {
        try {
            Hkdf kdf = hkdf.get();
            byte[] transcript = Transcript.first(kdf.digest(), traits.id(), use, prekey, context, share);
            byte[] root = kdf.extract(transcript, secret);
            return new KeyEpoch(traits, 0, initiator, kdf, bulk, transcript, root);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    @Override
    public OfferKey newOffer(SecureRandom random) {
        return new PrekeyPair(traits.id(), PrekeyUse.LINK, link.generate(random));
    }

    @Override
    public Initiation answer(Epoch before, byte[] offer, SecureRandom random) throws Port17Exception {
        Kem.Encapsulated fresh = link.encapsulate(offer, random);
        return new Initiation(fresh.share(), next(before, offer, fresh.share(), fresh.secret()));
    }

    @Override
    public Epoch accept(Epoch before, OfferKey offered, byte[] share) throws Port17Exception {
        PrekeyPair own = own(offered);
        return next(before, own.publicKey(), share, own.decapsulate(share));
    }

    /** {@code RK(e+1) = HKDF-Extract(salt = salt of e for th(e+1), ikm = secret)}. */
    private Epoch next(Epoch before, byte[] offer, byte[] share, byte[] secret) {
        byte[] salt = new byte[0];
        try {
            Hkdf kdf = hkdf.get();
            byte[] transcript = Transcript.next(kdf.digest(), before, traits.id(), offer, share);
            salt = before.salt(transcript);
            byte[] root = kdf.extract(salt, secret);
            return new KeyEpoch(traits, before.number() + 1, before.initiator(), kdf, bulk, transcript, root);
        } finally {
            Arrays.fill(salt, (byte) 0);
            Arrays.fill(secret, (byte) 0);
        }
    }

    private PrekeyPair own(Object key) {
        if (!(key instanceof PrekeyPair own) || own.suite() != traits.id()) {
            throw new IllegalArgumentException("a key of another suite");
        }
        return own;
    }

    private Kem kem(PrekeyUse use) {
        return Objects.requireNonNull(use) == PrekeyUse.LINK ? link : onion;
    }
}
