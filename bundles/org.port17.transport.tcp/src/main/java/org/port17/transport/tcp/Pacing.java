package org.port17.transport.tcp;

/** Notices when a connection carries so much that pacing helps, once; from then on it has a {@link PaceBound}. On the loop. */
final class Pacing {
    /** For a connection that needs none. */
    static final Pacing NEVER = new Pacing(null, null);

    /** In one second: some 2 Mbit/s, of which circuits being set up stay far below. */
    static final long MUCH = 256 * 1024;

    private static final long SECOND = 1_000_000_000L;
    private Runnable begin;
    private final PaceBound bound;
    private long since;
    private long bytes;

    /**
     * @param begin has the connection paced; null for never
     * @param bound null for none
     */
    Pacing(Runnable begin, PaceBound bound) {
        this.begin = begin;
        this.bound = bound;
    }

    /** So many bytes are about to leave. */
    void sends(int count, long nanos) {
        if (begin == null) {
            if (bound != null) {
                bound.sends(count, nanos);
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
