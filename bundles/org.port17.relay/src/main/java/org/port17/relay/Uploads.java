package org.port17.relay;

/**
 * Bytes that destinations of this exit have not taken yet. Each stream may hold a window, but not all of them at a time.
 * On the loop.
 */
final class Uploads {
    private static final long LEAST = 64L << 20;

    /** What a stream may hold even then: destinations that read are not made to pay for those that do not. */
    private static final int FAIR = 32 * 1024;

    private final long most;
    private long waiting;

    Uploads() {
        this(Math.max(LEAST, Runtime.getRuntime().maxMemory() / 4));
    }

    Uploads(long most) {
        this.most = most;
    }

    /**
     * Bytes came for a stream.
     *
     * @param ofStream what the stream holds with them
     * @return false if the stream must end
     */
    boolean arrived(int bytes, int ofStream) {
        waiting += bytes;
        return waiting <= most || ofStream <= FAIR;
    }

    /** A destination took bytes, or they were dropped. */
    void gone(int bytes) {
        waiting -= bytes;
    }

    long waiting() {
        return waiting;
    }
}
