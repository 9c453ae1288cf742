package org.port17.spi.transport;

/** One wire to one neighbour. All calls on the loop. The transport implements it. */
public interface Connection {
    /**
     * Copies {@code data[offset .. offset+length)} into the outgoing batch; the caller may reuse the array at once.
     * This is the one user-space copy of a cell on its way out.
     *
     * @return false if the connection has enough for now: the bytes <em>were</em> taken all the same, but the caller
     *     should offer no more before {@link ConnectionEvents#writable}. After {@link #close} bytes are dropped and the
     *     answer is false.
     */
    boolean offer(byte[] data, int offset, int length);

    /** Ends a batch: everything offered leaves now. One call per turn of the loop, not per cell. */
    void flush();

    /** Whether {@link #offer} would answer true. */
    boolean writable();

    /** Stops or resumes {@link ConnectionEvents#received}. Bytes already read may still arrive once after a stop. */
    void reading(boolean on);

    /** Sends what was flushed, then closes. Idempotent. No event follows. */
    void close();

    /** Closes at once with a reset where the wire has one; unsent bytes are dropped. Idempotent. No event follows. */
    void abort();
}
