package org.port17.route.random;

import java.util.ArrayList;
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
 * Every route that obeys the rules is equally likely, apart from the weight of its exit: whole routes are drawn blindly
 * and thrown away if they break a rule, so that no choice is bent by the ones before it. Only where valid routes are so
 * rare that this fails, an exact search gives one that is not evenly spread.
 */
@Component(
        name = "org.port17.route.random",
        service = RouteStrategy.class,
        property = RouteStrategy.NAME + "=" + RandomRoute.NAME_VALUE)
public final class RandomRoute implements RouteStrategy {
    static final String NAME_VALUE = "random";
    private static final int TRIES = 1_000;

    @Activate
    public RandomRoute() {}

    @Override
    public String name() {
        return NAME_VALUE;
    }

    @Override
    public Route plan(RouteRequest request, NetworkView view, RandomGenerator random) throws Port17Exception {
        var rules = new RouteRules(request, view);
        List<Node> usable = rules.usable();
        if (!rules.exits().isEmpty() && usable.size() >= request.hops()) {
            for (int i = 0; i < TRIES; i++) {
                List<Node> nodes = drawn(request.hops(), rules, usable, random);
                if (!nodes.isEmpty()) {
                    return new Route(nodes);
                }
            }
        }
        return rules.anyRoute(random);
    }

    /** One blind draw; empty if it breaks a rule. */
    private static List<Node> drawn(int hops, RouteRules rules, List<Node> usable, RandomGenerator random) {
        var nodes = new ArrayList<Node>(hops);
        nodes.add(rules.drawExit(random));
        while (nodes.size() < hops) {
            Node next = usable.get(random.nextInt(usable.size()));
            if (!rules.allows(nodes, next)) {
                return List.of();
            }
            nodes.add(nodes.size() - 1, next);
        }
        return nodes;
    }
}
