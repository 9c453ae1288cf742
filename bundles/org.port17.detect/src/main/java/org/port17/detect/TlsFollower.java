package org.port17.detect;

import java.util.Arrays;

/**
 * The client's side of TLS: a ClientHello, whole, in as many records and segments as it likes, then records for good.
 *
 * <p>Guarantee: {@link #certain} only after a sound {@link ClientHello}; afterwards every byte belongs to a record of
 * TLS, with data only where there can be keys. What is within a record is not seen, except that ciphertext is not text.
 */
final class TlsFollower implements Follower {
    static final int HELLO_MOST = 16 * 1024;
    private static final int CIPHER_SPEC = 20;
    private static final int ALERT = 21;
    private static final int HANDSHAKE = 22;
    private static final int DATA = 23;
    private static final int HEAD = 5;
    private static final int CLEAR_MOST = 1 << 14;
    private static final int SEALED_MOST = CLEAR_MOST + 2048;
    /** Content type and tag of the shortest AEAD. */
    private static final int SEALED_LEAST = 9;
    /** A client's certificates and key exchange. */
    private static final int CLEAR_HANDSHAKE_MOST = 128 * 1024;
    /** How much of each record is looked at. */
    private static final int LOOK = 64;

    private final TextRun text = new TextRun();
    private byte[] hello = new byte[1024];
    private int helloSize;
    private ClientHello.Offer offer;
    private boolean sealed;
    private boolean broken;
    private int head;
    private int type;
    private int length;
    private int rest;
    private int look;
    private int clearHead;
    private int clearLength;
    private int clearRest;
    private int clearTotal;

    @Override
    public boolean certain() {
        return offer != null && !broken;
    }

    /** A head that is not whole, or a record that is text so far. */
    @Override
    public int held() {
        int looked = LOOK - look;
        boolean textSoFar = rest > 0 && look > 0 && looked > 0 && text.length() >= looked;
        boolean unseen = offer != null && rest > 0 && rest == length;
        return textSoFar ? HEAD + looked : unseen ? HEAD : head;
    }

    @Override
    public int skip(int most) {
        boolean unseen = offer != null && !broken && look == 0 && (type == DATA || sealed);
        int n = unseen ? Math.min(rest, most) : 0;
        rest -= n;
        return n;
    }

    @Override
    public boolean follows(byte[] data, int offset, int size) {
        int at = offset;
        int end = offset + size;
        while (at < end && !broken) {
            if (rest == 0) {
                head(data[at++] & 0xff);
            } else {
                int n = Math.min(rest, end - at);
                content(data, at, n);
                at += n;
                rest -= n;
            }
        }
        return !broken;
    }

    /** One byte of a record's head: type, version 3.1 to 3.3, length. Judged as it comes. */
    private void head(int b) {
        switch (head++) {
            case 0 -> {
                type = b;
                broken = !typeFits();
            }
            case 1 -> broken = b != 3;
            case 2 -> broken = b < 1 || b > 3;
            case 3 -> length = b << 8;
            default -> {
                length |= b;
                broken = !lengthFits();
                rest = length;
                look = LOOK;
                head = 0;
            }
        }
    }

    private boolean typeFits() {
        if (offer == null) {
            return type == HANDSHAKE;
        }
        // Without TLS 1.3 nobody has keys for data before the cipher spec changed.
        return type >= CIPHER_SPEC && type <= DATA && (type != DATA || sealed || offer.tls13());
    }

    private boolean lengthFits() {
        if (type == DATA || sealed) {
            return length >= (type == DATA ? SEALED_LEAST : 1) && length <= SEALED_MOST;
        }
        return switch (type) {
            case CIPHER_SPEC -> length == 1;
            case ALERT -> length == 2;
            default -> length >= 1 && length <= CLEAR_MOST;
        };
    }

    private void content(byte[] data, int at, int n) {
        if (offer == null) {
            collect(data, at, n);
        } else if (type == DATA || sealed) {
            lookForText(data, at, n);
        } else if (type == CIPHER_SPEC) {
            broken = data[at] != 1;
            sealed = true;
        } else if (type == HANDSHAKE) {
            for (int i = at; i < at + n && !broken; i++) {
                clearHandshake(data[i] & 0xff);
            }
        }
    }

    private void collect(byte[] data, int at, int n) {
        if (helloSize + n > HELLO_MOST) {
            broken = true;
            return;
        }
        if (helloSize + n > hello.length) {
            hello = Arrays.copyOf(hello, Math.max(helloSize + n, Math.min(HELLO_MOST, 2 * hello.length)));
        }
        System.arraycopy(data, at, hello, helloSize, n);
        helloSize += n;
        int whole = helloStart();
        if (broken || helloSize < whole) {
            return;
        }
        // A record ends where the hello ends: nothing may share it.
        offer = helloSize == whole && rest == n ? ClientHello.read(hello, whole) : null;
        broken = offer == null;
        hello = null;
    }

    /** Judges the hello's first bytes as they come. @return how long it will be, more than there is if not known yet */
    private int helloStart() {
        broken |= hello[0] != 1;
        if (helloSize < 4) {
            return Integer.MAX_VALUE;
        }
        int whole = 4 + ((hello[1] & 0xff) << 16 | (hello[2] & 0xff) << 8 | hello[3] & 0xff);
        // Two bytes of version, 32 random, three vectors of which two are not empty.
        broken |= whole < 4 + 2 + 32 + 1 + 4 + 2 || whole > HELLO_MOST;
        broken |= helloSize > 4 && hello[4] != 3 || helloSize > 5 && (hello[5] < 1 || hello[5] > 3);
        return whole;
    }

    /** A client's messages before there are keys: a second hello, certificate, key exchange, proof of the certificate. */
    private void clearHandshake(int b) {
        broken |= ++clearTotal > CLEAR_HANDSHAKE_MOST;
        if (clearRest > 0) {
            clearRest--;
            return;
        }
        switch (clearHead++) {
            case 0 -> broken |= b != 1 && b != 11 && b != 15 && b != 16 && b != 22 && b != 23;
            case 1 -> broken |= b > 0;
            case 2 -> clearLength = b << 8;
            default -> {
                clearRest = clearLength | b;
                clearHead = 0;
            }
        }
    }

    private void lookForText(byte[] data, int at, int n) {
        int end = at + Math.min(n, look);
        for (int i = at; i < end; i++) {
            if (text.passes(data[i], TextRun.MOST)) {
                broken = true;
                return;
            }
        }
        // One byte that is no text settles a record; short records add up.
        look = text.unbroken() ? look - (end - at) : 0;
    }
}
