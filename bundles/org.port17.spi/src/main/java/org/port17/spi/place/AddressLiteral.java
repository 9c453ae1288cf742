package org.port17.spi.place;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** IP addresses written as text. Asks nobody: Java's library is given only what can be no name. */
public final class AddressLiteral {
    private static final int LONGEST = 45;

    private AddressLiteral() {}

    /**
     * The address that a host is.
     *
     * @param host IPv4 in four decimal parts, or IPv6 without brackets and zone
     * @return 4 or 16 bytes; empty for a name
     */
    public static Optional<byte[]> of(String host) {
        if (host.isEmpty() || host.length() > LONGEST) {
            return Optional.empty();
        }
        boolean six = host.indexOf(':') >= 0 && host.matches("[0-9a-fA-F:.]+");
        if (!six && !four(host)) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(host).getAddress());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private static boolean four(String host) {
        if (!host.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}")) {
            return false;
        }
        for (String part : host.split("\\.")) {
            if (Integer.parseInt(part) > 255) {
                return false;
            }
        }
        return true;
    }

    /**
     * The address that an endpoint leads to, such as {@code 192.0.2.1:4000}, {@code [2001:db8::1]:80/path} or, with a name that
     * is only said there, {@code name@192.0.2.1:80/path}.
     */
    public static Optional<byte[]> ofEndpoint(String endpoint) {
        String address = endpoint.substring(nameEnd(endpoint));
        int end = address.startsWith("[") ? address.indexOf(']') : address.indexOf(':');
        return end < 0 ? of(address) : of(address.substring(address.startsWith("[") ? 1 : 0, end));
    }

    /** Where the address begins; what stands in front of an at sign is no part of it. */
    private static int nameEnd(String endpoint) {
        int slash = endpoint.indexOf('/');
        int at = endpoint.indexOf('@');
        return at < 0 || slash >= 0 && slash < at ? 0 : at + 1;
    }
}
