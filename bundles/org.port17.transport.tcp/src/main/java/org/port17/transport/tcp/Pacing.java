package org.port17.transport.tcp;

/** Notices when a connection carries much, once; from then on its path may be watched. On the loop. */
final class Pacing {
    /** For a connection that keeps what it began with. */
    static final Pacing NEVER = new Pacing(null, null);

    /** In one second: some 2 Mbit/s, of which circuits being set up stay far below. */
    static final long MUCH = 256 * 1024;

    private static final long SECOND = 1_000_000_000L;
    private Runnable begin;
    private final LossyPath path;
    private long since;
    private long bytes;

    /**
     * @param begin has the connection take another algorithm; null for never
     * @param path null if it is not watched
     */
    Pacing(Runnable begin, LossyPath path) {
        this.begin = begin;
        this.path = path;
    }

    /** So many bytes are about to leave. */
    void sends(int count, long nanos) {
        if (begin == null) {
            if (path != null) {
                path.sends(count, nanos);
            }
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
