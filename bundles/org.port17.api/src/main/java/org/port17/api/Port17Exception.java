package org.port17.api;

import java.util.Objects;

/**
 * The one checked failure of Port17.
 *
 * <p>Guarantee: {@link #getMessage()} never holds an address, destination, token or key, so it may be logged and shown
 * to a peer.
 */
public class Port17Exception extends Exception {
    private static final long serialVersionUID = 1L;
    private final ErrorKind kind;
    private final Retry retry;

    public Port17Exception(ErrorKind kind, Retry retry, String safeMessage) {
        this(kind, retry, safeMessage, null);
    }

    public Port17Exception(ErrorKind kind, Retry retry, String safeMessage, Throwable cause) {
        super(Objects.requireNonNull(safeMessage), cause);
        this.kind = Objects.requireNonNull(kind);
        this.retry = Objects.requireNonNull(retry);
    }

    public Port17Exception(ErrorKind kind, String safeMessage) {
        this(kind, Retry.NEVER, safeMessage, null);
    }

    public ErrorKind kind() {
        return kind;
    }

    public Retry retry() {
        return retry;
    }
}
