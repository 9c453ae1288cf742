package org.port17.suite.kit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.port17.spi.suite.PrekeyUse;

/** What both ends hash so that a changed byte changes every key. Integers are big-endian. */
final class Transcript {
    private static final byte[] INIT = "P17/1 init".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] STEP = "P17/1 step".getBytes(StandardCharsets.US_ASCII);

    private Transcript() {}

    /**
     * {@code th(0) = SHA-256("P17/1 init" | suite u16 | use u8 | prekey | context length u32 | context | share)}; use is
     * 1 for LINK, 2 for ONION; suite and use fix the lengths of prekey and share.
     */
    static byte[] first(int suite, PrekeyUse use, byte[] prekey, byte[] context, byte[] share) {
        MessageDigest hash = sha256();
        hash.update(INIT);
        hash.update(u16(suite));
        hash.update((byte) (use == PrekeyUse.LINK ? 1 : 2));
        hash.update(prekey);
        hash.update(ByteBuffer.allocate(Integer.BYTES).putInt(context.length).array());
        hash.update(context);
        return hash.digest(share);
    }

    /**
     * {@code th(e+1) = SHA-256("P17/1 step" | th(e) | suite of e u16 | suite of e+1 u16 | e+1 u32 | OFFER | ANSWER
     * without its confirmation)}. Both suites are the same until a step may change the suite.
     */
    static byte[] next(byte[] before, int suite, int epoch, byte[] offer, byte[] share) {
        MessageDigest hash = sha256();
        hash.update(STEP);
        hash.update(before);
        hash.update(u16(suite));
        hash.update(u16(suite));
        hash.update(ByteBuffer.allocate(Integer.BYTES).putInt(epoch).array());
        hash.update(offer);
        return hash.digest(share);
    }

    private static byte[] u16(int value) {
        return new byte[] {(byte) (value >>> 8), (byte) value};
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
