package org.port17.suite.kit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.port17.spi.suite.Epoch;
import org.port17.spi.suite.PrekeyUse;

/** What both ends hash so that a changed byte changes every key. Integers are big-endian. */
final class Transcript {
    private static final byte[] INIT = "P17/1 init".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] STEP = "P17/1 step".getBytes(StandardCharsets.US_ASCII);

    private Transcript() {}

    /**
     * {@code th(0) = H("P17/1 init" | suite u16 | use u8 | prekey | context length u32 | context | share)}; use is 1 for
     * LINK, 2 for ONION; suite and use fix the lengths of prekey and share.
     */
    static byte[] first(MessageDigest hash, int suite, PrekeyUse use, byte[] prekey, byte[] context, byte[] share) {
        hash.update(INIT);
        hash.update(u16(suite));
        hash.update((byte) (use == PrekeyUse.LINK ? 1 : 2));
        hash.update(prekey);
        hash.update(u32(context.length));
        hash.update(context);
        return hash.digest(share);
    }

    /**
     * {@code th(e+1) = H("P17/1 step" | suite of e u16 | suite of e+1 u16 | e+1 u32 | th(e) | offer | share)} with the
     * hash of the new suite. The suites fix the lengths of all that follows.
     */
    static byte[] next(MessageDigest hash, Epoch before, int suite, byte[] offer, byte[] share) {
        hash.update(STEP);
        hash.update(u16(before.suite().id()));
        hash.update(u16(suite));
        hash.update(u32(before.number() + 1));
        hash.update(before.transcript());
        hash.update(offer);
        return hash.digest(share);
    }

    private static byte[] u16(int value) {
        return new byte[] {(byte) (value >>> 8), (byte) value};
    }

    private static byte[] u32(int value) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
    }
}
