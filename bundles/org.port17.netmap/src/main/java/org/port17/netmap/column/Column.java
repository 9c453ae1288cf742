package org.port17.netmap.column;

/** The columns in the order of the wire, each with the longest it may be, unpacked. */
enum Column {
    SHAPES(1 << 20, 0),
    PLACES(1 << 19, 0),
    IPV6_PREFIXES(1 << 20, 0),
    IPV4(0, 5),
    SHAPE(0, 3),
    OWNER(0, 5),
    CAPACITY(1, 1),
    LOAD(1, 1),
    WEEK(0, 3),
    PLACE(0, 3),
    IPV6_PREFIX(0, 3),
    IPV6_SUBNET(0, 4),
    IPV6_HOST(0, 9),
    COORDINATES(0, Row.COORDINATES),
    COMMITMENT(0, Row.COMMITMENT);

    private final int fixed;
    private final int perNode;

    Column(int fixed, int perNode) {
        this.fixed = fixed;
        this.perNode = perNode;
    }

    /** Bytes of the column at most, in a map of so many nodes. */
    long most(int nodes) {
        return fixed + (long) perNode * nodes;
    }
}
