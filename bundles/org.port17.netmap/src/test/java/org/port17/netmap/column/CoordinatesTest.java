package org.port17.netmap.column;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.port17.api.GeoPoint;
import org.port17.spi.place.Place;

class CoordinatesTest {
    @Test
    void aPointIsAtMostSixKilometresOff() {
        Random random = new Random(17);
        for (int i = 0; i < 10_000; i++) {
            GeoPoint point = new GeoPoint(random.nextDouble() * 180 - 90, random.nextDouble() * 360 - 180);
            GeoPoint rounded = Coordinates.rounded(point);
            double km = Place.km(point.latitude(), point.longitude(), rounded.latitude(), rounded.longitude());
            assertTrue(km <= 6, point + " is " + km + " km off");
            assertEquals(rounded, Coordinates.rounded(rounded));
        }
    }

    @Test
    void theEndsOfTheEarthHaveTheirPlace() {
        for (GeoPoint end :
                List.of(new GeoPoint(90, 180), new GeoPoint(-90, -180), new GeoPoint(90, -180), new GeoPoint(0, 180))) {
            GeoPoint rounded = Coordinates.rounded(end);
            assertEquals(end.latitude(), rounded.latitude(), 0.05);
            assertEquals(0, Math.abs(Math.abs(end.longitude()) - Math.abs(rounded.longitude())), 0.1);
        }
        assertArrayEquals(new byte[0], Coordinates.bytes(Optional.empty()));
        assertEquals(Optional.empty(), Coordinates.point(new byte[0]));
    }
}
