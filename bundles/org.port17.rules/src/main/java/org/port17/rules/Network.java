package org.port17.rules;

import org.port17.api.IpAddress;

/**
 * The addresses that share their first bits.
 *
 * @param first the lowest one
 * @param bits how many are shared, of 128; an IPv4 network counts the 96 of the mapped form
 */
record Network(IpAddress first, int bits) {
    static final int ALL_BITS = 128;
    static final int MAPPED_BITS = 96;

    /** Whether no bit is set behind those that are shared. */
    boolean clean() {
        return (first.high() & ~highMask()) == 0 && (first.low() & ~lowMask()) == 0;
    }

    /** Whether it holds IPv4 addresses. A large IPv6 network does not, though the mapped form lies inside. */
    boolean v4() {
        return first.isV4() && bits >= MAPPED_BITS;
    }

    long lastHigh() {
        return first.high() | ~highMask();
    }

    long lastLow() {
        return first.low() | ~lowMask();
    }

    private long highMask() {
        return mask(Math.min(bits, 64));
    }

    private long lowMask() {
        return mask(Math.max(bits - 64, 0));
    }

    private static long mask(int ones) {
        return ones == 0 ? 0 : -1L << (64 - ones);
    }
}
