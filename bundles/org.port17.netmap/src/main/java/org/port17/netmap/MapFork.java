package org.port17.netmap;

import java.nio.ByteBuffer;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.netmap.format.MapHead;

/**
 * Two heads of one number that say different things, both signed by enough authorities: proof, for whoever knows the
 * authorities' keys, that some of them signed twice. As a file: length of the first u32, the first, the second.
 *
 * @param one do not modify
 * @param other do not modify
 */
record MapFork(byte[] one, byte[] other) {
    static final int MAX_BYTES = 4 + 2 * MapHead.MAX_BYTES;

    byte[] bytes() {
        return ByteBuffer.allocate(4 + one.length + other.length)
                .putInt(one.length)
                .put(one)
                .put(other)
                .array();
    }

    static MapFork parse(byte[] bytes) throws Port17Exception {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int length = bytes.length < 4 ? -1 : in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, "the proof of a fork is cut short");
        }
        byte[] one = new byte[length];
        in.get(one);
        byte[] other = new byte[in.remaining()];
        in.get(other);
        return new MapFork(one, other);
    }

    @Override
    public String toString() {
        return "proof of a fork";
    }
}
