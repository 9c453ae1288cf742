package org.port17.bench;

import java.security.SecureRandom;
import java.util.function.Supplier;
import org.port17.api.Port17Exception;
import org.port17.spi.suite.Chain;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.Epoch;
import org.port17.spi.suite.Initiation;
import org.port17.spi.suite.OfferKey;
import org.port17.spi.suite.OneTimeLayer;
import org.port17.spi.suite.Prekey;
import org.port17.spi.suite.PrekeyUse;
import org.port17.spi.suite.SuiteTraits;
import org.port17.suite.kit.BulkCipher;

/**
 * A suite without a ratchet, to measure what the ratchet costs: one key for each direction, for as long as it lives, and
 * no volume of traffic is a reason to step. It can step, since no circuit and no link begins without its first step.
 * Everything else is as in the suite it is made of. Never part of the product.
 */
record PlainKeySuite(CipherSuite real, Supplier<BulkCipher> bulk) implements CipherSuite {
    @Override
    public SuiteTraits traits() {
        return real.traits();
    }

    @Override
    public Prekey newPrekey(PrekeyUse use, SecureRandom random) {
        return real.newPrekey(use, random);
    }

    @Override
    public Initiation initiate(PrekeyUse use, byte[] prekey, byte[] context, SecureRandom random)
            throws Port17Exception {
        Initiation first = real.initiate(use, prekey, context, random);
        return new Initiation(first.share(), new PlainEpoch(first.epoch(), bulk));
    }

    @Override
    public Epoch respond(Prekey prekey, byte[] share, byte[] context) throws Port17Exception {
        return new PlainEpoch(real.respond(prekey, share, context), bulk);
    }

    @Override
    public OfferKey newOffer(SecureRandom random) {
        return real.newOffer(random);
    }

    @Override
    public Initiation answer(Epoch before, byte[] offer, SecureRandom random) throws Port17Exception {
        Initiation next = real.answer(before, offer, random);
        return new Initiation(next.share(), new PlainEpoch(next.epoch(), bulk));
    }

    @Override
    public Epoch accept(Epoch before, OfferKey offered, byte[] share) throws Port17Exception {
        return new PlainEpoch(real.accept(before, offered, share), bulk);
    }

    private record PlainEpoch(Epoch real, Supplier<BulkCipher> bulk) implements Epoch {
        @Override
        public SuiteTraits suite() {
            return real.suite();
        }

        @Override
        public int number() {
            return real.number();
        }

        @Override
        public boolean initiator() {
            return real.initiator();
        }

        @Override
        public byte[] transcript() {
            return real.transcript();
        }

        @Override
        public byte[] confirmation() {
            return real.confirmation();
        }

        @Override
        public byte[] salt(byte[] nextTranscript) {
            return real.salt(nextTranscript);
        }

        @Override
        public Chain takeSealing() {
            return chain(initiator() ? 1 : 2);
        }

        @Override
        public Chain takeOpening() {
            return chain(initiator() ? 2 : 1);
        }

        private Chain chain(int direction) {
            byte[] secret = real.export("plain key " + direction, new byte[0], PlainKeyChain.SECRET);
            return new PlainKeyChain(bulk.get(), secret, suite().id(), direction);
        }

        @Override
        public byte[] export(String label, byte[] context, int length) {
            return real.export(label, context, length);
        }

        @Override
        public OneTimeLayer oneTime(String label) {
            return real.oneTime(label);
        }

        @Override
        public void close() {
            real.close();
        }
    }
}
