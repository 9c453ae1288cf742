package org.port17.route.kit;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;

/**
 * Where one address of a node is connected.
 *
 * @param network the address's /24 (IPv4) or /48 (IPv6) as a number, 0 if unknown or not public
 * @param as autonomous system number, 0 if unknown
 * @param hoster the organisation that runs the autonomous system, empty if unknown
 */
public record Uplink(long network, long as, String hoster) {
    /** For an address family that a node lacks. */
    public static final Uplink NONE = new Uplink(0, 0, "");

    public Uplink {
        Objects.requireNonNull(hoster);
        if (as < 0 || as > 0xFFFF_FFFFL) {
            throw new IllegalArgumentException("an autonomous system number has 32 bits");
        }
    }

    /** @param address 4 or 16 bytes; one that is not public counts as no network */
    public static Uplink of(byte[] address, long as, String hoster) {
        return new Uplink(networkOf(address), as, hoster);
    }

    private static long networkOf(byte[] address) {
        try {
            InetAddress inet = InetAddress.getByAddress(address);
            boolean uniqueLocal = address.length == 16 && (address[0] & 0xFE) == 0xFC;
            if (uniqueLocal
                    || inet.isLoopbackAddress()
                    || inet.isAnyLocalAddress()
                    || inet.isLinkLocalAddress()
                    || inet.isSiteLocalAddress()) {
                return 0;
            }
            byte[] bytes = inet.getAddress(); // an IPv4 address in IPv6 clothes has become one
            int length = bytes.length == 4 ? 3 : 6;
            long network = bytes.length == 4 ? 1 : 2;
            for (int i = 0; i < length; i++) {
                network = network << 8 | bytes[i] & 0xFF;
            }
            return network;
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("an address has 4 or 16 bytes", e);
        }
    }
}
