package org.port17.netmap.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;

/** Reads big-endian fields from an array, front to back. Never reads past the end; allocates nothing it did not bound. */
final class Reader {
    private final byte[] data;
    private final String what;
    private int position;

    /** @param what names the thing read, for messages */
    Reader(byte[] data, String what) {
        this.data = data;
        this.what = what;
    }

    int position() {
        return position;
    }

    int remaining() {
        return data.length - position;
    }

    Port17Exception bad(String why) {
        return new Port17Exception(ErrorKind.BAD_INPUT, what + ": " + why);
    }

    /** The four letters and the version that start every format. */
    void header(String magic, int version) throws Port17Exception {
        need(5);
        for (int i = 0; i < 4; i++) {
            if (data[position + i] != magic.charAt(i)) {
                throw bad("does not start like one");
            }
        }
        position += 4;
        int found = u8();
        if (found != version) {
            throw bad("version " + found + " is not understood");
        }
    }

    int u8() throws Port17Exception {
        need(1);
        return data[position++] & 0xff;
    }

    int u16() throws Port17Exception {
        need(2);
        return (data[position++] & 0xff) << 8 | (data[position++] & 0xff);
    }

    long u32() throws Port17Exception {
        return (long) u16() << 16 | u16();
    }

    /** An unsigned 64-bit number; refuses those that a signed long cannot hold. */
    long u63() throws Port17Exception {
        long value = u32() << 32 | u32();
        if (value < 0) {
            throw bad("a number is too large");
        }
        return value;
    }

    byte[] bytes(int length) throws Port17Exception {
        need(length);
        byte[] out = Arrays.copyOfRange(data, position, position + length);
        position += length;
        return out;
    }

    /** ASCII text; callers check its alphabet. */
    String text(int length) throws Port17Exception {
        need(length);
        String text = new String(data, position, length, StandardCharsets.ISO_8859_1);
        position += length;
        return text;
    }

    /** Text with its length in front, within {@code min..max}. */
    String text(String field, int min, int max) throws Port17Exception {
        int length = u8();
        if (length < min || length > max) {
            throw bad(field + " has a wrong length");
        }
        return text(length);
    }

    /** A 32-bit count; refused unless so many items of at least {@code itemBytes} fit into what is left. */
    int count(String field, int max, int itemBytes) throws Port17Exception {
        long count = u32();
        if (count > max || count * itemBytes > remaining()) {
            throw bad("too many " + field);
        }
        return (int) count;
    }

    void skip(int length) throws Port17Exception {
        need(length);
        position += length;
    }

    void end() throws Port17Exception {
        if (remaining() != 0) {
            throw bad("bytes are left over");
        }
    }

    private void need(int length) throws Port17Exception {
        if (length > remaining()) {
            throw bad("is cut short");
        }
    }
}
