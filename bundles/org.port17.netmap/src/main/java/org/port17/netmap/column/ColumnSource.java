package org.port17.netmap.column;

import java.util.Arrays;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;

/** Reads the bytes of one column, front to back, never past its end. */
final class ColumnSource {
    private final byte[] data;
    private final String what;
    private int position;

    /** @param what names the column, for messages */
    ColumnSource(byte[] data, String what) {
        this.data = data;
        this.what = what;
    }

    int u8() throws Port17Exception {
        need(1);
        return data[position++] & 0xff;
    }

    int u16() throws Port17Exception {
        return u8() << 8 | u8();
    }

    int u32() throws Port17Exception {
        return u16() << 16 | u16();
    }

    /** A number of at most 32 bits, unsigned. */
    long varint() throws Port17Exception {
        long value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int next = u8();
            value |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                if (value > 0xffffffffL) {
                    throw bad("a number is too large");
                }
                return value;
            }
        }
        throw bad("a number is too large");
    }

    /** A number below {@code bound}. */
    int index(int bound) throws Port17Exception {
        long value = varint();
        if (value >= bound) {
            throw bad("a number is too large");
        }
        return (int) value;
    }

    byte[] take(int count) throws Port17Exception {
        need(count);
        byte[] out = Arrays.copyOfRange(data, position, position + count);
        position += count;
        return out;
    }

    int remaining() {
        return data.length - position;
    }

    void end() throws Port17Exception {
        if (position != data.length) {
            throw bad("bytes are left over");
        }
    }

    Port17Exception bad(String why) {
        return new Port17Exception(ErrorKind.BAD_INPUT, what + ": " + why);
    }

    private void need(int count) throws Port17Exception {
        if (count < 0 || count > data.length - position) {
            throw bad("is cut short");
        }
    }
}
