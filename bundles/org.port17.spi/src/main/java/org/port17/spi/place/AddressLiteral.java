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
        if (host.indexOf(':') < 0) {
            return Optional.ofNullable(four(host));
        }
        if (!host.chars().allMatch(AddressLiteral::ofSix)) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(host).getAddress());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private static boolean ofSix(int c) {
        return Character.digit(c, 16) >= 0 && c < 0x80 || c == ':' || c == '.';
    }

    private static byte[] four(String host) {
        byte[] address = new byte[4];
        int part = 0;
        int digits = 0;
        int value = 0;
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c >= '0' && c <= '9' && digits < 3) {
                value = 10 * value + c - '0';
                digits++;
            } else if (c == '.' && digits > 0 && value <= 255 && part < 3) {
                address[part++] = (byte) value;
                value = 0;
                digits = 0;
            } else {
                return null;
            }
        }
        if (part < 3 || digits == 0 || value > 255) {
            return null;
        }
        address[part] = (byte) value;
        return address;
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
