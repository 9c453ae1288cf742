package org.port17.spi.route;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.port17.api.ErrorKind;
import org.port17.api.Node;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;

/**
 * The rules every route obeys, for one request: as many nodes as asked for, none of them avoided, the last one an exit
 * candidate, and no two of one owner or one autonomous system. An unknown autonomous system (0) differs from every
 * other one, itself included. Owners may repeat only where the view says so ({@link NetworkView#ownersMayRepeat}). The core checks routes with this class; strategies may build on it.
 */
public final class RouteRules {
    private final RouteRequest request;
    private final NetworkView view;
    private final List<Node> usable;
    private final List<ExitCandidate> exits;

    /** Cost: one pass over the nodes. */
    public RouteRules(RouteRequest request, NetworkView view) {
        this.request = request;
        this.view = view;
        this.usable = view.nodes().stream()
                .filter(n -> !request.avoid().contains(n.id()))
                .filter(n -> request.wish().entry().test(n)
                        && request.wish().transit().test(n))
                .toList();
        this.exits = request.exits().stream()
                .filter(e -> Double.isFinite(e.weight()) && e.weight() > 0)
                .filter(e -> !request.avoid().contains(e.node().id()))
                .filter(e -> view.node(e.node().id()).isPresent())
                .toList();
    }

    /** Nodes that may stand anywhere but at the end: admitted as entry and in transit. */
    public List<Node> usable() {
        return usable;
    }

    /** Nodes that may stand at the end. */
    public List<ExitCandidate> exits() {
        return exits;
    }

    /** Whether {@code next} may stand in one route with all nodes in {@code chosen}. */
    public boolean allows(List<Node> chosen, Node next) {
        for (Node node : chosen) {
            if (node.id().equals(next.id())
                    || owner(node).equals(owner(next))
                    || (node.as() != 0 && node.as() == next.as())) {
                return false;
            }
        }
        return true;
    }

    /** What two nodes of a route may not share. */
    private Object owner(Node node) {
        return view.ownersMayRepeat() ? node.id() : node.owner();
    }

    /** The rule a route breaks, as a sentence; empty for a route that obeys all. */
    public Optional<String> broken(Route route) {
        List<Node> nodes = route.nodes();
        if (nodes.size() != request.hops() || nodes.isEmpty()) {
            return Optional.of("the route has " + nodes.size() + " nodes instead of " + request.hops());
        }
        for (int i = 0; i < nodes.size(); i++) {
            if (request.avoid().contains(nodes.get(i).id())) {
                return Optional.of("the route uses a node to avoid");
            }
            if (!allows(nodes.subList(0, i), nodes.get(i))) {
                return Optional.of("the route holds two nodes of one owner or autonomous system");
            }
        }
        for (int i = 0; i < nodes.size() - 1; i++) {
            var admitted = i == 0 ? request.wish().entry() : request.wish().transit();
            if (!admitted.test(nodes.get(i))) {
                return Optional.of("the route uses a node that the user's rules keep out of that place");
            }
        }
        if (!nodes.stream().allMatch(n -> view.node(n.id()).isPresent())) {
            return Optional.of("the route uses a node that is not in the network");
        }
        return exits.stream().anyMatch(e -> e.node().id().equals(route.exit().id()))
                ? Optional.empty()
                : Optional.of("the route does not end at a permitted exit");
    }

    /** Draws one of {@link #exits}, which must not be empty, with a probability in proportion to its weight. */
    public Node drawExit(RandomGenerator random) {
        return draw(exits, random).node();
    }

    /**
     * Some route that obeys all rules, if there is one: exact, but slower than guessing and not evenly spread, so only
     * for when guessing failed.
     *
     * @throws Port17Exception NO_ROUTE with a sentence that says which rule cannot be met
     */
    public Route anyRoute(RandomGenerator random) throws Port17Exception {
        var left = new ArrayList<>(exits);
        var matching = new RouteMatching(usable, this::owner);
        while (!left.isEmpty()) {
            ExitCandidate exit = draw(left, random);
            left.remove(exit);
            var chosen = new ArrayList<>(List.of(exit.node()));
            if (matching.completable(chosen, request.hops() - 1)) {
                return complete(chosen, matching, random);
            }
        }
        throw unmet();
    }

    private Route complete(List<Node> chosen, RouteMatching matching, RandomGenerator random) {
        while (chosen.size() < request.hops()) {
            int start = random.nextInt(usable.size());
            int missing = request.hops() - chosen.size() - 1;
            for (int i = 0; i < usable.size(); i++) {
                Node next = usable.get((start + i) % usable.size());
                if (allows(chosen, next)) {
                    chosen.add(0, next);
                    if (matching.completable(chosen, missing)) {
                        break;
                    }
                    chosen.remove(0);
                }
            }
        }
        return new Route(chosen);
    }

    private Port17Exception unmet() {
        int hops = request.hops();
        long owners = usable.stream().map(this::owner).distinct().count();
        long networks = usable.stream()
                        .filter(n -> n.as() != 0)
                        .mapToLong(Node::as)
                        .distinct()
                        .count()
                + usable.stream().filter(n -> n.as() == 0).count();
        String why;
        if (request.exits().isEmpty()) {
            why = "no node is a permitted exit for this destination";
        } else if (exits.isEmpty()) {
            why = "no permitted exit can be used now";
        } else if (usable.size() < hops) {
            why = "a route needs " + hops + " nodes and " + usable.size() + " can be used";
        } else if (owners < hops) {
            why = "a route needs " + hops + " different owners and the usable nodes have " + owners
                    + ": the network is too small, unless its founder switches bootstrap mode on";
        } else if (networks < hops) {
            why = "a route needs " + hops + " different autonomous systems and the usable nodes have " + networks;
        } else {
            why = "no permitted exit can be joined by " + (hops - 1)
                    + " nodes so that all owners and autonomous systems differ";
        }
        return new Port17Exception(ErrorKind.NO_ROUTE, Retry.LATER, why);
    }

    private static ExitCandidate draw(List<ExitCandidate> from, RandomGenerator random) {
        double heaviest = from.stream().mapToDouble(ExitCandidate::weight).max().orElseThrow();
        double sum = from.stream().mapToDouble(e -> e.weight() / heaviest).sum();
        double at = random.nextDouble() * sum;
        for (ExitCandidate candidate : from) {
            at -= candidate.weight() / heaviest;
            if (at < 0) {
                return candidate;
            }
        }
        return from.get(from.size() - 1);
    }
}
