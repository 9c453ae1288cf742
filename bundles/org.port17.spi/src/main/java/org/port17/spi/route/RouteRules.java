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
 * candidate, and no two of one owner or at sites that {@link Site#meets meet}: one network, autonomous system or hoster. Owners may
 * repeat only where the view says so ({@link NetworkView#ownersMayRepeat}). The core checks the same; strategies may build on
 * this class.
 */
public final class RouteRules {
    /** Beginnings of routes after which a search gives up. */
    private static final int PATIENCE = 200;

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
                    || view.site(node.id()).meets(view.site(next.id()))) {
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
                return Optional.of("the route holds two nodes of one owner, network, autonomous system or hoster");
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
     * Some route that obeys all rules, if there is one: exact while nodes meet by one thing each, else as far as
     * {@link #PATIENCE} goes; slower than guessing and not evenly spread, so only for when guessing failed.
     *
     * @throws Port17Exception NO_ROUTE with a sentence that says which rule cannot be met
     */
    public Route anyRoute(RandomGenerator random) throws Port17Exception {
        var left = new ArrayList<>(exits);
        var search = new Search(new RouteMatching(usable, view, this::owner), random);
        while (!left.isEmpty()) {
            ExitCandidate exit = draw(left, random);
            left.remove(exit);
            var chosen = new ArrayList<>(List.of(exit.node()));
            if (search.completes(chosen)) {
                return new Route(chosen);
            }
        }
        throw unmet();
    }

    /** Depth first; a branch that no matching completes is not entered. */
    private final class Search {
        private final RouteMatching matching;
        private final RandomGenerator random;
        private int patience = PATIENCE;

        Search(RouteMatching matching, RandomGenerator random) {
            this.matching = matching;
            this.random = random;
        }

        /** Adds the missing nodes in front. @return whether that was possible; nothing was added if not */
        boolean completes(List<Node> chosen) {
            int missing = request.hops() - chosen.size();
            if (missing == 0) {
                return true;
            }
            // Every exit is asked about; what is tried behind one is bounded.
            if (chosen.size() > 1 && patience-- <= 0 || !matching.completable(chosen, missing)) {
                return false;
            }
            int start = random.nextInt(usable.size());
            for (int i = 0; i < usable.size(); i++) {
                Node next = usable.get((start + i) % usable.size());
                if (allows(chosen, next)) {
                    chosen.add(0, next);
                    if (completes(chosen)) {
                        return true;
                    }
                    chosen.remove(0);
                }
            }
            return false;
        }
    }

    private Port17Exception unmet() {
        int hops = request.hops();
        long owners = usable.stream().map(this::owner).distinct().count();
        long places = usable.stream()
                .mapToLong(node -> view.site(node.id()).widest())
                .distinct()
                .count();
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
        } else if (places < hops) {
            why = "a route needs " + hops + " different autonomous systems and hosters and the usable nodes have "
                    + places;
        } else {
            why = "no permitted exit can be joined by " + (hops - 1)
                    + " nodes so that all owners, networks, autonomous systems and hosters differ";
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
