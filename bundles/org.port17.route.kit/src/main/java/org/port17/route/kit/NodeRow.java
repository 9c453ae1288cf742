package org.port17.route.kit;

import java.util.List;
import java.util.Objects;

/**
 * One node as it enters a {@link NodeTable}.
 *
 * @param key 64 bits of its identity, the same in every map
 * @param owner declared owner
 * @param v4 where its IPv4 address is connected, {@link Uplink#NONE} without one
 * @param v6 where its IPv6 address is connected, {@link Uplink#NONE} without one
 * @param others its further addresses in other networks; few nodes have any
 * @param country ISO 3166-1 alpha-2, empty if unknown
 * @param latitude degrees, NaN if unknown
 * @param longitude degrees, NaN if unknown
 * @param capacity measured, bytes a second; 0 until measured
 * @param since first appearance, seconds since 1970; 0 if unknown
 * @param flags sum of the constants of this class
 * @param version hash of program version and visible settings, 0 if unknown
 * @param uptime one bit for each of the last 64 map epochs, newest lowest: whether it was there; 0 if unknown
 */
public record NodeRow(
        long key,
        String owner,
        Uplink v4,
        Uplink v6,
        List<Uplink> others,
        String country,
        double latitude,
        double longitude,
        long capacity,
        long since,
        int flags,
        int version,
        long uptime) {
    /** Opens connections to destinations. */
    public static final int EXIT = 1;
    /** Named by the trust list. */
    public static final int TRUSTED = 2;
    /** May be an entry. */
    public static final int GUARD = 4;
    /** Its owner has shown who it is. */
    public static final int VERIFIED_OWNER = 8;
    /** Reaches IPv6 destinations. */
    public static final int EXIT_V6 = 16;

    /** A node with one address of each kind at most. */
    public NodeRow(
            long key,
            String owner,
            Uplink v4,
            Uplink v6,
            String country,
            double latitude,
            double longitude,
            long capacity,
            long since,
            int flags,
            int version,
            long uptime) {
        this(key, owner, v4, v6, List.of(), country, latitude, longitude, capacity, since, flags, version, uptime);
    }

    public NodeRow {
        others = List.copyOf(others);
        Objects.requireNonNull(owner);
        Objects.requireNonNull(v4);
        Objects.requireNonNull(v6);
        Objects.requireNonNull(country);
        if (capacity < 0 || since < 0) {
            throw new IllegalArgumentException("capacity and since are not negative");
        }
        if (!country.isEmpty() && !isCode(country)) {
            throw new IllegalArgumentException("a country has two capital letters");
        }
        if (Double.isNaN(latitude) != Double.isNaN(longitude)) {
            throw new IllegalArgumentException("half a place");
        }
        if (!Double.isNaN(latitude)) {
            Geo.cell(latitude, longitude); // checks
        }
    }

    private static boolean isCode(String country) {
        return country.length() == 2 && isLetter(country.charAt(0)) && isLetter(country.charAt(1));
    }

    private static boolean isLetter(char c) {
        return c >= 'A' && c <= 'Z';
    }
}
