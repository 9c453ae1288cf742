package org.port17.circuit;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What the application said on one stream: all of it until the exit answers, so that it can be said again over another
 * circuit, and what has not left yet. On the loop.
 */
final class SaidBytes {
    /** Bytes kept; a stream that said more cannot move. */
    static final int MOST = 64 * 1024;

    private byte[] bytes = {};
    private int size;
    private int left;
    private boolean whole = true;
    private boolean answered;

    /** Whether everything ever said is still here. */
    boolean whole() {
        return whole;
    }

    /** Bytes that have not left. */
    int waiting() {
        return size - left;
    }

    /** How many of those that wait may leave as what can be said again in the clear. */
    int safe() {
        return Math.max(0, SafeRequest.length(bytes, size) - left);
    }

    /** How many more may wait. */
    int room() {
        return MOST - size;
    }

    /** Forgets what left, so that more may wait. */
    void makeRoom() {
        whole = false;
        System.arraycopy(bytes, left, bytes, 0, size - left);
        size -= left;
        left = 0;
    }

    /** Takes bytes that leave later. @param data advanced by {@code length}, at most {@link #room} */
    void waits(ByteBuffer data, int length) {
        if (size + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(MOST, Math.max(size + length, 2 * bytes.length)));
        }
        data.get(bytes, size, length);
        size += length;
    }

    /** Keeps a copy of bytes that leave now, if all before were kept. */
    void leaves(ByteBuffer data, int length) {
        if (!whole || answered || length > room()) {
            whole = false;
            drop();
            return;
        }
        waits(data.duplicate(), length);
        left = size;
    }

    /** The next bytes to leave. @param length at most {@link #waiting} */
    ByteBuffer next(int length) {
        ByteBuffer next = ByteBuffer.wrap(bytes, left, length);
        left += length;
        return next;
    }

    /** All of it leaves again. */
    void again() {
        left = 0;
    }

    /** The exit answered: what left is not needed any more. */
    void answered() {
        answered = true;
    }

    /** Forgets what left already. */
    void tidy() {
        if ((answered || !whole) && waiting() == 0 && size > 0) {
            whole = false;
            drop();
        }
    }

    void drop() {
        bytes = new byte[0];
        size = 0;
        left = 0;
    }
}
