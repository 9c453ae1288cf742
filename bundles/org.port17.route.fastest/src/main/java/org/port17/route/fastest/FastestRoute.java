package org.port17.route.fastest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.random.RandomGenerator;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.port17.api.Node;
import org.port17.api.Port17Exception;
import org.port17.spi.route.NetworkView;
import org.port17.spi.route.Route;
import org.port17.spi.route.RouteRequest;
import org.port17.spi.route.RouteRules;
import org.port17.spi.route.RouteStrategy;

/**
 * The least expected round-trip time from client to exit, over samples of the network. The exit is drawn first, by
 * weight alone, so that it tells nothing about the client's place; middle nodes are sampled evenly, entries are the
 * quickest of a sample and those with a standing link. One of all routes within {@link #SOFTNESS} of the best is drawn,
 * so that load spreads and routes cannot be foretold.
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
        // The exit is drawn first, by weight alone: it must not tell where the client is.
        Node exit = rules.drawExit(random);
        List<Node> others = rules.usable().stream()
                .filter(n -> rules.allows(List.of(exit), n))
                .toList();
        List<Draft> drafts = entries(others, legs, random);
        List<Node> middles = sample(others, MIDDLES, random);
        for (int i = 0; i < request.hops() - 2; i++) {
            drafts = quickest(extended(drafts, middles, rules, legs), DRAFTS, random);
        }
        List<Draft> routes = extended(drafts, List.of(exit), rules, legs);
        // A sample may hold no valid route where the network does.
        return routes.isEmpty() ? rules.anyRoute(random) : soft(routes, random);
    }

    private static List<Draft> entries(List<Node> usable, Legs legs, RandomGenerator random) {
        var candidates = new LinkedHashSet<>(sample(usable, ENTRY_SAMPLE, random));
        usable.stream().filter(n -> legs.view().linked(n.id())).forEach(candidates::add);
        List<Draft> drafts = candidates.stream()
                .map(n -> new Draft(List.of(n), legs.toEntry(n)))
                .toList();
        return quickest(drafts, ENTRIES, random);
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

    private static Route soft(List<Draft> routes, RandomGenerator random) {
        double best = routes.stream().mapToDouble(Draft::millis).min().orElseThrow();
        List<Draft> good =
                routes.stream().filter(r -> r.millis() <= best * SOFTNESS).toList();
        return new Route(good.get(random.nextInt(good.size())).nodes());
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
