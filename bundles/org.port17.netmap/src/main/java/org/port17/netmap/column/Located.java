package org.port17.netmap.column;

/**
 * Where a map says that a node is, when the place database would say something else or nothing.
 *
 * @param as autonomous system number, 0 unknown
 * @param country ISO 3166-1 alpha-2, {@code ZZ} unknown
 */
public record Located(long as, String country) implements Comparable<Located> {
    @Override
    public int compareTo(Located other) {
        int byCountry = country.compareTo(other.country);
        return byCountry != 0 ? byCountry : Long.compare(as, other.as);
    }
}
