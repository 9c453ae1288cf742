package org.port17.places.make;

import java.util.Map;
import org.port17.spi.place.Place;

/** A country and quarters of a degree, in one number that is not 0. */
final class Point {
    private Point() {}

    static int of(Map<?, ?> leaf) {
        String country = String.valueOf(leaf.get("country_code"));
        if (!country.matches("[A-Z]{2}") || country.equals(Place.NO_COUNTRY)) {
            return 0;
        }
        return of(
                country, ((Number) leaf.get("latitude")).doubleValue(), ((Number) leaf.get("longitude")).doubleValue());
    }

    static int of(String country, double latitude, double longitude) {
        int code = (country.charAt(0) - 'A') * 26 + country.charAt(1) - 'A';
        return code << 21 | quarters(latitude + 90) << 11 | quarters(longitude + 180);
    }

    private static int quarters(double degrees) {
        return (int) Math.round(degrees * 4);
    }

    static String country(int point) {
        int code = point >>> 21;
        return "" + (char) ('A' + code / 26) + (char) ('A' + code % 26);
    }

    static int latitudeQuarters(int point) {
        return point >>> 11 & 0x3ff;
    }

    static int longitudeQuarters(int point) {
        return point & 0x7ff;
    }

    static double km(int a, int b) {
        return Place.km(
                latitudeQuarters(a) / 4.0 - 90,
                longitudeQuarters(a) / 4.0 - 180,
                latitudeQuarters(b) / 4.0 - 90,
                longitudeQuarters(b) / 4.0 - 180);
    }
}
