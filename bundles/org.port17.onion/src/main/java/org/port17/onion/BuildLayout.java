package org.port17.onion;

import org.port17.api.NodeId;
import org.port17.cell.Build;
import org.port17.spi.payment.Payment;

/**
 * Offsets inside a BUILD (docs/protocol.md, "BUILD"). For each hop:
 *
 * <pre>
 * blob      = C (4040) | tag (16) | clear (40)
 * clear     = prekey id u32 | suite u16 | zero u16 | share (32)
 * plaintext = X (3464) | slot (576)
 * next blob = filler (632) | X
 * innermost X = zone (4 * 632) | body (936)
 * slot      = version u8 | flags u8 | zero u16 | next node (32) | token (512) | suite floor u16 * 4 | zero (20)
 * </pre>
 */
final class BuildLayout {
    static final int SHARE = 32;
    static final int CLEAR_HEADER = 8;
    static final int CLEAR = CLEAR_HEADER + SHARE;
    static final int TAG = 16;
    static final int SLOT = 576;
    static final int SHIFT = SLOT + TAG + CLEAR;
    static final int ZONE = SHIFT * (Build.MAX_HOPS - 1);

    /** Bytes of X: what stays of a blob when one hop's part is taken off. */
    static final int REST = Build.BLOB - SHIFT;

    /** Room for the last hop's first frames, length field included. */
    static final int BODY = REST - ZONE;

    static final int VERSION = 1;
    static final int SLOT_NEXT = 4;
    static final int SLOT_TOKEN = SLOT_NEXT + NodeId.BYTES;
    static final int SLOT_FLOOR = SLOT_TOKEN + Payment.TOKEN_BYTES;
    static final int FLOORS = 4;
    static final int SLOT_ZERO = SLOT_FLOOR + 2 * FLOORS;

    private BuildLayout() {}

    static byte[] context(NodeId node, byte[] prekeyDigest, byte[] clearHeader) {
        byte[] label = "P17/1 build".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        byte[] context = new byte[label.length + NodeId.BYTES + prekeyDigest.length + CLEAR_HEADER];
        int at = 0;
        System.arraycopy(label, 0, context, at, label.length);
        at += label.length;
        node.copyTo(context, at);
        at += NodeId.BYTES;
        System.arraycopy(prekeyDigest, 0, context, at, prekeyDigest.length);
        at += prekeyDigest.length;
        System.arraycopy(clearHeader, 0, context, at, CLEAR_HEADER);
        return context;
    }

    static void u16(byte[] a, int at, int value) {
        a[at] = (byte) (value >>> 8);
        a[at + 1] = (byte) value;
    }

    static int u16(byte[] a, int at) {
        return (a[at] & 0xff) << 8 | a[at + 1] & 0xff;
    }

    static void u32(byte[] a, int at, int value) {
        u16(a, at, value >>> 16);
        u16(a, at + 2, value);
    }

    static int u32(byte[] a, int at) {
        return u16(a, at) << 16 | u16(a, at + 2);
    }
}
