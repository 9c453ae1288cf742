package org.port17.node;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.Epoch;
import org.port17.spi.suite.Initiation;
import org.port17.spi.suite.OfferKey;
import org.port17.spi.suite.Prekey;
import org.port17.spi.suite.PrekeyUse;
import org.port17.spi.suite.SuiteTraits;

/** Makes prekeys and remembers which were wiped. */
final class FakeSuite implements CipherSuite {
    final List<FakePrekey> made = new ArrayList<>();
    private final SuiteTraits traits;

    FakeSuite(int id, boolean onion) {
        traits = new SuiteTraits(id, "FAKE_" + id, 1, onion, true, "fake", 1_216, 32, 1_120, 32, 1_216, 1_120);
    }

    @Override
    public SuiteTraits traits() {
        return traits;
    }

    @Override
    public Prekey newPrekey(PrekeyUse use, SecureRandom random) {
        byte[] key = new byte[traits.prekeyBytes(use)];
        random.nextBytes(key);
        FakePrekey prekey = new FakePrekey(use, key);
        made.add(prekey);
        return prekey;
    }

    @Override
    public Initiation initiate(PrekeyUse use, byte[] prekey, byte[] context, SecureRandom random) {
        throw new UnsupportedOperationException("not asked for in these tests");
    }

    @Override
    public Epoch respond(Prekey prekey, byte[] share, byte[] context) {
        throw new UnsupportedOperationException("not asked for in these tests");
    }

    @Override
    public OfferKey newOffer(SecureRandom random) {
        throw new UnsupportedOperationException("not asked for in these tests");
    }

    @Override
    public Initiation answer(Epoch before, byte[] offer, SecureRandom random) {
        throw new UnsupportedOperationException("not asked for in these tests");
    }

    @Override
    public Epoch accept(Epoch before, OfferKey offered, byte[] share) {
        throw new UnsupportedOperationException("not asked for in these tests");
    }

    static final class FakePrekey implements Prekey {
        volatile boolean wiped;
        private final PrekeyUse use;
        private final byte[] key;

        FakePrekey(PrekeyUse use, byte[] key) {
            this.use = use;
            this.key = key;
        }

        @Override
        public PrekeyUse use() {
            return use;
        }

        @Override
        public byte[] publicKey() {
            return key.clone();
        }

        @Override
        public void close() {
            wiped = true;
        }
    }
}
