package org.port17.transport.tcp;

/** Notices when a connection carries so much that pacing helps, once. On the loop. */
final class Pacing {
    /** For a connection that needs none. */
    static final Pacing NEVER = new Pacing(null);

    /** In one second: some 2 Mbit/s, of which circuits being set up stay far below. */
    static final long MUCH = 256 * 1024;

    private static final long SECOND = 1_000_000_000L;
    private Runnable begin;
    private long since;
    private long bytes;

    /** @param begin has the connection paced; null for never */
    Pacing(Runnable begin) {
        this.begin = begin;
    }

    /** So many bytes are about to leave. */
    void sends(int count, long nanos) {
        if (begin == null) {
            return;
        }
        if (bytes == 0 || nanos - since > SECOND) {
            since = nanos;
            bytes = 0;
        }
        bytes += count;
        if (bytes > MUCH) {
            Runnable now = begin;
            begin = null;
            now.run();
        }
    }
}
