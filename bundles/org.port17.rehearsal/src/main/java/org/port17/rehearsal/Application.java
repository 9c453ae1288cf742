package org.port17.rehearsal;

import java.util.concurrent.CompletableFuture;

/** The made-up application. */
interface Application extends AutoCloseable {
    /** Bytes of a request: about what a browser's first one has. Its first four say how many bytes the answer shall have. */
    int REQUEST = 400;

    /**
     * Asks the made-up destination over a circuit of its own.
     *
     * @return complete with the stream, still open, when the whole answer came; fails with {@code Port17Exception}
     */
    CompletableFuture<AutoCloseable> ask(String name, int answer);

    @Override
    default void close() {
        // Most have nothing but their streams.
    }
}
