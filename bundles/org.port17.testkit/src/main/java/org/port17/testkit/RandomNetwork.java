package org.port17.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import org.port17.api.Destination;
import org.port17.api.Endpoint;
import org.port17.api.Node;
import org.port17.api.NodeId;
import org.port17.spi.route.ExitCandidate;
import org.port17.spi.route.NetworkView;
import org.port17.spi.route.RouteRequest;
import org.port17.spi.route.Site;

/** A made-up network with a request to plan in it. The same seed makes the same network. */
public final class RandomNetwork implements NetworkView {
    private static final String[] COUNTRIES = {"CH", "NO", "IS", "XA"};
    private final List<Node> nodes;
    private final Map<NodeId, Node> byId = new HashMap<>();
    private final Map<NodeId, Site> sites = new HashMap<>();
    private final Map<NodeId, Double> rtt = new HashMap<>();
    private final Set<NodeId> linked = new HashSet<>();
    private final long seed;
    private final RouteRequest request;

    /** Diversity is scarce if {@code owners} and {@code systems} are few: many requests cannot be met then. */
    public RandomNetwork(long seed, int size, int owners, int systems, int hops) {
        this.seed = seed;
        Random random = new Random(seed);
        var made = new ArrayList<Node>();
        var avoid = new HashSet<NodeId>();
        var exits = new ArrayList<ExitCandidate>();
        for (int i = 0; i < size; i++) {
            Node node = node(random, i, "owner" + random.nextInt(owners), random.nextInt(systems + 1));
            made.add(node);
            byId.put(node.id(), node);
            sites.put(node.id(), ListedNetwork.siteOf(node));
            if (random.nextInt(8) == 0) {
                avoid.add(node.id());
            }
            if (random.nextInt(2) == 0) {
                rtt.put(node.id(), 5 + 200 * random.nextDouble());
            }
            if (random.nextInt(6) == 0) {
                linked.add(node.id());
            }
            if (node.exit()) {
                exits.add(new ExitCandidate(node, 0.1 + random.nextDouble()));
            }
        }
        this.nodes = List.copyOf(made);
        this.request = new RouteRequest(new Destination("example.org", 443), hops, exits, avoid);
    }

    /** A node with a random identity. */
    public static Node node(Random random, int number, String owner, long as) {
        byte[] key = new byte[NodeId.BYTES];
        random.nextBytes(key);
        return new Node(
                NodeId.of(key, 0),
                "n" + number,
                owner,
                COUNTRIES[random.nextInt(COUNTRIES.length)],
                as,
                random.nextInt(3) == 0,
                random.nextInt(5) == 0,
                List.of(new Endpoint("memory", "n" + number)),
                List.of(0x0101),
                "00".repeat(32));
    }

    public RouteRequest request() {
        return request;
    }

    @Override
    public List<Node> nodes() {
        return nodes;
    }

    @Override
    public Optional<Node> node(NodeId id) {
        return Optional.ofNullable(byId.get(id));
    }

    @Override
    public Site site(NodeId id) {
        return sites.get(id);
    }

    @Override
    public OptionalDouble rttMillis(NodeId node) {
        Double known = rtt.get(node);
        return known == null ? OptionalDouble.empty() : OptionalDouble.of(known);
    }

    /** Known for about half of the pairs, the same in both directions. */
    @Override
    public OptionalDouble rttMillis(NodeId from, NodeId to) {
        long pair = seed + from.hashCode() + (long) to.hashCode();
        double drawn = new Random(pair * 0x9E3779B97F4A7C15L).nextDouble();
        return drawn < 0.5 ? OptionalDouble.empty() : OptionalDouble.of(400 * (drawn - 0.5));
    }

    @Override
    public boolean linked(NodeId node) {
        return linked.contains(node);
    }

    @Override
    public String toString() {
        return "network of seed " + seed;
    }
}
