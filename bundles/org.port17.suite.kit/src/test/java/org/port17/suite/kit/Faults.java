package org.port17.suite.kit;

import java.security.Provider;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.port17.api.Port17Exception;
import org.port17.spi.suite.SuiteTraits;
import org.port17.suite.kit.gcm.GcmCipher;

/** Parts of a suite that throw where a test wants, and remember every secret that came about. */
final class Faults {
    private static final Provider JCE = ComposedSuite.provider("SunJCE");

    private final List<byte[]> made = new ArrayList<>();
    private int left = Integer.MAX_VALUE;
    private int ciphers;

    /** What a provider says that is going away. */
    static final class Gone extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Fails once, after so many calls that do not. Secrets are remembered from now on. */
    void failAt(int calls) {
        made.clear();
        left = calls;
    }

    /** Nothing fails any more. */
    void calm() {
        left = Integer.MAX_VALUE;
    }

    /** Whether of every secret remembered nothing but zeros is left. */
    boolean allWiped() {
        return made.stream().allMatch(secret -> Arrays.equals(secret, new byte[secret.length]));
    }

    int openCiphers() {
        return ciphers;
    }

    private void place() {
        if (left-- == 0) {
            left = Integer.MAX_VALUE;
            throw new Gone();
        }
    }

    private byte[] remember(byte[] secret) {
        made.add(secret);
        return secret;
    }

    ComposedSuite suite() {
        SuiteTraits traits = new SuiteTraits(0xff19, "P17_TEST", 1, true, false, "SunJCE", 32, 32, 32, 32, 32, 32);
        Kem kem = new FaultyKem();
        return new ComposedSuite(traits, kem, kem, FaultyHkdf::new, () -> {
            place();
            return new FaultyCipher();
        });
    }

    private final class FaultyHkdf extends Hkdf {
        FaultyHkdf() {
            super(256, JCE);
            place();
        }

        @Override
        byte[] extract(byte[] salt, byte[] ikm) {
            place();
            return remember(super.extract(salt, ikm));
        }

        @Override
        byte[] derive(byte[] secret, String label, byte[] data, int length) {
            place();
            byte[] derived = super.derive(secret, label, data, length);
            return label.equals("export") && data.length > 0 ? derived : remember(derived);
        }
    }

    private final class FaultyKem implements Kem {
        private final Kem kem = new X25519Kem();

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
                public byte[] decapsulate(byte[] share) throws Port17Exception {
                    place();
                    return remember(key.decapsulate(share));
                }

                @Override
                public void close() {
                    key.close();
                }
            };
        }

        @Override
        public Encapsulated encapsulate(byte[] publicKey, SecureRandom random) throws Port17Exception {
            place();
            Encapsulated fresh = kem.encapsulate(publicKey, random);
            remember(fresh.secret());
            return fresh;
        }
    }

    private final class FaultyCipher implements BulkCipher {
        private final GcmCipher cipher = new GcmCipher(JCE);
        private boolean closed;

        FaultyCipher() {
            ciphers++;
        }

        @Override
        public void rekey(byte[] key) {
            place();
            cipher.rekey(key);
        }

        @Override
        public void seal(byte[] nonce, byte[] aad, byte[] in, int inOffset, int length, byte[] out, int outOffset) {
            cipher.seal(nonce, aad, in, inOffset, length, out, outOffset);
        }

        @Override
        public boolean open(byte[] nonce, byte[] aad, byte[] in, int inOffset, int length, byte[] out, int outOffset) {
            return cipher.open(nonce, aad, in, inOffset, length, out, outOffset);
        }

        @Override
        public void keystream(byte[] nonce, byte[] out, int offset, int length) {
            cipher.keystream(nonce, out, offset, length);
        }

        @Override
        public void filler(byte[] fillerKey, int block, byte[] out, int offset, int length) {
            cipher.filler(fillerKey, block, out, offset, length);
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                ciphers--;
            }
            cipher.close();
        }
    }
}
