package org.port17.itests.net;

import java.net.Socket;
import java.util.concurrent.locks.LockSupport;

/** A service that keeps one long download in steady flow until it is told to send the rest as fast as it can. */
final class PacedOrigin implements Origin.Service {
    /** Kept back until then, so that the download cannot end early on a fast machine. */
    private static final long KEPT_BACK = 64L << 20;

    private static final long PACE_NANOS = 4_000_000;
    private static final long CRAWL_NANOS = 50_000_000;

    private final long seed;
    private final long bytes;
    private volatile boolean hurry;

    PacedOrigin(long seed, long bytes) {
        this.seed = seed;
        this.bytes = bytes;
    }

    /** From now on at full speed. */
    void hurry() {
        hurry = true;
    }

    @Override
    public void serve(Socket connection) throws Exception {
        Origin.header(connection);
        Content content = new Content(seed, bytes);
        while (content.more()) {
            connection.getOutputStream().write(content.block());
            if (!hurry) {
                LockSupport.parkNanos(content.left() > KEPT_BACK ? PACE_NANOS : CRAWL_NANOS);
            }
        }
    }
}
