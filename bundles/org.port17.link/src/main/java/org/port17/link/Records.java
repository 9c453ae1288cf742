package org.port17.link;

/** Record kinds and the 12-byte header inside each record (docs/protocol-link.md, "Records"). Pure. */
final class Records {
    static final int CELL = 1;
    static final int BUILD = 2;
    static final int DESTROY = 3;
    static final int PING = 4;
    static final int PONG = 5;
    static final int ACK = 6;
    static final int GOODBYE = 7;

    /** Counted and otherwise ignored: stands for a record whose circuit ended before it could be sent again. */
    static final int VOID = 8;

    /** The dialler's key for the next epoch. */
    static final int OFFER = 9;

    /** The acceptor's answer to it, and its last record of the epoch before. */
    static final int ANSWER = 10;

    /** What the acceptor permits, and perhaps which offer it refuses. */
    static final int SUITES = 11;

    /** Ends a circuit as DESTROY does, and says to who built it why (docs/protocol-link.md, "Records"). */
    static final int BUILD_FAILED = 12;

    /** Flag: the sender's next record is sealed under the next epoch. */
    static final int SWITCH = 1;

    private Records() {}

    /** Whether records of this kind are numbered, acknowledged and sent again after a loss. */
    static boolean counted(int kind) {
        return kind == CELL || kind == BUILD || kind == DESTROY || kind == VOID || kind == BUILD_FAILED;
    }

    static void header(byte[] to, int at, int circuit, int kind, int flags, int ack) {
        putInt(to, at, circuit);
        to[at + 4] = (byte) kind;
        to[at + 5] = (byte) flags;
        to[at + 6] = 0;
        to[at + 7] = 0;
        putInt(to, at + 8, ack);
    }

    static int circuit(byte[] from, int at) {
        return getInt(from, at);
    }

    static int kind(byte[] from, int at) {
        return from[at + 4] & 0xff;
    }

    static int flags(byte[] from, int at) {
        return from[at + 5] & 0xff;
    }

    static boolean reservedIsZero(byte[] from, int at) {
        return (from[at + 6] | from[at + 7]) == 0;
    }

    static int ack(byte[] from, int at) {
        return getInt(from, at + 8);
    }

    static int getInt(byte[] from, int at) {
        return (from[at] & 0xff) << 24 | (from[at + 1] & 0xff) << 16 | (from[at + 2] & 0xff) << 8 | from[at + 3] & 0xff;
    }

    static void putInt(byte[] to, int at, int value) {
        to[at] = (byte) (value >>> 24);
        to[at + 1] = (byte) (value >>> 16);
        to[at + 2] = (byte) (value >>> 8);
        to[at + 3] = (byte) value;
    }

    static long getLong(byte[] from, int at) {
        return (long) getInt(from, at) << 32 | Integer.toUnsignedLong(getInt(from, at + 4));
    }

    static void putLong(byte[] to, int at, long value) {
        putInt(to, at, (int) (value >>> 32));
        putInt(to, at + 4, (int) value);
    }
}
