package org.port17.cell;

import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;

/**
 * Walks the frames of one body without copying. Use: {@code start}, then {@code while (next())}. A malformed body is a
 * PROTOCOL failure: its circuit is broken.
 */
public final class BodyReader {
    private byte[] array;
    private int position;
    private int end;
    private FrameType type;
    private int stream;
    private int offset;
    private int length;

    /** @param bodyOffset where the body's length field stands; @param bodySize bytes from there to the body's end */
    public void start(byte[] source, int bodyOffset, int bodySize) throws Port17Exception {
        int used = (source[bodyOffset] & 0xff) << 8 | source[bodyOffset + 1] & 0xff;
        if (used > bodySize - Layout.BODY_LENGTH) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "a body is longer than its cell");
        }
        array = source;
        position = bodyOffset + Layout.BODY_LENGTH;
        end = position + used;
    }

    /** Moves to the next frame; false at the end of the body. */
    public boolean next() throws Port17Exception {
        if (position == end) {
            array = null; // a circuit that rests keeps no frame alive
            return false;
        }
        if (end - position < FrameType.HEADER) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "a frame is cut short");
        }
        type = FrameType.ofWire(array[position] & 0xff);
        stream = int32(array, position + 1);
        length = (array[position + 5] & 0xff) << 8 | array[position + 6] & 0xff;
        offset = position + FrameType.HEADER;
        if (type == null || length > end - offset) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "a frame is malformed");
        }
        position = offset + length;
        return true;
    }

    public FrameType type() {
        return type;
    }

    /** Stream number as an unsigned 32-bit value; 0 is the circuit. */
    public int stream() {
        return stream;
    }

    public byte[] array() {
        return array;
    }

    public int offset() {
        return offset;
    }

    public int length() {
        return length;
    }

    /** The payload as one unsigned byte. */
    public int code() throws Port17Exception {
        expect(1);
        return array[offset] & 0xff;
    }

    /** The payload as a credit: 1 to 2^31-1. */
    public int credit() throws Port17Exception {
        expect(4);
        int credit = int32(array, offset);
        if (credit <= 0) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "a credit is out of range");
        }
        return credit;
    }

    /** The payload, copied. */
    public byte[] bytes() {
        return java.util.Arrays.copyOfRange(array, offset, offset + length);
    }

    /** The payload, copied; its length must match. */
    public byte[] bytes(int expected) throws Port17Exception {
        expect(expected);
        return java.util.Arrays.copyOfRange(array, offset, offset + length);
    }

    /** Refuses a payload of another length. */
    public void expect(int expected) throws Port17Exception {
        if (length != expected) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "a frame has a wrong length");
        }
    }

    private static int int32(byte[] a, int at) {
        return (a[at] & 0xff) << 24 | (a[at + 1] & 0xff) << 16 | (a[at + 2] & 0xff) << 8 | a[at + 3] & 0xff;
    }
}
