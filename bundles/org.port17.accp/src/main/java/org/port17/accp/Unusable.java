package org.port17.accp;

/** Why the provider is not offered; the message is for the log. */
final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    Unusable(String message) {
        super(message);
    }

    Unusable(String message, Throwable cause) {
        super(message + " (" + cause.getClass().getSimpleName() + ")", cause);
    }
}
