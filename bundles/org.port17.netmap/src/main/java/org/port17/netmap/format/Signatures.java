package org.port17.netmap.format;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Ed25519 (RFC 8032) over {@code "P17/1 " + purpose + NUL + message}: a signature made for one purpose is worthless for
 * every other.
 */
public final class Signatures {
    public static final int BYTES = 64;
    public static final int KEY_BYTES = 32;
    public static final String NODE = "node";
    public static final String PREKEY = "prekey";
    public static final String MAP = "map";

    private Signatures() {}

    /** Whether {@code data[0 .. length)} is followed by its signature. False for malformed keys too. */
    static boolean trailing(byte[] key, String purpose, byte[] data) {
        int length = data.length - BYTES;
        if (length < 0 || key.length != KEY_BYTES) {
            return false;
        }
        byte[] message = prefixed(purpose, data, length);
        return Ed25519.verify(data, length, key, 0, message, 0, message.length);
    }

    /** Whether the signature of {@code message} is the key's. False for malformed input too. */
    public static boolean verify(byte[] key, String purpose, byte[] message, byte[] signature) {
        if (signature.length != BYTES || key.length != KEY_BYTES) {
            return false;
        }
        byte[] prefixed = prefixed(purpose, message, message.length);
        return Ed25519.verify(signature, 0, key, 0, prefixed, 0, prefixed.length);
    }

    /** Whether the key is a point of the prime-order group: a key of small order would let anyone sign for it. */
    public static boolean soundKey(byte[] key) {
        return key.length == KEY_BYTES && Ed25519.validatePublicKeyFull(key, 0);
    }

    public static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static byte[] prefixed(String purpose, byte[] message, int length) {
        byte[] prefix = ("P17/1 " + purpose + "\0").getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[prefix.length + length];
        System.arraycopy(prefix, 0, all, 0, prefix.length);
        System.arraycopy(message, 0, all, prefix.length, length);
        return all;
    }
}
