package org.port17.cell;

/** Flow control constants both ends share (docs/protocol.md, "Flow control"). Bytes. */
public final class Windows {
    /** What a sender may send on a fresh stream before any CREDIT. */
    public static final int STREAM_INITIAL = 256 * 1024;

    /** To what a receiver may let one stream's window grow. */
    public static final int STREAM_MAX = 8 * 1024 * 1024;

    /** What one direction of a circuit may have under way. Returned as soon as the bytes arrive at the other end. */
    public static final int CIRCUIT = 16 * 1024 * 1024;

    private Windows() {}
}
