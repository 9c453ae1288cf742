package org.port17.api;

import java.net.IDN;
import java.util.Locale;

/**
 * Where an application wants to go: a host name in lower-case ASCII or an IP literal without brackets, and a TCP port.
 *
 * <p>{@link #toString()} shows only the port, so that a destination cannot slip into a log by accident.
 */
public record Destination(String host, int port) {
    public static final int MAX_HOST = 253;

    public Destination {
        if (host.isEmpty() || host.length() > MAX_HOST || port < 1 || port > 65535) {
            throw new IllegalArgumentException("destination out of bounds");
        }
    }

    /**
     * Gives every spelling of a destination one form: case, a trailing dot, IDN with its dots and digits of other scripts,
     * IPv6 brackets, groups and zeros, and IPv4 in short, octal, hexadecimal or single-number form.
     *
     * @throws Port17Exception BAD_INPUT for everything that is neither name nor literal
     */
    public static Destination of(String host, int port) throws Port17Exception {
        if (port < 1 || port > 65535) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, "a port lies between 1 and 65535");
        }
        String h = host;
        if (h.length() > 2 && h.startsWith("[") && h.endsWith("]")) {
            h = h.substring(1, h.length() - 1);
            if (h.indexOf(':') < 0) {
                throw new Port17Exception(ErrorKind.BAD_INPUT, "only IPv6 literals stand in brackets");
            }
        }
        if (h.length() > 1024) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, "a host name has at most 253 characters");
        }
        if (h.indexOf(':') >= 0) {
            return new Destination(IpAddress.parseV6(h).textV6(), port);
        }
        try {
            // The root's dot may come in any script, and only from here on is it an ASCII one.
            h = IDN.toASCII(h, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
            h = h.endsWith(".") ? h.substring(0, h.length() - 1) : h;
        } catch (IllegalArgumentException e) {
            // Its message quotes the name, so it is not kept as the cause.
            throw new Port17Exception(ErrorKind.BAD_INPUT, "not a host name");
        }
        if (h.isEmpty()
                || h.length() > MAX_HOST
                || h.startsWith(".")
                || h.endsWith(".")
                || h.contains("..")
                || !h.chars().allMatch(Destination::hostChar)) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, "not a host name");
        }
        return new Destination(IpAddress.looksLikeV4(h) ? IpAddress.parseV4(h).textV4() : h, port);
    }

    private static boolean hostChar(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
    }

    /** {@code host:port}, with brackets round an IPv6 literal. For the user's own eyes, not for logs. */
    public String reveal() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }

    @Override
    public String toString() {
        return "destination:" + port;
    }
}
