package org.port17.netmap.format;

import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** An Ed25519 key pair. Thread-safe. Close it to wipe the secret half as well as Java allows. */
public final class SigningKey implements AutoCloseable {
    public static final int SEED_BYTES = 32;
    private final byte[] seed;
    private final byte[] publicKey;
    private volatile boolean closed;

    private SigningKey(byte[] seed) {
        this.seed = seed;
        this.publicKey = new byte[Signatures.KEY_BYTES];
        Ed25519.generatePublicKey(seed, 0, publicKey, 0);
    }

    public static SigningKey generate(SecureRandom random) {
        byte[] seed = new byte[SEED_BYTES];
        random.nextBytes(seed);
        return new SigningKey(seed);
    }

    /** @param seed the 32 secret bytes of RFC 8032; copied */
    public static SigningKey of(byte[] seed) {
        if (seed.length != SEED_BYTES) {
            throw new IllegalArgumentException("an Ed25519 seed has 32 bytes");
        }
        return new SigningKey(seed.clone());
    }

    /** The public half, a fresh copy. */
    public byte[] publicKey() {
        return publicKey.clone();
    }

    /** The secret half, a fresh copy; the caller wipes it. */
    public byte[] seed() {
        return seed.clone();
    }

    /** @see Signatures */
    public byte[] sign(String purpose, byte[] message) {
        if (closed) {
            throw new IllegalStateException("the key was wiped");
        }
        byte[] prefixed = Signatures.prefixed(purpose, message, message.length);
        byte[] signature = new byte[Signatures.BYTES];
        Ed25519.sign(seed, 0, publicKey, 0, prefixed, 0, prefixed.length, signature, 0);
        return signature;
    }

    @Override
    public void close() {
        closed = true;
        Arrays.fill(seed, (byte) 0);
    }
}
