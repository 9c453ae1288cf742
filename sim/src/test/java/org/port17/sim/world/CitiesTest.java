package org.port17.sim.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CitiesTest {
    private final Cities cities = new Cities();
    private final SplittableRandom random = new SplittableRandom(11);

    @Test
    void everyPlaceIsOnTheGlobeAndInAKnownCountry() {
        for (int i = 0; i < 2000; i++) {
            for (Spot spot : new Spot[] {cities.node(random), cities.server(random), cities.client(random)}) {
                assertTrue(Math.abs(spot.latitude()) <= 90 && Math.abs(spot.longitude()) <= 180);
                assertTrue(cities.countries().contains(spot.country()));
            }
        }
    }

    @Test
    void serversAndClientsFollowTheirColumns() {
        int servers = 0;
        int clients = 0;
        for (int i = 0; i < 20_000; i++) {
            servers += cities.server(random).country().equals("US") ? 1 : 0;
            clients += cities.client(random).country().equals("IN") ? 1 : 0;
        }
        // The columns of the file sum to 108 and 123.7.
        assertEquals(42 / 108.0, servers / 20_000.0, 0.015);
        assertEquals(13 / 123.7, clients / 20_000.0, 0.01);
    }

    @Test
    void distancesAreGreatCircles() {
        Spot berlin = new Spot("DE", 52.52, 13.405);
        Spot sydney = new Spot("AU", -33.87, 151.21);
        assertEquals(16_090, berlin.direction().km(sydney.direction()), 20);
        assertEquals(0, berlin.direction().km(berlin.direction()), 1e-3);
    }

    @Test
    void cellsAreCountedFromTheSouthWest() {
        assertEquals(0, new Spot("AQ", -89.9, -179.9).cell(20, 30));
        assertEquals(9 * 12 - 1, new Spot("US", 90, 180).cell(20, 30));
        assertEquals(new Spot("DE", 50.1, 8.7).cell(5, 5), new Spot("DE", 52, 6).cell(5, 5));
    }
}
