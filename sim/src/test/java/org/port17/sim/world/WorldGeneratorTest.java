package org.port17.sim.world;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WorldGeneratorTest {
    private static final int NODES = 20_000;
    private static final Cities CITIES = new Cities();
    private static final Addresses ADDRESSES = new Addresses(new FakeRegistry(), 200_000, new SplittableRandom(3));

    private static final World WORLD = generate(1);

    /** Many of those that stand far from where their address is taken to be are found, and next to nobody is led astray. */
    @Test
    void authoritiesFindWhereNodesStand() {
        int wrong = 0;
        int mended = 0;
        int astray = 0;
        for (int i = 0; i < WORLD.size(); i++) {
            double before = WORLD.km(i, WORLD.known(i).direction());
            double after = WORLD.km(i, WORLD.found(i).direction());
            wrong += before > 300 ? 1 : 0;
            mended += before > 300 && after <= 300 ? 1 : 0;
            astray += after > before + 300 ? 1 : 0;
        }
        assertTrue(wrong > NODES / 20, wrong + " stand elsewhere");
        assertTrue(mended > wrong * 0.3, mended + " of " + wrong + " are found");
        assertTrue(astray < NODES / 100, astray + " are led astray");
    }

    private static World generate(long seed) {
        return new WorldGenerator(CITIES, ADDRESSES).generate(NODES, new SplittableRandom(seed));
    }

    private double share(IntPredicate which) {
        return IntStream.range(0, NODES).filter(which).count() / (double) NODES;
    }

    @Test
    void nodesAreSpreadOverCountriesAsTheModelSays() {
        // The column of the file sums to 102.4.
        assertEquals(20 / 102.4, share(i -> WORLD.country(i).equals("US")), 0.01);
        assertEquals(22 / 102.4, share(i -> WORLD.country(i).equals("DE")), 0.01);
        assertEquals(10 / 102.4, share(i -> WORLD.country(i).equals("NL")), 0.01);
    }

    @Test
    void threeOfFourNodesAreWithHosters() {
        var registry = new FakeRegistry();
        double hosted = share(i ->
                Addresses.hosts(registry.holder(WORLD.address(i)).orElseThrow().organisation()));
        assertEquals(0.75, hosted, 0.01);
    }

    @Test
    void addressesAreUniqueAndBelongToTheirCountryAndSystem() {
        var registry = new FakeRegistry();
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < NODES; i++) {
            assertTrue(seen.add(WORLD.address(i)));
            Registry.Holder holder = registry.holder(WORLD.address(i)).orElseThrow();
            assertEquals(holder.country(), WORLD.country(i));
            assertEquals(holder.as(), WORLD.as(i));
        }
    }

    @Test
    void aFewOwnersHoldManyNodesAndOneInFiveNodesIsAlone() {
        Map<Integer, Integer> nodes = new HashMap<>();
        IntStream.range(0, NODES).forEach(i -> nodes.merge(WORLD.owner(i), 1, Integer::sum));
        // Numbers from NODES on are given to single nodes.
        assertEquals(0.2, share(i -> WORLD.owner(i) >= NODES), 0.01);
        assertTrue(nodes.entrySet().stream().allMatch(e -> e.getKey() < NODES || e.getValue() == 1));
        double weights = IntStream.range(0, NODES / 5)
                .mapToDouble(k -> Math.pow(k + 10, -0.9))
                .sum();
        double largest = 0.8 * NODES * Math.pow(10, -0.9) / weights;
        assertEquals(largest, nodes.get(0), largest * 0.15);
    }

    @Test
    void capacitiesAreLogNormalBetweenTheirEnds() {
        double[] log2 = IntStream.range(0, NODES)
                .mapToDouble(i -> Math.log(WORLD.capacity(i)) / Math.log(2))
                .sorted()
                .toArray();
        assertEquals(22, log2[NODES / 2], 0.1);
        // A normal distribution has 84.13 % below its mean and one standard deviation.
        assertEquals(24.2, log2[(int) (NODES * 0.8413)], 0.1);
        assertTrue(log2[0] >= 16.99 && log2[NODES - 1] <= 30.01);
    }

    @Test
    void equalSeedsGiveEqualNetworksAndOthersOthers() {
        World same = generate(1);
        World other = generate(2);
        assertArrayEquals(WORLD.address, same.address);
        assertArrayEquals(WORLD.latitude, same.latitude);
        assertArrayEquals(WORLD.owner, same.owner);
        assertNotEquals(Arrays.hashCode(WORLD.address), Arrays.hashCode(other.address));
    }

    @Test
    void anAttackerHasItsShareAndLooksLikeManyStrangers() {
        Spot spot = new Spot("DE", 50.11, 8.68);
        World attacked = WorldGenerator.attacked(WORLD, spot, 0.002, 40);
        assertEquals(NODES + 40, attacked.size());
        assertEquals(0.002, 1 - WORLD.capacity(true) / attacked.capacity(true), 1e-6);
        assertEquals(
                40,
                IntStream.range(NODES, NODES + 40)
                        .map(attacked::owner)
                        .distinct()
                        .count());
        assertEquals(
                40,
                IntStream.range(NODES, NODES + 40).map(attacked::as).distinct().count());
        assertEquals(0, attacked.km(NODES + 7, spot.direction()), 1e-3);
    }
}
