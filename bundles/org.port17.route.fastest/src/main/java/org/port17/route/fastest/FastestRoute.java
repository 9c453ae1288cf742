package org.port17.route.fastest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.port17.api.Node;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.spi.route.NetworkView;
import org.port17.spi.route.Route;
import org.port17.spi.route.RouteRequest;
import org.port17.spi.route.RouteRules;
import org.port17.spi.route.RouteStrategy;

/**
 * The least expected round-trip time from client to exit, over samples of the network: the exits are drawn by weight,
 * middle nodes evenly, entries are the quickest of a sample and those with a standing link. One of all routes within
 * {@link #SOFTNESS} of the best is drawn by its exit's weight, so that load spreads and routes cannot be foretold.
 *
 * <p>Cost: one pass over the nodes, a few thousand additions; at most some hundred thousand for long routes.
 */
@Component(
        name = "org.port17.route.fastest",
        service = RouteStrategy.class,
        property = RouteStrategy.NAME + "=" + FastestRoute.NAME_VALUE)
public final class FastestRoute implements RouteStrategy {
    static final String NAME_VALUE = "fastest";
    static final double SOFTNESS = 1.2;
    private static final int EXITS = 8;
    private static final int ENTRIES = 12;
    private static final int ENTRY_SAMPLE = 256;
    private static final int MIDDLES = 24;
    private static final int DRAFTS = 512;

    @Activate
    public FastestRoute() {}

    @Override
    public String name() {
        return NAME_VALUE;
    }

    @Override
    public Route plan(RouteRequest request, NetworkView view, RandomGenerator random) throws Port17Exception {
        var rules = new RouteRules(request, view);
        if (rules.exits().isEmpty() || rules.usable().size() < request.hops()) {
            return rules.anyRoute(random);
        }
        var legs = new Legs(view);
        List<Draft> drafts = entries(rules, legs, random);
        List<Node> middles = sample(rules.usable(), MIDDLES, random);
        for (int i = 0; i < request.hops() - 2; i++) {
            drafts = quickest(extended(drafts, middles, rules, legs), DRAFTS, random);
        }
        Map<Node, Double> exits = exits(rules, random);
        List<Draft> routes = extended(drafts, List.copyOf(exits.keySet()), rules, legs);
        // A sample may hold no valid route where the network does.
        return routes.isEmpty() ? rules.anyRoute(random) : soft(routes, exits, random);
    }

    private static List<Draft> entries(RouteRules rules, Legs legs, RandomGenerator random) {
        var candidates = new LinkedHashSet<>(sample(rules.usable(), ENTRY_SAMPLE, random));
        rules.usable().stream().filter(n -> legs.view().linked(n.id())).forEach(candidates::add);
        List<Draft> drafts = candidates.stream()
                .map(n -> new Draft(List.of(n), legs.toEntry(n)))
                .toList();
        return quickest(drafts, ENTRIES, random);
    }

    /** Exits drawn by weight without repeats, as far as a bounded number of draws finds them, with their weights. */
    private static Map<Node, Double> exits(RouteRules rules, RandomGenerator random) {
        var weights = new LinkedHashMap<NodeId, Double>();
        rules.exits().forEach(e -> weights.put(e.node().id(), e.weight()));
        var drawn = new LinkedHashMap<Node, Double>();
        if (weights.size() <= EXITS) {
            rules.exits().forEach(e -> drawn.put(e.node(), e.weight()));
            return drawn;
        }
        for (int i = 0; i < 4 * EXITS && drawn.size() < EXITS; i++) {
            Node exit = rules.drawExit(random);
            drawn.put(exit, weights.get(exit.id()));
        }
        return drawn;
    }

    private static List<Draft> extended(List<Draft> drafts, List<Node> by, RouteRules rules, Legs legs) {
        var longer = new ArrayList<Draft>();
        for (Draft draft : drafts) {
            for (Node next : by) {
                if (rules.allows(draft.nodes(), next)) {
                    longer.add(draft.then(next, legs.between(draft.last(), next)));
                }
            }
        }
        return longer;
    }

    /** The quickest few; which of equally quick ones is left to chance. */
    private static List<Draft> quickest(List<Draft> drafts, int count, RandomGenerator random) {
        if (drafts.size() <= count) {
            return drafts;
        }
        return sample(drafts, drafts.size(), random).stream()
                .sorted(Comparator.comparingDouble(Draft::millis))
                .limit(count)
                .toList();
    }

    private static Route soft(List<Draft> routes, Map<Node, Double> weights, RandomGenerator random) {
        double best = routes.stream().mapToDouble(Draft::millis).min().orElseThrow();
        List<Draft> good =
                routes.stream().filter(r -> r.millis() <= best * SOFTNESS).toList();
        double heaviest =
                good.stream().mapToDouble(r -> weights.get(r.last())).max().orElseThrow();
        double sum =
                good.stream().mapToDouble(r -> weights.get(r.last()) / heaviest).sum();
        double at = random.nextDouble() * sum;
        for (Draft route : good) {
            at -= weights.get(route.last()) / heaviest;
            if (at < 0) {
                return new Route(route.nodes());
            }
        }
        return new Route(good.get(good.size() - 1).nodes());
    }

    /** {@code count} of {@code from} without repeats, in random order; all of them if there are no more. */
    private static <T> List<T> sample(List<T> from, int count, RandomGenerator random) {
        var pool = new ArrayList<>(from);
        int taken = Math.min(count, pool.size());
        for (int i = 0; i < taken; i++) {
            int other = i + random.nextInt(pool.size() - i);
            T swapped = pool.get(i);
            pool.set(i, pool.get(other));
            pool.set(other, swapped);
        }
        return List.copyOf(pool.subList(0, taken));
    }
}
