package org.port17.places.make;

/** What a file counts in: /24 of IPv4, /48 of IPv6 from 2000:: on. */
final class Granule {
    static final long IPV6 = 1L << 61;

    private Granule() {}

    /** Bits of a key (an IPv4 address, the upper half of an IPv6 address) within one granule. */
    static int bits(int family) {
        return family == 4 ? 8 : 16;
    }
}
