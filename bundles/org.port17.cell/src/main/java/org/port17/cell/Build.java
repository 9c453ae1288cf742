package org.port17.cell;

import java.nio.ByteBuffer;

/** Sizes of the one-pass circuit set-up message (docs/protocol.md, "BUILD"). */
public final class Build {
    /** How many nodes a route can have; every BUILD has room for this many slots, used or not. */
    public static final int MAX_HOPS = 5;

    /** A BUILD fills two small cells. */
    public static final int FRAGMENTS = 2;

    public static final int BLOB = FRAGMENTS * 2048;

    /** What a BUILD says in clear, at its end: prekey id u32, suite u16, zero u16, share. */
    private static final int CLEAR = 40;

    /** The prekey that a BUILD names for the node it goes to. */
    public record Prekey(int id, int suite) {}

    private Build() {}

    /** @param blob {@link #BLOB} bytes */
    public static Prekey prekey(byte[] blob) {
        ByteBuffer clear = ByteBuffer.wrap(blob, BLOB - CLEAR, CLEAR);
        return new Prekey(clear.getInt(), Short.toUnsignedInt(clear.getShort()));
    }
}
