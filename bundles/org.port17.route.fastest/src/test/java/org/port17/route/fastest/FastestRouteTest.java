package org.port17.route.fastest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.port17.api.Destination;
import org.port17.api.Node;
import org.port17.spi.route.ExitCandidate;
import org.port17.spi.route.Route;
import org.port17.spi.route.RouteRequest;
import org.port17.spi.route.RouteStrategy;
import org.port17.testkit.ListedNetwork;
import org.port17.testkit.RandomNetwork;
import org.port17.testkit.RouteStrategyContract;

class FastestRouteTest extends RouteStrategyContract {
    @Override
    protected RouteStrategy strategy() {
        return new FastestRoute();
    }

    @Test
    void takesTheQuickLegs() throws Exception {
        List<Node> nodes = nodes(10);
        var network = new ListedNetwork(nodes);
        network.measure(nodes.get(3), 10);
        network.measure(nodes.get(3), nodes.get(5), 10);
        network.measure(nodes.get(5), nodes.get(0), 10);
        for (int seed = 0; seed < 100; seed++) {
            Route route = strategy().plan(request(nodes, 0), network, new Random(seed));
            assertEquals(List.of(nodes.get(3), nodes.get(5), nodes.get(0)), route.nodes());
        }
    }

    @Test
    void theExitIsDrawnByWeightWhateverTheClientMeasured() throws Exception {
        List<Node> nodes = nodes(10);
        var near = new ListedNetwork(nodes);
        near.measure(nodes.get(3), 10);
        near.measure(nodes.get(3), nodes.get(5), 10);
        near.measure(nodes.get(5), nodes.get(0), 10);
        var elsewhere = new ListedNetwork(nodes);
        elsewhere.measure(nodes.get(7), 1);
        elsewhere.measure(nodes.get(7), nodes.get(1), 1);
        int first = 0;
        for (int seed = 0; seed < 2000; seed++) {
            Node here = strategy()
                    .plan(request(nodes, 0, 1), near, new SplittableRandom(seed))
                    .exit();
            Node there = strategy()
                    .plan(request(nodes, 0, 1), elsewhere, new SplittableRandom(seed))
                    .exit();
            assertEquals(here, there);
            first += here.equals(nodes.get(0)) ? 1 : 0;
        }
        assertEquals(1000, first, 135, "two exits of one weight, 6 sigma");
    }

    @Test
    void drawsAmongRoutesWithinAFifthOfTheBest() throws Exception {
        List<Node> nodes = nodes(6);
        var network = new ListedNetwork(nodes);
        for (Node from : nodes) {
            network.measure(from, 25);
            nodes.forEach(to -> network.measure(from, to, 50));
        }
        // Twice the client's leg plus two legs: 150 ms over every entry but these.
        network.measure(nodes.get(4), 35);
        network.measure(nodes.get(5), 60);
        Set<Node> entries = new HashSet<>();
        for (int seed = 0; seed < 300; seed++) {
            entries.add(strategy()
                    .plan(request(nodes, 0), network, new Random(seed))
                    .entry());
        }
        assertEquals(Set.of(nodes.get(1), nodes.get(2), nodes.get(3), nodes.get(4)), entries);
    }

    @Test
    void survivesNonsenseMeasurements() throws Exception {
        List<Node> nodes = nodes(6);
        var network = new ListedNetwork(nodes);
        double[] nonsense = {Double.NaN, -5, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0};
        Random random = new Random(4);
        for (Node from : nodes) {
            network.measure(from, nonsense[random.nextInt(nonsense.length)]);
            nodes.forEach(to -> network.measure(from, to, nonsense[random.nextInt(nonsense.length)]));
        }
        assertEquals(
                3,
                strategy().plan(request(nodes, 0, 1), network, random).nodes().size());
    }

    @Test
    void prefersStandingLinksAndIsQuickerThanChance() throws Exception {
        var network = new RandomNetwork(11, 400, 200, 200, 3);
        var legs = new Legs(network);
        double planned = 0;
        double chance = 0;
        int linked = 0;
        Random random = new Random(9);
        for (int i = 0; i < 200; i++) {
            Route route = strategy().plan(network.request(), network, random);
            planned += millis(legs, route.nodes());
            linked += network.linked(route.entry().id()) ? 1 : 0;
            List<Node> any = new ArrayList<>();
            random.ints(3, 0, 400).forEach(n -> any.add(network.nodes().get(n)));
            chance += millis(legs, any);
        }
        assertTrue(planned < chance / 2, planned / 200 + " ms instead of " + chance / 200);
        // One node in six has a link.
        assertTrue(linked > 2 * 200 / 6, "of 200 entries " + linked + " had a link");
    }

    private static double millis(Legs legs, List<Node> nodes) {
        return legs.toEntry(nodes.get(0))
                + legs.between(nodes.get(0), nodes.get(1))
                + legs.between(nodes.get(1), nodes.get(2));
    }

    private static List<Node> nodes(int count) {
        Random random = new Random(count);
        var nodes = new ArrayList<Node>();
        for (int i = 0; i < count; i++) {
            nodes.add(RandomNetwork.node(random, i, "owner" + i, i));
        }
        return nodes;
    }

    private static RouteRequest request(List<Node> nodes, int... exits) {
        var candidates = new ArrayList<ExitCandidate>();
        for (int exit : exits) {
            candidates.add(new ExitCandidate(nodes.get(exit), 1));
        }
        return new RouteRequest(new Destination("example.org", 443), 3, candidates, Set.of());
    }
}
