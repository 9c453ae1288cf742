package org.port17.sim.routes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.port17.route.kit.Level;
import org.port17.route.kit.Levels;
import org.port17.sim.world.Addresses;
import org.port17.sim.world.Cities;
import org.port17.sim.world.Destination;
import org.port17.sim.world.Destinations;
import org.port17.sim.world.FakeRegistry;
import org.port17.sim.world.Spot;
import org.port17.sim.world.World;
import org.port17.sim.world.WorldGenerator;

class ProductTest {
    private static final Spot FRANKFURT = new Spot("DE", 50.11, 8.68);
    private final Cities cities = new Cities();
    private final SplittableRandom random = new SplittableRandom(8);
    private final Addresses addresses = new Addresses(new FakeRegistry(), 100_000, random);
    private final World honest = new WorldGenerator(cities, addresses).generate(2000, random);
    private final World attacked = WorldGenerator.attacked(honest, FRANKFURT, 0.01, 20);
    private final Destinations destinations = new Destinations(cities, addresses, random);

    private Network ready(int level, World world) {
        return new Product("level", Levels.standard().get(level - 1), Knowledge.LEARNED).ready(world, random);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void theExitsProbabilityIsWhatDrawingGives(int level) {
        Network network = ready(level, attacked);
        Destination destination = destinations.at(FRANKFURT, random);
        double chance = network.exitChance(destination, honest.size()).orElseThrow();
        double share = network.share(honest.size(), true).orElseThrow();
        int gamma = Levels.standard().get(level - 1).gamma();
        assertTrue(chance <= gamma * share * (1 + 1e-9));
        if (level > 2) {
            return; // rules about countries may refuse the first exit drawn, then another one serves
        }
        int hits = 0;
        int draws = 10_000;
        for (int i = 0; i < draws; i++) {
            Client client = network.client(cities.client(random), random);
            int[] route = client.route(destinations.at(FRANKFURT, random), random);
            hits += route[route.length - 1] >= honest.size() ? 1 : 0;
        }
        assertEquals(chance, hits / (double) draws, 4 * Math.sqrt(chance / draws));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void theFirstEntrysProbabilityIsWhatDrawingGives(int level) {
        Network network = ready(level, attacked);
        double chance = network.entryChance(FRANKFURT, honest.size()).orElseThrow();
        Set<Integer> entries = new HashSet<>();
        int hits = 0;
        int draws = 10_000;
        for (int i = 0; i < draws; i++) {
            int[] route = network.client(FRANKFURT, random).route(destinations.single(random), random);
            entries.add(route[0]);
            hits += route[0] >= honest.size() ? 1 : 0;
        }
        // Where the first entry does not go with the exit, the next one serves: an attacker whom nobody knows always
        // goes.
        assertEquals(chance, hits / (double) draws, 4 * Math.sqrt(chance / draws) + 0.3 * chance);
        assertTrue(entries.size() > 20);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void routesHaveTheLevelsLengthAndNothingTwice(int level) {
        Network network = ready(level, honest);
        Level wanted = Levels.standard().get(level - 1);
        for (int i = 0; i < 300; i++) {
            Spot spot = cities.client(random);
            int[] route = network.client(spot, random).route(destinations.single(random), random);
            assertEquals(wanted.nodes(), route.length);
            Set<Integer> owners = new HashSet<>();
            Set<Integer> systems = new HashSet<>();
            Set<Integer> hosters = new HashSet<>();
            for (int node : route) {
                assertTrue(owners.add(honest.owner(node)));
                assertTrue(systems.add(honest.as(node)));
                assertTrue(hosters.add(honest.hoster(node)));
            }
            assertTrue(honest.exit(route[route.length - 1]));
            if (level == 4) {
                assertNotEquals(spot.country(), honest.country(route[0]));
                assertNotEquals(spot.country(), honest.country(route[route.length - 1]));
            }
        }
    }

    @Test
    void aClientKeepsItsEntryAndItsExitForADomain() {
        Network network = ready(1, honest);
        Client client = network.client(FRANKFURT, random);
        Destination one = destinations.single(random);
        int[] first = client.route(one, random);
        Set<Integer> entries = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            int[] again = client.route(one, random);
            assertEquals(first[2], again[2]);
            entries.add(client.route(destinations.single(random), random)[0]);
        }
        assertTrue(entries.size() <= 3, "no more than the entries that stand ready");
    }

    @Test
    void equalRandomNumbersGiveEqualRoutes() {
        Destination destination = destinations.single(random);
        int[] one =
                ready(1, honest).client(FRANKFURT, new SplittableRandom(1)).route(destination, new SplittableRandom(2));
        int[] two =
                ready(1, honest).client(FRANKFURT, new SplittableRandom(1)).route(destination, new SplittableRandom(2));
        assertArrayEquals(one, two);
    }

    @Test
    void theBaselinesGiveRoutesOfThreeDifferentNodes() {
        for (Chooser chooser : List.of(new RandomThree(), new NearestExit())) {
            Network network = chooser.ready(honest, random);
            for (int i = 0; i < 100; i++) {
                int[] route = network.client(cities.client(random), random).route(destinations.single(random), random);
                assertEquals(3, Set.of(route[0], route[1], route[2]).size(), chooser.name());
            }
        }
    }
}
