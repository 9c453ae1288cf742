package org.port17.spi.place;

/**
 * Where an address stands on the earth and in whose network.
 *
 * <p>A place is an estimate: most addresses are known by their country only, so {@link #uncertaintyKm} belongs to it and
 * callers weigh it.
 *
 * @param country ISO 3166-1 alpha-2 in upper case, {@code ZZ} if unknown
 * @param as number of the autonomous system that announces the address, 0 if unknown
 * @param organisation who runs that system: the lowest AS number of the organisation, so that it can be compared across
 *     IPv4 and IPv6 and across versions of the data; 0 if the system is unknown
 * @param latitude in degrees, north positive, -90 to 90; 0 if unknown
 * @param longitude in degrees, east positive, -180 to 180; 0 if unknown
 * @param uncertaintyKm the distance within which half or more of the country's city dwellers live from the point given,
 *     in km; {@link #ANYWHERE_KM} if unknown
 * @param known whether there is a point at all; without it the country is unknown, the system may be known
 */
public record Place(
        String country,
        long as,
        int organisation,
        double latitude,
        double longitude,
        double uncertaintyKm,
        boolean known) {
    public static final String NO_COUNTRY = "ZZ";

    /** Half the earth's circumference. */
    public static final double ANYWHERE_KM = 20_015;

    /** Nothing is known. */
    public static final Place UNKNOWN = new Place(NO_COUNTRY, 0, 0, 0, 0, ANYWHERE_KM, false);

    private static final double RADIUS_KM = 6_371;

    public Place {
        if (country.length() != 2 || as < 0 || !(Math.abs(latitude) <= 90) || !(Math.abs(longitude) <= 180)) {
            throw new IllegalArgumentException("a place out of bounds");
        }
        if (!(uncertaintyKm >= 0) || uncertaintyKm > ANYWHERE_KM) {
            throw new IllegalArgumentException("an uncertainty out of bounds");
        }
    }

    /** Between the two points, along the great circle of a sphere, in km; what both uncertainties are is left out. */
    public double kmTo(Place other) {
        return km(latitude, longitude, other.latitude, other.longitude);
    }

    /** The least that {@link #kmTo} can be in truth, if both estimates hold: at least 0. Unknown places give 0. */
    public double leastKmTo(Place other) {
        if (!known || !other.known) {
            return 0;
        }
        return Math.max(0, kmTo(other) - uncertaintyKm - other.uncertaintyKm);
    }

    /** The great circle between two points given in degrees, in km (haversine, sphere of 6,371 km). */
    public static double km(double latitude1, double longitude1, double latitude2, double longitude2) {
        double dLat = Math.toRadians(latitude2 - latitude1);
        double dLon = Math.toRadians(longitude2 - longitude1);
        double sinLat = Math.sin(dLat / 2);
        double sinLon = Math.sin(dLon / 2);
        double h = sinLat * sinLat
                + Math.cos(Math.toRadians(latitude1)) * Math.cos(Math.toRadians(latitude2)) * sinLon * sinLon;
        return 2 * RADIUS_KM * Math.asin(Math.sqrt(Math.min(1, h)));
    }
}
