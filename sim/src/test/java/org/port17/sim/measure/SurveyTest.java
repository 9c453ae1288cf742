package org.port17.sim.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.port17.sim.routes.Network;
import org.port17.sim.routes.RandomThree;
import org.port17.sim.world.Addresses;
import org.port17.sim.world.Cities;
import org.port17.sim.world.Destinations;
import org.port17.sim.world.FakeRegistry;
import org.port17.sim.world.World;
import org.port17.sim.world.WorldGenerator;

class SurveyTest {
    private static final int CONNECTIONS = 20_000;
    private final Cities cities = new Cities();
    private final SplittableRandom random = new SplittableRandom(2);
    private final Addresses addresses = new Addresses(new FakeRegistry(), 100_000, random);
    private final World world = new WorldGenerator(cities, addresses).generate(1000, random);

    private Figures survey(Network network) {
        return new Survey(world, cities, new Destinations(cities, addresses, random)).run(network, CONNECTIONS, random);
    }

    private static double get(Figures figures, String name) {
        return figures.get(name).orElseThrow();
    }

    @Test
    void aWayThatIgnoresPlacesLeaksNothingAndLoadsByCapacity() {
        Figures figures = survey(new RandomThree().ready(world, random));
        assertTrue(get(figures, "leak_bits_guard") < 0.03);
        assertTrue(get(figures, "leak_bits_exit") < 0.03);
        assertTrue(get(figures, "load_worst_cell") < 1.6);
        assertEquals(0, get(figures, "same_owner"));
        assertEquals(0, get(figures, "no_route"));
        assertTrue(get(figures, "rtt_ratio_p50") > 2);
    }

    @Test
    void theNearestGuardGivesTheClientAway() {
        Network nearest = (spot, r) -> {
            int guard = IntStream.range(0, world.size())
                    .boxed()
                    .min((a, b) -> Double.compare(world.km(a, spot.direction()), world.km(b, spot.direction())))
                    .orElseThrow();
            return (destination, forRoute) -> new int[] {guard, 1, forRoute.nextInt(world.size())};
        };
        var some = new Survey(world, cities, new Destinations(cities, addresses, random)).run(nearest, 2000, random);
        assertTrue(get(some, "leak_bits_guard") > 1.5);
        assertTrue(get(some, "leak_bits_exit") < 0.2);
    }

    @Test
    void aRouteThatStaysAtOneNodeBreaksEveryRuleAndLoadsOneCell() {
        Figures figures = survey((spot, r) -> (destination, forRoute) -> new int[] {3, 3, 3});
        assertEquals(CONNECTIONS, get(figures, "same_owner"));
        assertEquals(CONNECTIONS, get(figures, "same_as"));
        assertEquals(CONNECTIONS, get(figures, "same_hoster"));
        assertEquals(1, get(figures, "entry_exit_same_country"));
    }

    @Test
    void connectionsWithoutARouteAreCounted() {
        Figures figures = survey(
                (spot, r) -> (destination, forRoute) -> forRoute.nextInt(4) == 0 ? new int[0] : new int[] {0, 1, 2});
        assertEquals(CONNECTIONS / 4.0, get(figures, "no_route"), CONNECTIONS * 0.02);
    }
}
