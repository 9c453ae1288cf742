package org.port17.cell;

/** Sizes of the one-pass circuit set-up message (docs/protocol.md, "BUILD"). */
public final class Build {
    /** How many nodes a route can have; every BUILD has room for this many slots, used or not. */
    public static final int MAX_HOPS = 5;

    /** A BUILD fills two small cells. */
    public static final int FRAGMENTS = 2;

    public static final int BLOB = FRAGMENTS * 2048;

    private Build() {}
}
