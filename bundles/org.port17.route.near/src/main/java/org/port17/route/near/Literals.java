package org.port17.route.near;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** IP literals; names are never resolved. */
final class Literals {
    private static final int LONGEST = 45;

    private Literals() {}

    /** The host of {@code host:port}, {@code [host]:port} or either with a path. */
    static String host(String address) {
        if (address.startsWith("[")) {
            int end = address.indexOf(']');
            return end < 0 ? "" : address.substring(1, end);
        }
        int colon = address.indexOf(':');
        return colon < 0 ? address : address.substring(0, colon);
    }

    /** 4 or 16 bytes; empty if the text is no literal. */
    static Optional<byte[]> address(String text) {
        boolean six = text.indexOf(':') >= 0;
        boolean literal = !text.isEmpty()
                && text.length() <= LONGEST
                && (six ? text.matches("[0-9a-fA-F:.]+") : text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}"));
        try {
            // Java takes such a text for a literal or refuses it; it asks nobody.
            return literal ? Optional.of(InetAddress.getByName(text).getAddress()) : Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
