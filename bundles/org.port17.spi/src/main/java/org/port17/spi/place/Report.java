package org.port17.spi.place;

import java.util.Arrays;

/**
 * What an exit said of one connection, and what the client knows itself.
 *
 * @param exitOwner the exit's declared owner; of several reports of one owner the last counts
 * @param exit where the exit stands, by its address in the network map
 * @param prefix the upper bytes of the address it reached: 3 of IPv4 or 6 of IPv6
 * @param millis how long the destination took to accept, as the exit says; a round trip at least
 * @param seenMillis how long the client waited from CONNECT to CONNECTED; the exit's time cannot be longer
 */
public record Report(String exitOwner, Place exit, byte[] prefix, double millis, double seenMillis) {
    public Report {
        if (prefix.length != 3 && prefix.length != 6) {
            throw new IllegalArgumentException("a prefix has 3 or 6 bytes");
        }
        if (!(millis >= 0) || !(seenMillis >= 0)) {
            throw new IllegalArgumentException("times are not negative");
        }
        prefix = prefix.clone();
    }

    @Override
    public byte[] prefix() {
        return prefix.clone();
    }

    /** The first address of the prefix. */
    public byte[] address() {
        return Arrays.copyOf(prefix, prefix.length == 3 ? 4 : 16);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Report r
                && exitOwner.equals(r.exitOwner)
                && exit.equals(r.exit)
                && Arrays.equals(prefix, r.prefix)
                && millis == r.millis
                && seenMillis == r.seenMillis;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(prefix) + exitOwner.hashCode();
    }

    /** Without the address: it is where somebody went. */
    @Override
    public String toString() {
        return "report of " + exitOwner + ", IPv" + (prefix.length == 3 ? 4 : 6);
    }
}
