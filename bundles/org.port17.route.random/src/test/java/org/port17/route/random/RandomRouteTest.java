package org.port17.route.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
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

class RandomRouteTest extends RouteStrategyContract {
    private static final int DRAWS = 60_000;

    @Override
    protected RouteStrategy strategy() {
        return new RandomRoute();
    }

    /** Owners of one and of many nodes: choosing node by node would favour the routes that dead ends leave. */
    @Test
    void everyValidRouteIsEquallyLikely() throws Exception {
        Random random = new Random(5);
        var nodes = new ArrayList<Node>();
        String[] owners = {"exit", "a", "a", "a", "b", "c"};
        long[] systems = {0, 1, 2, 3, 3, 2};
        for (int i = 0; i < owners.length; i++) {
            nodes.add(RandomNetwork.node(random, i, owners[i], systems[i]));
        }
        var request = new RouteRequest(
                new Destination("example.org", 443), 3, List.of(new ExitCandidate(nodes.get(0), 1)), Set.of());
        Map<Route, Integer> counts = new HashMap<>();
        for (int i = 0; i < DRAWS; i++) {
            counts.merge(strategy().plan(request, new ListedNetwork(nodes), random), 1, Integer::sum);
        }
        // a-b, a-c and b-c pairs of distinct systems, in both orders: (2 + 2 + 1) * 2.
        assertEquals(10, counts.size());
        double expected = DRAWS / 10.0;
        counts.forEach(
                (route, count) -> assertTrue(Math.abs(count - expected) < 0.07 * expected, count + " of " + expected));
    }

    @Test
    void exitsAreDrawnByWeight() throws Exception {
        Random random = new Random(6);
        var nodes = new ArrayList<Node>();
        for (int i = 0; i < 8; i++) {
            nodes.add(RandomNetwork.node(random, i, "owner" + i, 1 + i));
        }
        var exits = List.of(new ExitCandidate(nodes.get(0), 3), new ExitCandidate(nodes.get(1), 1));
        var request = new RouteRequest(new Destination("example.org", 443), 3, exits, Set.of());
        int first = 0;
        for (int i = 0; i < DRAWS; i++) {
            Route route = strategy().plan(request, new ListedNetwork(nodes), random);
            first += route.exit().equals(nodes.get(0)) ? 1 : 0;
        }
        assertEquals(0.75, first / (double) DRAWS, 0.02);
    }
}
