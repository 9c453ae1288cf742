package org.port17.cell;

/**
 * Offsets inside an onion cell (docs/protocol.md, "Onion cells"). For a cell of {@code S} bytes:
 *
 * <pre>
 * cell      = C (S-16) | tag (16)
 * plaintext = X (S-24) | header (8)            header = command u8 | flags u8 | zero (6)
 * innermost X = zone (96) | body (S-120)       body   = length u16 | frames | padding
 * </pre>
 */
public final class Layout {
    public static final int TAG = 16;
    public static final int HEADER = 8;

    /** What one layer takes from the end of a cell, and what a node puts back as filler at its beginning. */
    public static final int SHIFT = TAG + HEADER;

    /** Room at the head of an innermost plaintext that lets every layer keep the cell's size. */
    public static final int ZONE = SHIFT * (Build.MAX_HOPS - 1);

    /** Length field of a body. */
    public static final int BODY_LENGTH = 2;

    /** The rest of the cell is meant for the next node. */
    public static final int FORWARD = 1;

    /** The body is for this node (outbound) or from it (inbound). */
    public static final int LOCAL = 2;

    /** Last cell of its direction under the current epoch. */
    public static final int FLAG_SWITCH = 1;

    private Layout() {}

    /** Bytes of frames that fit the body of one cell: 1,926 or 16,262. */
    public static int capacity(CellClass cellClass) {
        return cellClass.size() - SHIFT - ZONE - BODY_LENGTH;
    }

    /** Writes a layer header at {@code offset}. */
    public static void header(byte[] array, int offset, int command, int flags) {
        array[offset] = (byte) command;
        array[offset + 1] = (byte) flags;
        for (int i = 2; i < HEADER; i++) {
            array[offset + i] = 0;
        }
    }

    /** Whether the eight bytes are a header this version knows. */
    public static boolean headerValid(byte[] array, int offset) {
        int command = array[offset];
        int rest = array[offset + 1] & ~FLAG_SWITCH;
        for (int i = 2; i < HEADER; i++) {
            rest |= array[offset + i];
        }
        return (command == FORWARD || command == LOCAL) && rest == 0;
    }
}
