package org.port17.sim.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.port17.sim.routes.Chooser;
import org.port17.sim.routes.Client;
import org.port17.sim.routes.NearestExit;
import org.port17.sim.routes.Network;
import org.port17.sim.routes.RandomThree;
import org.port17.sim.world.Addresses;
import org.port17.sim.world.Cities;
import org.port17.sim.world.Destination;
import org.port17.sim.world.Destinations;
import org.port17.sim.world.FakeRegistry;
import org.port17.sim.world.Spot;
import org.port17.sim.world.World;
import org.port17.sim.world.WorldGenerator;

class PlacementTest {
    private final Cities cities = new Cities();
    private final SplittableRandom random = new SplittableRandom(6);
    private final Addresses addresses = new Addresses(new FakeRegistry(), 100_000, random);
    private final World world = new WorldGenerator(cities, addresses).generate(5000, random);

    private Figures gains(Chooser chooser, int draws) {
        return new Placement(world, cities, new Destinations(cities, addresses, random), draws).run(chooser, 4, random);
    }

    @Test
    void whereCapacityAloneDecidesPlacesGainNothing() {
        Figures gains = gains(new RandomThree(), 100_000);
        assertEquals(1, gains.get("placement_gain_exit").orElseThrow(), 0.3);
        assertEquals(1, gains.get("placement_gain_guard").orElseThrow(), 0.3);
    }

    @Test
    void whoeverTakesTheNearestGivesAnAttackerAll() {
        // Ten nodes of 0.2 % are the ten nearest: five hundred times their share.
        Figures gains = gains(new NearestExit(), 2000);
        assertEquals(500, gains.get("placement_gain_exit").orElseThrow(), 10);
    }

    @Test
    void whatAWayWorksOutGoesBeforeWhatIsDrawnAndTheWorstCityIsFound() {
        Spot worst = Placement.spread(cities.hubs(), 4).get(2);
        Chooser chooser = new Chooser() {
            @Override
            public String name() {
                return "made up";
            }

            @Override
            public Network ready(World attacked, RandomGenerator r) {
                Network drawn = new RandomThree().ready(attacked, r);
                return new Network() {
                    @Override
                    public Client client(Spot spot, RandomGenerator forClient) {
                        return drawn.client(spot, forClient);
                    }

                    @Override
                    public OptionalDouble exitChance(Destination destination, int first) {
                        assertEquals(world.size(), first);
                        boolean here = destination.sites().get(0).equals(worst);
                        return OptionalDouble.of(here ? 0.018 : 0.006);
                    }
                };
            }
        };
        Figures gains = gains(chooser, 10_000);
        assertEquals(9, gains.get("placement_gain_exit").orElseThrow(), 0.01);
        assertTrue(gains.get("placement_gain_exit_drawn").orElseThrow() < 3);
    }
}
