package org.port17.spi.place;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

final class PlaceTest {
    private static final Place BERLIN = place(52.52, 13.405, 10);
    private static final Place PARIS = place(48.8566, 2.3522, 10);

    @Test
    void distancesAreThoseOfTheAtlas() {
        assertEquals(878, BERLIN.kmTo(PARIS), 2);
        assertEquals(0, BERLIN.kmTo(BERLIN));
        assertEquals(Place.ANYWHERE_KM, Place.km(90, 0, -90, 0), 1);
        assertEquals(22.2, Place.km(0, 179.9, 0, -179.9), 0.1);
    }

    @Test
    void uncertaintyShortensTheLeastDistance() {
        assertEquals(BERLIN.kmTo(PARIS) - 20, BERLIN.leastKmTo(PARIS), 1e-9);
        assertEquals(0, place(52.52, 13.405, 900).leastKmTo(PARIS));
        assertEquals(0, Place.UNKNOWN.leastKmTo(PARIS));
        assertEquals(0, PARIS.leastKmTo(Place.UNKNOWN));
    }

    @Test
    void valuesOutOfBoundsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> place(90.1, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> place(0, -180.1, 1));
        assertThrows(IllegalArgumentException.class, () -> place(Double.NaN, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> place(0, 0, -1));
        assertThrows(IllegalArgumentException.class, () -> place(0, 0, Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> new Place("DEU", 0, 0, 0, 0, 0, true));
        assertThrows(IllegalArgumentException.class, () -> new Place("DE", -1, 0, 0, 0, 0, true));
    }

    private static Place place(double latitude, double longitude, double uncertaintyKm) {
        return new Place("XX", 0, 0, latitude, longitude, uncertaintyKm, true);
    }
}
