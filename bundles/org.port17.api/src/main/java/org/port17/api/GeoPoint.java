package org.port17.api;

/**
 * A point on the earth.
 *
 * @param latitude in degrees, north positive, -90 to 90
 * @param longitude in degrees, east positive, -180 to 180
 */
public record GeoPoint(double latitude, double longitude) {
    public GeoPoint {
        if (!(Math.abs(latitude) <= 90) || !(Math.abs(longitude) <= 180)) {
            throw new IllegalArgumentException("a point out of bounds");
        }
    }
}
