package org.port17.sim.world;

/**
 * Where something really stands.
 *
 * @param country ISO 3166-1 alpha-2
 * @param latitude degrees, north is positive
 * @param longitude degrees, east is positive
 */
public record Spot(String country, double latitude, double longitude) {
    public Direction direction() {
        return Direction.of(latitude, longitude);
    }

    /** The number of the cell that it lies in, for cells of so many degrees. */
    public int cell(int latitudeStep, int longitudeStep) {
        return cell(latitude, longitude, latitudeStep, longitudeStep);
    }

    static int cell(double latitude, double longitude, int latitudeStep, int longitudeStep) {
        int row = (int) Math.min((latitude + 90) / latitudeStep, 180.0 / latitudeStep - 1);
        int column = (int) Math.min((longitude + 180) / longitudeStep, 360.0 / longitudeStep - 1);
        return row * (360 / longitudeStep) + column;
    }
}
