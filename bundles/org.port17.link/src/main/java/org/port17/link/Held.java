package org.port17.link;

/**
 * Bytes of cells that all links of this process hold, waiting or not acknowledged. The bounds of one link would not
 * protect a node of which strangers open many. On the loop.
 */
final class Held {
    /** A small heap still serves a few links at full speed. */
    private static final long LEAST = 64L << 20;

    private long most = Math.max(LEAST, Runtime.getRuntime().maxMemory() / 4);
    private long bytes;

    void most(long newMost) {
        most = newMost;
    }

    void add(long more) {
        bytes += more;
    }

    long bytes() {
        return bytes;
    }

    boolean tooMuch() {
        return bytes > most;
    }
}
