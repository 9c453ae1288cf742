package org.port17.route.kit;

/**
 * The globe: unit vectors, great-circle distances, 2-degree cells, expected round-trip times. A place that is not known is
 * the zero vector, which lies a quarter of the globe from every place.
 */
public final class Geo {
    /** Cells of 2 by 2 degrees, numbered from the south-west. */
    public static final int CELLS = 90 * 180;

    private static final double EARTH_KM = 6371;
    private static final double BASE_MILLIS = 2;
    /** Light in fibre makes 200 km/ms, cables take 1.6 times the great circle, there and back. */
    private static final double MILLIS_PER_KM = 2 * 1.6 / 200;

    /** Abramowitz and Stegun 4.4.46, highest power first; error below 3e-8 rad. */
    private static final double[] ACOS = {
        -0.0012624911,
        0.0066700901,
        -0.0170881256,
        0.0308918810,
        -0.0501743046,
        0.0889789874,
        -0.2145988016,
        1.5707963050
    };

    private Geo() {}

    /** The cell of a place; latitude -90 to 90, longitude -180 to 180, both finite. */
    public static int cell(double latitude, double longitude) {
        if (!(latitude >= -90 && latitude <= 90 && longitude >= -180 && longitude <= 180)) {
            throw new IllegalArgumentException("no place on the globe");
        }
        int row = Math.min(89, (int) ((latitude + 90) / 2));
        int column = Math.min(179, (int) ((longitude + 180) / 2));
        return row * 180 + column;
    }

    static double cellLatitude(int cell) {
        return cell / 180 * 2 - 89.0;
    }

    static double cellLongitude(int cell) {
        return cell % 180 * 2 - 179.0;
    }

    static double x(double latitude, double longitude) {
        return Math.cos(Math.toRadians(latitude)) * Math.cos(Math.toRadians(longitude));
    }

    static double y(double latitude, double longitude) {
        return Math.cos(Math.toRadians(latitude)) * Math.sin(Math.toRadians(longitude));
    }

    static double z(double latitude) {
        return Math.sin(Math.toRadians(latitude));
    }

    /** Great-circle distance in km of two places in degrees. */
    public static double km(double latitude1, double longitude1, double latitude2, double longitude2) {
        double dot = x(latitude1, longitude1) * x(latitude2, longitude2)
                + y(latitude1, longitude1) * y(latitude2, longitude2)
                + z(latitude1) * z(latitude2);
        return EARTH_KM * Math.acos(Math.max(-1, Math.min(1, dot)));
    }

    /** The distance in km that belongs to the dot product of two unit vectors; at most 3 km off. */
    static double km(double dot) {
        double d = Math.min(1, Math.abs(dot));
        double sum = 0;
        for (double c : ACOS) {
            sum = sum * d + c;
        }
        double angle = Math.sqrt(1 - d) * sum;
        return EARTH_KM * (dot < 0 ? Math.PI - angle : angle);
    }

    /** Expected round-trip time over a distance, in ms. */
    public static double rttMillis(double km) {
        return BASE_MILLIS + MILLIS_PER_KM * km;
    }
}
