package org.port17.suite.kit;

import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.crypto.digests.SHA3Digest;
import org.bouncycastle.crypto.digests.SHAKEDigest;
import org.bouncycastle.crypto.kems.MLKEMExtractor;
import org.bouncycastle.crypto.kems.MLKEMGenerator;
import org.bouncycastle.crypto.params.MLKEMParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLKEMPublicKeyParameters;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;

/**
 * X-Wing (draft-connolly-cfrg-xwing-kem): ML-KEM-768 (FIPS 203) and X25519, joined by SHA3-256. Secure as long as one
 * of the two is. Two checks beyond the draft, both before anything is sent: the ML-KEM key must pass the modulus check
 * of FIPS 203 §7.2, and an all-zero X25519 agreement is refused.
 */
final class XWing implements Kem {
    static final int SEED = 32;
    static final int ENCAPS_SEED = 64;
    static final int MLKEM_PUBLIC = 1184;
    static final int MLKEM_SHARE = 1088;
    static final int PUBLIC = MLKEM_PUBLIC + X25519Kem.SIZE;
    static final int SHARE = MLKEM_SHARE + X25519Kem.SIZE;
    /** {@code \.//^\}, draft §5.3. */
    private static final byte[] LABEL = {0x5c, 0x2e, 0x2f, 0x2f, 0x5e, 0x5c};

    private static final int Q = 3329;
    private static final int MLKEM_VECTOR = 1152;

    @Override
    public int publicBytes() {
        return PUBLIC;
    }

    @Override
    public int shareBytes() {
        return SHARE;
    }

    /** Randomness: 32 bytes, the draft's seed. */
    @Override
    public KemKey generate(SecureRandom random) {
        byte[] seed = new byte[SEED];
        random.nextBytes(seed);
        try {
            return fromSeed(seed);
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    /** Randomness: 64 bytes, the draft's eseed. */
    @Override
    public Encapsulated encapsulate(byte[] publicKey, SecureRandom random) throws Port17Exception {
        byte[] eseed = new byte[ENCAPS_SEED];
        random.nextBytes(eseed);
        try {
            return encapsulate(publicKey, eseed);
        } finally {
            Arrays.fill(eseed, (byte) 0);
        }
    }

    /** GenerateKeyPairDerand of the draft. */
    static KemKey fromSeed(byte[] seed) {
        byte[] expanded = new byte[96];
        SHAKEDigest shake = new SHAKEDigest(256);
        shake.update(seed, 0, seed.length);
        shake.doFinal(expanded, 0, expanded.length);
        byte[] mlkemSeed = Arrays.copyOf(expanded, 64);
        byte[] scalar = Arrays.copyOfRange(expanded, 64, 96);
        Arrays.fill(expanded, (byte) 0);
        try {
            return new Key(mlkemKey(mlkemSeed), scalar);
        } finally {
            Arrays.fill(mlkemSeed, (byte) 0);
        }
    }

    /** EncapsulateDerand of the draft. */
    static Encapsulated encapsulate(byte[] publicKey, byte[] eseed) throws Port17Exception {
        if (publicKey.length != PUBLIC) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, "X-Wing key is not " + PUBLIC + " bytes");
        }
        byte[] mlkemRandom = Arrays.copyOf(eseed, 32);
        byte[] scalar = Arrays.copyOfRange(eseed, 32, 64);
        byte[] x25519Secret = null;
        byte[] mlkemSecret = null;
        try {
            x25519Secret = X25519Kem.agree(scalar, publicKey, MLKEM_PUBLIC);
            SecretWithEncapsulation mlkem = mlkemEncapsulate(Arrays.copyOf(publicKey, MLKEM_PUBLIC), mlkemRandom);
            mlkemSecret = mlkem.getSecret();
            byte[] share = Arrays.copyOf(mlkem.getEncapsulation(), SHARE);
            System.arraycopy(X25519Kem.base(scalar), 0, share, MLKEM_SHARE, X25519Kem.SIZE);
            return new Encapsulated(share, combine(mlkemSecret, x25519Secret, share, publicKey));
        } finally {
            wipe(mlkemRandom, scalar, x25519Secret, mlkemSecret);
        }
    }

    /** ML-KEM-768 key pair from d | z (FIPS 203 §7.1). */
    static MLKEMPrivateKeyParameters mlkemKey(byte[] seed) {
        return new MLKEMPrivateKeyParameters(MLKEMParameters.ml_kem_768, seed);
    }

    /** ML-KEM-768 encapsulation with given randomness (FIPS 203 §6.2), input checked as in §7.2. */
    static SecretWithEncapsulation mlkemEncapsulate(byte[] key, byte[] randomness) throws Port17Exception {
        if (key.length != MLKEM_PUBLIC || !reduced(key)) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, "ML-KEM key is malformed");
        }
        MLKEMPublicKeyParameters parameters = new MLKEMPublicKeyParameters(MLKEMParameters.ml_kem_768, key);
        return MLKEMGenerator.internalGenerateEncapsulated(parameters, randomness);
    }

    /** ML-KEM-768 decapsulation (FIPS 203 §7.3): a forged share gives a pseudorandom secret, no error. */
    static byte[] mlkemDecapsulate(MLKEMPrivateKeyParameters key, byte[] share) throws Port17Exception {
        if (share.length != MLKEM_SHARE) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, "ML-KEM share is malformed");
        }
        return new MLKEMExtractor(key).extractSecret(share);
    }

    /** The modulus check of FIPS 203 §7.2: every 12-bit coefficient is below q. Public data, need not be constant-time. */
    private static boolean reduced(byte[] key) {
        for (int i = 0; i < MLKEM_VECTOR; i += 3) {
            int low = (key[i] & 0xff) | (key[i + 1] & 0x0f) << 8;
            int high = (key[i + 1] & 0xf0) >>> 4 | (key[i + 2] & 0xff) << 4;
            if (low >= Q || high >= Q) {
                return false;
            }
        }
        return true;
    }

    /** SHA3-256(mlkem secret | x25519 secret | x25519 share | x25519 public key | label). */
    private static byte[] combine(byte[] mlkemSecret, byte[] x25519Secret, byte[] share, byte[] publicKey) {
        SHA3Digest sha3 = new SHA3Digest(256);
        sha3.update(mlkemSecret, 0, mlkemSecret.length);
        sha3.update(x25519Secret, 0, x25519Secret.length);
        sha3.update(share, MLKEM_SHARE, X25519Kem.SIZE);
        sha3.update(publicKey, MLKEM_PUBLIC, X25519Kem.SIZE);
        sha3.update(LABEL, 0, LABEL.length);
        byte[] secret = new byte[32];
        sha3.doFinal(secret, 0);
        return secret;
    }

    private static void wipe(byte[]... secrets) {
        for (byte[] secret : secrets) {
            if (secret != null) {
                Arrays.fill(secret, (byte) 0);
            }
        }
    }

    private static final class Key implements KemKey {
        private final MLKEMPrivateKeyParameters mlkem;
        private final byte[] scalar;
        private final byte[] publicKey;

        Key(MLKEMPrivateKeyParameters mlkem, byte[] scalar) {
            this.mlkem = mlkem;
            this.scalar = scalar;
            this.publicKey = Arrays.copyOf(mlkem.getPublicKey(), PUBLIC);
            System.arraycopy(X25519Kem.base(scalar), 0, publicKey, MLKEM_PUBLIC, X25519Kem.SIZE);
        }

        @Override
        public byte[] publicKey() {
            return publicKey.clone();
        }

        @Override
        public byte[] decapsulate(byte[] share) throws Port17Exception {
            if (share.length != SHARE) {
                throw new Port17Exception(ErrorKind.BAD_INPUT, "X-Wing share is not " + SHARE + " bytes");
            }
            byte[] x25519Secret = null;
            byte[] mlkemSecret = null;
            try {
                x25519Secret = X25519Kem.agree(scalar, share, MLKEM_SHARE);
                mlkemSecret = mlkemDecapsulate(mlkem, Arrays.copyOf(share, MLKEM_SHARE));
                return combine(mlkemSecret, x25519Secret, share, publicKey);
            } finally {
                wipe(x25519Secret, mlkemSecret);
            }
        }

        @Override
        public void close() {
            mlkem.destroy();
            Arrays.fill(scalar, (byte) 0);
        }
    }
}
