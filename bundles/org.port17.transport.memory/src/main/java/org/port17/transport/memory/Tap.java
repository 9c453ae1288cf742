package org.port17.transport.memory;

import java.nio.ByteBuffer;

/** Sees a wire's bytes on their way and may alter them. */
@FunctionalInterface
public interface Tap {
    /**
     * One flushed piece, in the order of the stream. The tap reads {@code bytes} (position to limit) and may change them
     * in place; what it leaves there is what arrives. Called on the sender's loop.
     */
    void pass(Direction direction, ByteBuffer bytes);

    /** Which way the bytes go. */
    enum Direction {
        FROM_DIALLER,
        TO_DIALLER
    }

    /**
     * Alters one byte of one direction.
     *
     * @param position index in that direction's stream, counted from the moment the tap was set
     * @param mask bits to flip
     */
    static Tap flip(Direction direction, long position, int mask) {
        return new Tap() {
            private long seen;

            @Override
            public void pass(Direction way, ByteBuffer bytes) {
                if (way != direction) {
                    return;
                }
                long at = position - seen;
                seen += bytes.remaining();
                if (at >= 0 && at < bytes.remaining()) {
                    int index = bytes.position() + (int) at;
                    bytes.put(index, (byte) (bytes.get(index) ^ mask));
                }
            }
        };
    }
}
