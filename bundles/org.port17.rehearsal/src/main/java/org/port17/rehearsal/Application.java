package org.port17.rehearsal;

import java.util.concurrent.CompletableFuture;

/** The made-up application. */
interface Application extends AutoCloseable {
    /**
     * Asks the made-up destination.
     *
     * @param name of the application, which has circuits of its own
     * @param request as {@link Request} makes them
     * @return complete with the stream, still open, when the whole answer came; fails with {@code Port17Exception}
     */
    CompletableFuture<AutoCloseable> ask(String name, byte[] request);

    @Override
    default void close() {
        // Most have nothing but their streams.
    }
}
