package org.port17.api;

/**
 * Where a node listens: a transport's scheme and an address that this transport understands, such as {@code
 * tcp:192.0.2.1:4000} or {@code ws:192.0.2.1:80/port17}.
 */
public record Endpoint(String scheme, String address) {
    public static final int MAX = 255;

    public Endpoint {
        if (!scheme.matches("[a-z][a-z0-9]{0,15}")
                || address.isEmpty()
                || address.length() + scheme.length() + 1 > MAX) {
            throw new IllegalArgumentException("endpoint out of bounds");
        }
    }

    public static Endpoint parse(String text) throws Port17Exception {
        int colon = text.indexOf(':');
        if (colon < 1) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, "an endpoint reads scheme:address");
        }
        try {
            return new Endpoint(text.substring(0, colon), text.substring(colon + 1));
        } catch (IllegalArgumentException e) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, Retry.NEVER, "an endpoint reads scheme:address", e);
        }
    }

    /** {@code scheme:address}, the form that {@link #parse} reads. */
    public String text() {
        return scheme + ":" + address;
    }

    @Override
    public String toString() {
        return "endpoint:" + scheme;
    }
}
