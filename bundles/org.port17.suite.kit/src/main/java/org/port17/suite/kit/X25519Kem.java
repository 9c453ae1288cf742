package org.port17.suite.kit;

import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;

/**
 * X25519 (RFC 7748 §5) with an ephemeral key as share. The secret is the bare agreement: both public keys are in the
 * transcript that salts the key schedule. An all-zero agreement is refused (RFC 7748 §6.1).
 */
final class X25519Kem implements Kem {
    static final int SIZE = 32;

    @Override
    public int publicBytes() {
        return SIZE;
    }

    @Override
    public int shareBytes() {
        return SIZE;
    }

    /** Randomness: 32 bytes, the scalar before clamping. */
    @Override
    public KemKey generate(SecureRandom random) {
        byte[] scalar = new byte[SIZE];
        random.nextBytes(scalar);
        return new Key(scalar);
    }

    /** Randomness: 32 bytes, the ephemeral scalar before clamping. */
    @Override
    public Encapsulated encapsulate(byte[] publicKey, SecureRandom random) throws Port17Exception {
        requireSize(publicKey);
        byte[] scalar = new byte[SIZE];
        random.nextBytes(scalar);
        try {
            return new Encapsulated(base(scalar), agree(scalar, publicKey, 0));
        } finally {
            Arrays.fill(scalar, (byte) 0);
        }
    }

    static byte[] base(byte[] scalar) {
        byte[] point = new byte[SIZE];
        X25519.scalarMultBase(scalar, 0, point, 0);
        return point;
    }

    static byte[] agree(byte[] scalar, byte[] point, int offset) throws Port17Exception {
        byte[] secret = new byte[SIZE];
        if (!X25519.calculateAgreement(scalar, 0, point, offset, secret, 0)) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, "X25519 agreement is zero");
        }
        return secret;
    }

    private static void requireSize(byte[] bytes) throws Port17Exception {
        if (bytes.length != SIZE) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, "X25519 value is not 32 bytes");
        }
    }

    private static final class Key implements KemKey {
        private final byte[] scalar;
        private final byte[] point;

        Key(byte[] scalar) {
            this.scalar = scalar;
            this.point = base(scalar);
        }

        @Override
        public byte[] publicKey() {
            return point.clone();
        }

        @Override
        public byte[] decapsulate(byte[] share) throws Port17Exception {
            requireSize(share);
            return agree(scalar, share, 0);
        }

        @Override
        public void close() {
            Arrays.fill(scalar, (byte) 0);
        }
    }
}
