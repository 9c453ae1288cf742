package org.port17.netmap.column;

import java.util.Arrays;

/** Collects the bytes of one column. */
final class ColumnSink {
    private byte[] data;
    private int length;

    ColumnSink(int expected) {
        data = new byte[Math.max(16, expected)];
    }

    ColumnSink u8(int value) {
        room(1);
        data[length++] = (byte) value;
        return this;
    }

    ColumnSink u16(int value) {
        return u8(value >>> 8).u8(value);
    }

    ColumnSink u32(int value) {
        return u16(value >>> 16).u16(value);
    }

    /** Seven bits a byte, the lowest first, the top bit set on all but the last. */
    ColumnSink varint(long value) {
        long left = value;
        while (left > 0x7f) {
            u8((int) (left & 0x7f) | 0x80);
            left >>>= 7;
        }
        return u8((int) left);
    }

    ColumnSink raw(byte[] from, int offset, int count) {
        room(count);
        System.arraycopy(from, offset, data, length, count);
        length += count;
        return this;
    }

    byte[] bytes() {
        return Arrays.copyOf(data, length);
    }

    private void room(int more) {
        if (data.length - length < more) {
            data = Arrays.copyOf(data, Math.max(2 * data.length, length + more));
        }
    }
}
