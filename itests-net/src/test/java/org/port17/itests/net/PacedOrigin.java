package org.port17.itests.net;

import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A service with one long download that never stands still: a trickle, fast for as much as {@link #rush} says, and to
 * its end after {@link #finish}.
 */
final class PacedOrigin implements Origin.Service {
    private static final long FAST_NANOS = 1_000_000;
    private static final long TRICKLE_NANOS = 200_000_000;

    private final long seed;
    private final long bytes;
    private final AtomicLong fast = new AtomicLong();

    PacedOrigin(long seed, long bytes) {
        this.seed = seed;
        this.bytes = bytes;
    }

    /** The next so many bytes go fast, some 60 MB/s. */
    void rush(long amount) {
        fast.set(amount);
    }

    /** From now on at full speed. */
    void finish() {
        fast.set(Long.MAX_VALUE);
    }

    @Override
    public void serve(Socket connection) throws Exception {
        Origin.header(connection);
        Content content = new Content(seed, bytes);
        while (content.more()) {
            connection.getOutputStream().write(content.block());
            long left = fast.get();
            if (left == Long.MAX_VALUE) {
                continue;
            }
            LockSupport.parkNanos(left > 0 ? FAST_NANOS : TRICKLE_NANOS);
            fast.compareAndSet(left, Math.max(0, left - Content.BLOCK));
        }
    }
}
