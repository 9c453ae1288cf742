package org.port17.cell;

/**
 * The two published cell sizes (ADR 0002). The class of a record is the only thing about it that a wire shows; its
 * {@link #wire} value is the record's first byte.
 */
public enum CellClass {
    /** Requests, control, small answers. */
    SMALL(2048, 0x53),
    /** Bulk data. */
    BULK(16384, 0x42);

    /** Record header inside the AEAD: circuit u32, kind u8, flags u8, reserved u16, ack u32. */
    public static final int RECORD_HEADER = 12;

    /** Bytes before the cell in a record: class byte and header. */
    public static final int BEFORE = 1 + RECORD_HEADER;

    /** Bytes after the cell in a record: the link's tag. */
    public static final int AFTER = 16;

    private final int size;
    private final byte wire;

    CellClass(int size, int wire) {
        this.size = size;
        this.wire = (byte) wire;
    }

    /** Bytes of a cell. */
    public int size() {
        return size;
    }

    /** Bytes of the record that carries a cell: 2,077 or 16,413. */
    public int recordSize() {
        return BEFORE + size + AFTER;
    }

    public byte wire() {
        return wire;
    }

    /** The class with this wire byte, or null if there is none: the connection is then broken. */
    public static CellClass ofWire(byte wire) {
        return wire == SMALL.wire ? SMALL : wire == BULK.wire ? BULK : null;
    }
}
