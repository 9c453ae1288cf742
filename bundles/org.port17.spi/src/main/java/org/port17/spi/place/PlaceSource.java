package org.port17.spi.place;

/**
 * Where a table comes from.
 *
 * @param version of the data, for people
 * @param digest SHA-256 of the whole file, hexadecimal
 * @param origin {@code embedded}, or the file that the configuration names
 * @param attribution what the licences want said wherever results are shown, lines separated by a line feed
 * @param ranges4 number of IPv4 ranges
 * @param ranges6 number of IPv6 ranges
 * @param problem why the file that the configuration names is not in force, a sentence; empty if all is well
 */
public record PlaceSource(
        String version, String digest, String origin, String attribution, int ranges4, int ranges6, String problem) {}
