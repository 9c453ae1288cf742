package org.port17.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.port17.api.Destination;
import org.port17.api.Endpoint;
import org.port17.api.ErrorKind;
import org.port17.api.Node;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.spi.route.ExitCandidate;
import org.port17.spi.route.NetworkView;
import org.port17.spi.route.Route;
import org.port17.spi.route.RouteRequest;
import org.port17.spi.route.RouteStrategy;

/** What every route strategy must do. Extend it in your own tests and give your strategy. */
public abstract class RouteStrategyContract {
    private static final int SMALL_NETWORKS = 4_000;
    private static final int LARGE_NETWORKS = 1_000;

    /** A fresh instance each time. */
    protected abstract RouteStrategy strategy();

    /**
     * Whether it finds a route wherever distinct owners and autonomous systems allow one. A strategy with stricter rules of its
     * own refuses more, with a sentence that says so.
     */
    protected boolean exact() {
        return true;
    }

    @Test
    void isNamed() {
        assertTrue(strategy().name().matches("[a-z][a-z0-9-]{0,31}"), "a name is short, lower-case and fit for a file");
    }

    @Test
    void findsAValidRouteExactlyWhereOneExists() {
        int none = 0;
        int missed = 0;
        for (int seed = 0; seed < SMALL_NETWORKS; seed++) {
            Random shape = new Random(seed);
            var network = new RandomNetwork(
                    seed, 1 + shape.nextInt(12), 1 + shape.nextInt(8), 2 + shape.nextInt(7), 3 + shape.nextInt(3));
            boolean possible = possible(network.request(), network.nodes());
            Optional<Route> route = plan(network, network.request(), seed);
            assertTrue(possible || route.isEmpty(), network + ": no route exists");
            assertTrue(!possible || !exact() || route.isPresent(), network + ": a route exists, and is found");
            missed += possible && route.isEmpty() ? 1 : 0;
            route.ifPresent(r -> assertValid(network, network.request(), r));
            none += possible ? 0 : 1;
        }
        assertTrue(missed <= SMALL_NETWORKS / 10, "missed " + missed);
        assertTrue(none > SMALL_NETWORKS / 10 && none < 9 * SMALL_NETWORKS / 10, "both cases were tried: " + none);
    }

    @Test
    void repeatsNoNodeOwnerOrAutonomousSystem() {
        for (int seed = 0; seed < LARGE_NETWORKS; seed++) {
            Random shape = new Random(seed);
            var network = new RandomNetwork(
                    seed, 30 + shape.nextInt(200), 6 + shape.nextInt(60), 6 + shape.nextInt(60), 3 + shape.nextInt(3));
            plan(network, network.request(), seed).ifPresent(r -> assertValid(network, network.request(), r));
        }
    }

    /** Nodes of a few machines, each of another owner and in a system that it made up. */
    @Test
    void repeatsNoNetwork() {
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            var nodes = new ArrayList<Node>();
            var machines = new HashMap<NodeId, Integer>();
            var exits = new ArrayList<ExitCandidate>();
            for (int i = 0; i < 60; i++) {
                int machine = random.nextInt(6);
                Node like = RandomNetwork.node(random, i, "owner" + i, 1 + i);
                var own = new Endpoint("tcp", "198.51." + machine + "." + i + ":4000");
                var elsewhere = new Endpoint("tcp", "203.0." + i + ".1:4000");
                boolean hidden = random.nextBoolean();
                Node node = new Node(
                        like.id(),
                        like.name(),
                        like.owner(),
                        like.country(),
                        like.as(),
                        true,
                        false,
                        hidden ? List.of(elsewhere, own) : List.of(own),
                        like.suites(),
                        like.recordDigest());
                nodes.add(node);
                machines.put(node.id(), machine);
                exits.add(new ExitCandidate(node, 1));
            }
            var request = new RouteRequest(new Destination("example.org", 443), 3, exits, Set.of());
            var network = new ListedNetwork(nodes);
            Optional<Route> route = plan(network, request, seed);
            assertTrue(route.isPresent() || !exact(), "six machines make a route of three");
            route.ifPresent(r -> assertEquals(
                    3,
                    r.nodes().stream().map(n -> machines.get(n.id())).distinct().count(),
                    "seed " + r));
        }
    }

    @Test
    void isAPureFunction() {
        for (int seed = 0; seed < 500; seed++) {
            var network = new RandomNetwork(seed, 40, 12, 12, 3);
            assertEquals(
                    plan(network, network.request(), seed), plan(network, network.request(), seed), network.toString());
        }
    }

    @Test
    void findsTheOnlyRouteInALargeNetwork() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            var nodes = new ArrayList<Node>();
            for (int i = 0; i < 1_000; i++) {
                nodes.add(RandomNetwork.node(random, i, "giant", 1));
            }
            Node entry = RandomNetwork.node(random, 1_000, "one", 2);
            Node exit = RandomNetwork.node(random, 1_001, "two", 0);
            while (!exit.exit()) {
                exit = RandomNetwork.node(random, 1_001, "two", 0);
            }
            nodes.add(random.nextInt(nodes.size()), entry);
            nodes.add(random.nextInt(nodes.size()), exit);
            var request = new RouteRequest(
                    new Destination("example.org", 80), 3, List.of(new ExitCandidate(exit, 1)), Set.of());
            Optional<Route> route = plan(new ListedNetwork(nodes), request, seed);
            assertTrue(route.isPresent(), "seed " + seed);
            assertEquals(Set.of("giant", "one", "two"), ownersOf(route.get()));
            assertEquals(exit, route.get().exit());
        }
    }

    @Test
    protected void spreadsOverExitsAndEntries() {
        var network = new RandomNetwork(1, 300, 100, 100, 3);
        Set<NodeId> exits = new HashSet<>();
        Set<NodeId> entries = new HashSet<>();
        for (int seed = 0; seed < 300; seed++) {
            Route route = plan(network, network.request(), seed).orElseThrow();
            exits.add(route.exit().id());
            entries.add(route.entry().id());
        }
        assertTrue(exits.size() > 3, "exits used: " + exits.size());
        assertTrue(entries.size() > 1, "entries used: " + entries.size());
    }

    @Test
    void ownersRepeatOnlyWhereTheViewSaysSo() {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            var nodes = new ArrayList<Node>();
            for (int i = 0; i < 6; i++) {
                nodes.add(RandomNetwork.node(random, i, i < 5 ? "founder" : "friend", 1 + i));
            }
            List<ExitCandidate> exits = nodes.stream()
                    .filter(Node::exit)
                    .map(n -> new ExitCandidate(n, 1))
                    .toList();
            var request = new RouteRequest(new Destination("example.org", 80), 3, exits, Set.of());
            assertTrue(plan(new ListedNetwork(nodes), request, seed).isEmpty(), "two owners are too few");
            Optional<Route> route = plan(new ListedNetwork(nodes).inBootstrap(), request, seed);
            assertEquals(!exits.isEmpty(), route.isPresent(), "seed " + seed);
            route.ifPresent(r ->
                    assertEquals(3, r.nodes().stream().map(Node::id).distinct().count(), "nodes repeat never"));
        }
    }

    @Test
    void neverEndsAtAnExitOfNoWeight() {
        for (int seed = 0; seed < 300; seed++) {
            var network = new RandomNetwork(seed, 30, 20, 20, 3);
            var half = new ArrayList<ExitCandidate>();
            Set<NodeId> denied = new HashSet<>();
            for (ExitCandidate e : network.request().exits()) {
                boolean deny = half.size() % 2 == 1;
                half.add(new ExitCandidate(e.node(), deny ? 0 : 1));
                if (deny) {
                    denied.add(e.node().id());
                }
            }
            var request = new RouteRequest(network.request().destination(), 3, half, Set.of());
            plan(network, request, seed)
                    .ifPresent(r -> assertFalse(denied.contains(r.exit().id()), "an exit of weight 0 was used"));
        }
    }

    @Test
    void copesWithThousandsOfNodes() {
        var network = new RandomNetwork(7, 5_000, 2_000, 700, 3);
        for (int seed = 0; seed < 100; seed++) {
            assertValid(
                    network,
                    network.request(),
                    plan(network, network.request(), seed).orElseThrow());
        }
    }

    @Test
    void saysWhichRuleCannotBeMet() {
        var network = new RandomNetwork(3, 20, 2, 9, 3);
        var full = new RouteRequest(
                network.request().destination(), 3, network.request().exits(), Set.of());
        Port17Exception owners = refusal(network, full);
        assertTrue(owners.getMessage().contains("owner"), owners.getMessage());
        var none = new RouteRequest(network.request().destination(), 3, List.of(), Set.of());
        assertTrue(refusal(network, none).getMessage().contains("exit"), "no exit permitted");
        for (Node node : network.nodes()) {
            assertFalse(owners.getMessage().contains(node.id().brief()), "messages name no node");
        }
    }

    private Port17Exception refusal(RandomNetwork network, RouteRequest request) {
        Port17Exception e = assertThrows(Port17Exception.class, () -> strategy().plan(request, network, new Random(1)));
        assertEquals(ErrorKind.NO_ROUTE, e.kind());
        assertFalse(e.getMessage().isBlank());
        return e;
    }

    private Optional<Route> plan(NetworkView network, RouteRequest request, long seed) {
        try {
            return Optional.of(strategy().plan(request, network, new Random(seed)));
        } catch (Port17Exception e) {
            assertEquals(ErrorKind.NO_ROUTE, e.kind(), "the only failure of a plan");
            return Optional.empty();
        }
    }

    private static void assertValid(RandomNetwork network, RouteRequest request, Route route) {
        List<Node> nodes = route.nodes();
        assertEquals(request.hops(), nodes.size(), network + ": length");
        assertEquals(nodes.size(), nodes.stream().map(Node::id).distinct().count(), network + ": distinct nodes");
        assertEquals(nodes.size(), ownersOf(route).size(), network + ": distinct owners");
        // The made-up nodes have no addresses: those that name no system count as one.
        assertEquals(nodes.size(), nodes.stream().mapToLong(Node::as).distinct().count(), network + ": distinct AS");
        assertTrue(nodes.stream().noneMatch(n -> request.avoid().contains(n.id())), network + ": avoided node");
        assertTrue(network.nodes().containsAll(nodes), network + ": nodes of the network");
        assertTrue(
                request.exits().stream().anyMatch(e -> e.node().equals(route.exit())),
                network + ": the exit is a candidate");
    }

    private static Set<String> ownersOf(Route route) {
        Set<String> owners = new HashSet<>();
        route.nodes().forEach(n -> owners.add(n.owner()));
        return owners;
    }

    /** Tries everything, knowing nothing of how strategies search. */
    private static boolean possible(RouteRequest request, List<Node> nodes) {
        return request.exits().stream()
                .map(ExitCandidate::node)
                .filter(exit -> !request.avoid().contains(exit.id()))
                .anyMatch(exit -> extend(new ArrayList<>(List.of(exit)), request, nodes, 0));
    }

    private static boolean extend(List<Node> chosen, RouteRequest request, List<Node> nodes, int from) {
        if (chosen.size() == request.hops()) {
            return true;
        }
        for (int i = from; i < nodes.size(); i++) {
            Node next = nodes.get(i);
            boolean clash = request.avoid().contains(next.id())
                    || chosen.stream()
                            .anyMatch(n ->
                                    n.id().equals(next.id()) || n.owner().equals(next.owner()) || n.as() == next.as());
            if (!clash) {
                chosen.add(next);
                if (extend(chosen, request, nodes, i + 1)) {
                    return true;
                }
                chosen.remove(next);
            }
        }
        return false;
    }
}
