package org.port17.route.kit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key of 128 bits for one draw, made by HMAC-SHA-256 from the client's secret salt; SipHash-2-4 spreads it over the
 * candidates. Who does not know the salt cannot tell which node a key favours.
 */
public record Prf(long k0, long k1) {
    public static final int SALT_BYTES = 32;

    /** @param salt {@link #SALT_BYTES} secret bytes */
    public static Prf of(byte[] salt, Draw draw) {
        if (salt.length != SALT_BYTES) {
            throw new IllegalArgumentException("a salt has " + SALT_BYTES + " bytes");
        }
        byte[] application = draw.application().getBytes(StandardCharsets.UTF_8);
        byte[] domain = draw.domain().getBytes(StandardCharsets.UTF_8);
        ByteBuffer text = ByteBuffer.allocate(24 + application.length + domain.length)
                .putInt(application.length)
                .put(application)
                .putInt(domain.length)
                .put(domain)
                .putLong(draw.day())
                .putInt(draw.level())
                .putInt(draw.turn());
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(salt, "HmacSHA256"));
            ByteBuffer out = ByteBuffer.wrap(mac.doFinal(text.array()));
            return new Prf(out.getLong(), out.getLong());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    /** A public number for a name, the same everywhere. */
    static long nameKey(String name) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** SipHash-2-4 of one 64-bit word. */
    long hash(long word) {
        long v0 = k0 ^ 0x736f6d6570736575L;
        long v1 = k1 ^ 0x646f72616e646f6dL;
        long v2 = k0 ^ 0x6c7967656e657261L;
        long v3 = k1 ^ 0x7465646279746573L;
        long m = word;
        for (int round = 0; round < 8; round++) {
            if (round == 0 || round == 2) {
                v3 ^= m;
            }
            v0 += v1;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v3;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 += v3;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 += v1;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v2 = Long.rotateLeft(v2, 32);
            if (round == 1) {
                v0 ^= m;
                m = 8L << 56;
            } else if (round == 3) {
                v0 ^= m;
                v2 ^= 0xff;
            }
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }

    /** Evenly in (0, 1). */
    double fraction(long word) {
        return ((hash(word) >>> 11) + 0.5) * 0x1.0p-53;
    }
}
