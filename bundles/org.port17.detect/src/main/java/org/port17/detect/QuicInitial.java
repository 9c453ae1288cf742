package org.port17.detect;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A client's first QUIC packet (RFC 9000, RFC 9369). Its keys follow from what it shows (RFC 9001, 5.2), so it is opened:
 * one that opens and carries a handshake is QUIC beyond doubt, whatever else a datagram may look like.
 */
final class QuicInitial {
    /** A datagram with a client's Initial is at least so long (RFC 9000, 14.1). */
    private static final int LEAST = 1200;

    private static final int ID_MOST = 20;
    private static final int TAG = 16;
    private static final HexFormat HEX = HexFormat.of();

    private enum Version {
        V1(0x00000001L, 0, "38762cf7f55934b34d179ae6a4c80cadccbb7f0a", "quic"),
        V2(0x6b3343cfL, 1, "0dede3def700a6db819381be6e269dcbf9bd2ed9", "quicv2");

        private final long number;
        private final int initial;
        private final byte[] salt;
        private final String label;

        Version(long number, int initial, String salt, String label) {
            this.number = number;
            this.initial = initial;
            this.salt = HEX.parseHex(salt);
            this.label = label;
        }

        static Version of(long number) {
            for (Version version : values()) {
                if (version.number == number) {
                    return version;
                }
            }
            return null;
        }
    }

    private final byte[] data;
    private final int from;
    private final int to;

    private QuicInitial(byte[] data, int from, int to) {
        this.data = data;
        this.from = from;
        this.to = to;
    }

    static boolean opens(byte[] data, int offset, int length) {
        // Long header and fixed bit, then a version.
        if (length < LEAST || (data[offset] & 0xc0) != 0xc0) {
            return false;
        }
        try {
            return new QuicInitial(data, offset, offset + length).opens();
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private boolean opens() throws GeneralSecurityException {
        Cursor in = new Cursor(data, from, to);
        int first = in.u8();
        Version version = Version.of(in.u32());
        if (version == null || (first >> 4 & 3) != version.initial) {
            return false;
        }
        int idLength = in.u8();
        int id = to - in.left();
        in.skip(idLength);
        int sourceLength = in.u8();
        in.skip(sourceLength);
        in.skip(variable(in));
        int length = variable(in);
        int number = to - in.left();
        if (in.bad() || idLength > ID_MOST || sourceLength > ID_MOST || length > in.left() || length < 4 + TAG) {
            return false;
        }
        byte[] secret = expand(mac(version.salt, Arrays.copyOfRange(data, id, id + idLength)), "client in", 32);
        return handshake(open(version, secret, number, length));
    }

    private static int variable(Cursor in) {
        int first = in.u8();
        long value = first & 0x3f;
        for (int more = (1 << (first >> 6)) - 1; more > 0; more--) {
            value = value << 8 | in.u8();
        }
        return value > 0xffff ? -1 : (int) value;
    }

    private byte[] open(Version version, byte[] secret, int at, int length) throws GeneralSecurityException {
        Cipher mask = Cipher.getInstance("AES/ECB/NoPadding");
        mask.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(expand(secret, version.label + " hp", 16), "AES"));
        byte[] bits = mask.doFinal(data, at + 4, 16);
        byte[] head = Arrays.copyOfRange(data, from, at + 4);
        head[0] ^= (byte) (bits[0] & 0x0f);
        int numberLength = (head[0] & 3) + 1;
        byte[] nonce = expand(secret, version.label + " iv", 12);
        for (int i = 0; i < numberLength; i++) {
            head[at - from + i] ^= bits[1 + i];
            nonce[12 - numberLength + i] ^= head[at - from + i];
        }
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        SecretKeySpec key = new SecretKeySpec(expand(secret, version.label + " key", 16), "AES");
        cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(8 * TAG, nonce));
        cipher.updateAAD(head, 0, at - from + numberLength);
        return cipher.doFinal(data, at + numberLength, length - numberLength);
    }

    /** Whether a CRYPTO frame comes behind nothing but padding and pings. */
    private static boolean handshake(byte[] frames) {
        for (byte type : frames) {
            if (type != 0 && type != 1) {
                return type == 6;
            }
        }
        return false;
    }

    private static byte[] mac(byte[] key, byte[] message) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(message);
    }

    /** HKDF-Expand-Label of RFC 8446, 7.1, for at most one block. */
    private static byte[] expand(byte[] secret, String label, int length) throws GeneralSecurityException {
        byte[] name = ("tls13 " + label).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        byte[] info = new byte[4 + name.length + 1];
        info[1] = (byte) length;
        info[2] = (byte) name.length;
        System.arraycopy(name, 0, info, 3, name.length);
        info[info.length - 1] = 1;
        return Arrays.copyOf(mac(secret, info), length);
    }
}
