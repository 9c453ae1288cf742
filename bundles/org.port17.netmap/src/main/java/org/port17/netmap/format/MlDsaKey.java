package org.port17.netmap.format;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithContext;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.MLDSASigner;

/**
 * An ML-DSA-65 key pair (FIPS 204): a node's second signature, for suites that ask for one. Signs and verifies the same
 * bytes as {@link Signatures}, pure, with an empty context. Thread-safe. Close it to wipe the secret half as well as Java
 * allows.
 */
public final class MlDsaKey implements AutoCloseable {
    public static final int SEED_BYTES = 32;
    public static final int PUBLIC_BYTES = 1_952;
    public static final int SIGNATURE_BYTES = 3_309;

    private final byte[] seed;
    private final MLDSAPrivateKeyParameters key;
    private final byte[] publicKey;
    private volatile boolean closed;

    private MlDsaKey(byte[] seed) {
        this.seed = seed;
        this.key = new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_65, seed);
        this.publicKey = key.getPublicKey();
    }

    public static MlDsaKey generate(SecureRandom random) {
        byte[] seed = new byte[SEED_BYTES];
        random.nextBytes(seed);
        return new MlDsaKey(seed);
    }

    /** @param seed the 32 secret bytes of FIPS 204, algorithm 6; copied */
    public static MlDsaKey of(byte[] seed) {
        if (seed.length != SEED_BYTES) {
            throw new IllegalArgumentException("an ML-DSA seed has 32 bytes");
        }
        return new MlDsaKey(seed.clone());
    }

    /** The public half, a fresh copy. */
    public byte[] publicKey() {
        return publicKey.clone();
    }

    /** What the network map says of it: SHA-256 of the public half, 64 hexadecimal digits. */
    public String digest() {
        return digest(publicKey);
    }

    static String digest(byte[] publicKey) {
        return HexFormat.of().formatHex(Signatures.sha256(publicKey));
    }

    /** The secret half, a fresh copy; the caller wipes it. */
    public byte[] seed() {
        return seed.clone();
    }

    /** Hedged with fresh randomness, so that a fault in one signature tells nothing of the key. */
    public byte[] sign(String purpose, byte[] message) {
        if (closed) {
            throw new IllegalStateException("the key was wiped");
        }
        MLDSASigner signer = new MLDSASigner();
        signer.init(true, new ParametersWithRandom(key, new SecureRandom()));
        byte[] prefixed = Signatures.prefixed(purpose, message, message.length);
        signer.update(prefixed, 0, prefixed.length);
        try {
            return signer.generateSignature();
        } catch (CryptoException e) {
            throw new IllegalStateException("ML-DSA failed", e);
        }
    }

    /** Whether the signature of {@code message} is the key's. False for malformed input too. */
    public static boolean verify(byte[] publicKey, String purpose, byte[] message, byte[] signature) {
        return verify(publicKey, Signatures.prefixed(purpose, message, message.length), signature, new byte[0]);
    }

    /** FIPS 204, algorithm 3. */
    static boolean verify(byte[] publicKey, byte[] message, byte[] signature, byte[] context) {
        if (publicKey.length != PUBLIC_BYTES || signature.length != SIGNATURE_BYTES || context.length > 255) {
            return false;
        }
        MLDSASigner verifier = new MLDSASigner();
        verifier.init(
                false,
                new ParametersWithContext(new MLDSAPublicKeyParameters(MLDSAParameters.ml_dsa_65, publicKey), context));
        verifier.update(message, 0, message.length);
        return verifier.verifySignature(signature);
    }

    @Override
    public void close() {
        closed = true;
        key.destroy();
        Arrays.fill(seed, (byte) 0);
    }
}
