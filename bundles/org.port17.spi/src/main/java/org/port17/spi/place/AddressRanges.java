package org.port17.spi.place;

import java.net.InetAddress;
import java.util.List;

/**
 * Which addresses belong to the public Internet, after the IANA special-purpose registries (RFC 6890 and successors).
 * Everything that is not plainly public is not.
 */
public final class AddressRanges {
    private static final List<Range> NOT_PUBLIC_4 = List.of(
            Range.of("0.0.0.0", 8), // this network
            Range.of("10.0.0.0", 8), // private, RFC 1918
            Range.of("100.64.0.0", 10), // carrier-grade NAT, RFC 6598
            Range.of("127.0.0.0", 8), // loopback
            Range.of("169.254.0.0", 16), // link-local, cloud metadata services among them
            Range.of("172.16.0.0", 12), // private, RFC 1918
            Range.of("192.0.0.0", 24), // IETF protocol assignments
            Range.of("192.0.2.0", 24), // TEST-NET-1
            Range.of("192.88.99.0", 24), // 6to4 relay anycast, RFC 7526
            Range.of("192.168.0.0", 16), // private, RFC 1918
            Range.of("198.18.0.0", 15), // benchmarking, RFC 2544
            Range.of("198.51.100.0", 24), // TEST-NET-2
            Range.of("203.0.113.0", 24), // TEST-NET-3
            Range.of("224.0.0.0", 4), // multicast
            Range.of("240.0.0.0", 4)); // reserved and broadcast

    /** Only 2000::/3 is assigned to public use; these parts of it are not public either. */
    private static final List<Range> NOT_PUBLIC_6 = List.of(
            Range.of("2001::", 23), // IETF protocol assignments, Teredo (embeds IPv4) and ORCHID among them
            Range.of("2001:db8::", 32), // documentation
            Range.of("2002::", 16), // 6to4, embeds IPv4
            Range.of("3fff::", 20)); // documentation, RFC 9637

    /** Takes in none of ::1, ::, IPv4-mapped and -compatible, NAT64, ULA, site-local, link-local and multicast. */
    private static final Range GLOBAL_UNICAST_6 = Range.of("2000::", 3);

    private AddressRanges() {}

    /** Whether anyone may reach {@code address} from here as from anywhere else. */
    public static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return NOT_PUBLIC_4.stream().noneMatch(range -> range.holds(bytes));
        }
        return GLOBAL_UNICAST_6.holds(bytes) && NOT_PUBLIC_6.stream().noneMatch(range -> range.holds(bytes));
    }

    /** All addresses that share the first {@code bits} bits of {@code start}. */
    private record Range(byte[] start, int bits) {
        static Range of(String start, int bits) {
            return new Range(AddressLiteral.of(start).orElseThrow(), bits);
        }

        boolean holds(byte[] address) {
            for (int bit = 0; bit < bits; bit += 8) {
                int mask = bits - bit >= 8 ? 0xFF : 0xFF << (8 - (bits - bit));
                if (((address[bit / 8] ^ start[bit / 8]) & mask & 0xFF) != 0) {
                    return false;
                }
            }
            return true;
        }
    }
}
