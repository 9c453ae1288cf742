package org.port17.suite.kit;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.port17.api.Port17Exception;
import org.port17.spi.suite.Chain;
import org.port17.spi.suite.SuiteTraits;
import org.port17.suite.kit.gcm.GcmCipher;

/** Parts of a suite that tests put together: the right ones, and mutants, each of which breaks one promise. */
record Recipe(String name, Kem link, Supplier<Hkdf> hkdf, Supplier<BulkCipher> bulk) {
    private static final int ID = 0xff18;

    static Recipe right() {
        return new Recipe(
                "right",
                Agreement.HYBRID.link,
                () -> new Hkdf(256, ComposedSuite.provider("SunJCE")),
                () -> new GcmCipher(ComposedSuite.provider("SunJCE")));
    }

    /** The chain never moves: every phase has the same keys. */
    static Recipe frozenChain() {
        return derivation("frozen chain", () -> new Hkdf(256, ComposedSuite.provider("SunJCE")) {
            @Override
            byte[] derive(byte[] secret, String label, byte[] data, int length) {
                return label.equals("next") ? secret.clone() : super.derive(secret, label, data, length);
            }
        });
    }

    /** Chain keys of finished phases are kept. */
    static Recipe oldKeysKept() {
        return derivation("old keys kept", KeepingHkdf::new);
    }

    static final class KeepingHkdf extends Hkdf {
        private byte[][] kept = new byte[0][];

        KeepingHkdf() {
            super(256, ComposedSuite.provider("SunJCE"));
        }

        @Override
        byte[] derive(byte[] secret, String label, byte[] data, int length) {
            if (label.equals("key")) {
                List<byte[]> more = new ArrayList<>(List.of(kept));
                more.add(secret.clone());
                kept = more.toArray(byte[][]::new);
            }
            return super.derive(secret, label, data, length);
        }
    }

    /** The fresh secret of a step is left out. */
    static Recipe noFreshSecret() {
        Recipe right = right();
        return new Recipe("no fresh secret", new Secretless(right.link()), right.hkdf(), right.bulk());
    }

    private record Secretless(Kem kem) implements Kem {
        @Override
        public int publicBytes() {
            return kem.publicBytes();
        }

        @Override
        public int shareBytes() {
            return kem.shareBytes();
        }

        @Override
        public KemKey generate(SecureRandom random) {
            KemKey key = kem.generate(random);
            return new KemKey() {
                @Override
                public byte[] publicKey() {
                    return key.publicKey();
                }

                @Override
                public byte[] decapsulate(byte[] share) {
                    return new byte[32];
                }

                @Override
                public void close() {
                    key.close();
                }
            };
        }

        @Override
        public Encapsulated encapsulate(byte[] publicKey, SecureRandom random) throws Port17Exception {
            return new Encapsulated(kem.encapsulate(publicKey, random).share(), new byte[32]);
        }
    }

    /** The old secret does not go into the new root. */
    static Recipe noOldSecret() {
        return derivation("no old secret", () -> new Hkdf(256, ComposedSuite.provider("SunJCE")) {
            @Override
            byte[] derive(byte[] secret, String label, byte[] data, int length) {
                return super.derive(label.equals("salt") ? new byte[32] : secret, label, data, length);
            }
        });
    }

    private static Recipe derivation(String name, Supplier<Hkdf> hkdf) {
        Recipe right = right();
        return new Recipe(name, right.link(), hkdf, right.bulk());
    }

    ComposedSuite suite() {
        SuiteTraits traits = new SuiteTraits(ID, "P17_TEST", 1, true, true, "SunJCE", 1216, 32, 1120, 32, 1216, 1120);
        return new ComposedSuite(traits, link, new X25519Kem(), hkdf, bulk);
    }

    Chain chain(byte[] key, int direction) {
        return new KeyChain(hkdf.get(), bulk.get(), key, ID, direction);
    }

    @Override
    public String toString() {
        return name;
    }
}
