package org.port17.sim.measure;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.port17.route.kit.Levels;
import org.port17.sim.routes.Knowledge;
import org.port17.sim.routes.Product;
import org.port17.sim.world.Addresses;
import org.port17.sim.world.Cities;
import org.port17.sim.world.Destinations;
import org.port17.sim.world.FakeRegistry;
import org.port17.sim.world.World;
import org.port17.sim.world.WorldGenerator;

class LiesTest {
    /** As few nodes as {@code sim} takes: there are liars and pairs all the same. */
    @Test
    void theSmallestNetworkHasLiarsAndPairsWithinTheirBounds() {
        Cities cities = new Cities();
        Product level = new Product("level 1", Levels.standard().get(0), Knowledge.LEARNED);
        for (int seed = 0; seed < 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Addresses addresses = new Addresses(new FakeRegistry(), 10_000, random);
            World world = new WorldGenerator(cities, addresses).generate(100, random);
            Figures lies = new Lies(world, level, cities, new Destinations(cities, addresses, random), random).run(100);
            double alone = lies.get("liar_map_to_line_most").orElseThrow();
            double pair = lies.get("pair_map_to_line_most").orElseThrow();
            assertTrue(alone > 0 && alone <= 4.0 / 3 + 1e-6, "alone " + alone);
            assertTrue(pair > 0 && pair <= 1.5 + 1e-6, "pair " + pair);
        }
    }
}
