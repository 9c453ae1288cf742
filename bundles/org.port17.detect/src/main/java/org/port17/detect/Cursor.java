package org.port17.detect;

/** Reads numbers and vectors of a message; a read beyond the end makes it {@link #bad} and gives zeros. */
final class Cursor {
    private final byte[] data;
    private final int end;
    private int at;
    private boolean bad;

    Cursor(byte[] data, int from, int to) {
        this.data = data;
        this.at = from;
        this.end = to;
        this.bad = from > to || to > data.length;
    }

    int u8() {
        if (bad || at >= end) {
            bad = true;
            return 0;
        }
        return data[at++] & 0xff;
    }

    int u16() {
        return u8() << 8 | u8();
    }

    int u24() {
        return u16() << 8 | u8();
    }

    long u32() {
        return (long) u16() << 16 | u16();
    }

    void skip(int bytes) {
        if (bytes < 0 || bytes > end - at) {
            bad = true;
        } else {
            at += bytes;
        }
    }

    /** The next {@code bytes}, to be read apart. */
    Cursor part(int bytes) {
        int from = at;
        skip(bytes);
        return bad ? new Cursor(data, 1, 0) : new Cursor(data, from, at);
    }

    boolean textWithin(int limit) {
        return !bad && TextRun.within(data, at, end, limit);
    }

    boolean more() {
        return !bad && at < end;
    }

    int left() {
        return bad ? 0 : end - at;
    }

    boolean bad() {
        return bad;
    }

    /** Read to the last byte and not beyond. */
    boolean done() {
        return !bad && at == end;
    }

    void spoil() {
        bad = true;
    }
}
