package org.port17.model;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.port17.api.Port17Exception;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.Epoch;
import org.port17.spi.suite.Initiation;
import org.port17.spi.suite.OfferKey;
import org.port17.spi.suite.Prekey;
import org.port17.spi.suite.PrekeyUse;
import org.port17.spi.suite.SuiteTraits;
import org.port17.suite.aesgcm.AesGcmSuite;
import org.port17.suite.chacha.ChaChaSuite;
import org.port17.suite.x25519.X25519Suite;

/**
 * The real suites behind the model's names, with a tap: whatever is public about an epoch (number, suite, transcript) is
 * handed to Mallory.
 */
final class Suites {
    private final Map<Trace.Suite, CipherSuite> suites = new EnumMap<>(Trace.Suite.class);
    /** Epochs in the order in which the tapped end took them. */
    private final List<Seen> seen = new ArrayList<>();

    /** What is public about an epoch. */
    record Seen(SuiteTraits suite, int number, byte[] transcript) {}

    Suites() {
        suites.put(Trace.Suite.Strong, new Tapped(new AesGcmSuite()));
        suites.put(Trace.Suite.Middle, new Tapped(new ChaChaSuite()));
        suites.put(Trace.Suite.Weak, new Tapped(new X25519Suite()));
    }

    CipherSuite of(Trace.Suite name) {
        return suites.get(name);
    }

    int id(Trace.Suite name) {
        return of(name).traits().id();
    }

    Optional<CipherSuite> permitted(int id, Set<Trace.Suite> allowed) {
        return allowed.stream().map(this::of).filter(s -> s.traits().id() == id).findFirst();
    }

    /** The newest epoch the initiator took. */
    Seen last() {
        return seen.get(seen.size() - 1);
    }

    private Epoch note(Epoch epoch) {
        seen.add(new Seen(epoch.suite(), epoch.number(), epoch.transcript()));
        return epoch;
    }

    private final class Tapped implements CipherSuite {
        private final CipherSuite real;

        Tapped(CipherSuite real) {
            this.real = real;
        }

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
            note(first.epoch());
            return first;
        }

        @Override
        public Epoch respond(Prekey prekey, byte[] share, byte[] context) throws Port17Exception {
            return real.respond(prekey, share, context);
        }

        @Override
        public OfferKey newOffer(SecureRandom random) {
            return real.newOffer(random);
        }

        @Override
        public Initiation answer(Epoch before, byte[] offer, SecureRandom random) throws Port17Exception {
            return real.answer(before, offer, random);
        }

        @Override
        public Epoch accept(Epoch before, OfferKey offered, byte[] share) throws Port17Exception {
            return note(real.accept(before, offered, share));
        }
    }
}
