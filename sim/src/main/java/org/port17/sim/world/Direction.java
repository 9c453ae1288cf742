package org.port17.sim.world;

/** A place on the globe as a unit vector: distances of many pairs are quicker so. */
public record Direction(double x, double y, double z) {
    private static final double EARTH_RADIUS_KM = 6371;

    /** Of a place in degrees. */
    public static Direction of(double latitude, double longitude) {
        double latitudeRadians = Math.toRadians(latitude);
        double longitudeRadians = Math.toRadians(longitude);
        double level = Math.cos(latitudeRadians);
        return new Direction(
                level * Math.cos(longitudeRadians), level * Math.sin(longitudeRadians), Math.sin(latitudeRadians));
    }

    /** Great-circle distance in kilometres. */
    public double km(Direction other) {
        return EARTH_RADIUS_KM * Math.acos(Math.max(-1, Math.min(1, cosine(other))));
    }

    /** The larger, the nearer: cheaper than a distance. */
    public double cosine(Direction other) {
        return x * other.x + y * other.y + z * other.z;
    }
}
