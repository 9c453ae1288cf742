package org.port17.circuit;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.port17.api.Node;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.spi.route.ExitCandidate;
import org.port17.spi.route.RouteRequest;
import org.port17.spi.route.RouteRules;

/** Looks whether there is a route, and remembers for what there was one last: most connections ask for the same. On the loop. */
final class Probes {
    private Found last;

    /** All that it depends on. A view and its list of exits are the same objects as long as they hold. */
    private record Found(
            UsableNetwork view,
            List<ExitCandidate> exits,
            Set<NodeId> avoid,
            int hops,
            Predicate<Node> entry,
            Predicate<Node> transit) {
        Found(UsableNetwork view, RouteRequest request) {
            this(
                    view,
                    request.exits(),
                    request.avoid(),
                    request.hops(),
                    request.wish().entry(),
                    request.wish().transit());
        }
    }

    /** @throws Port17Exception NO_ROUTE with the rule that cannot be met */
    void look(RouteRequest request, UsableNetwork view, RandomGenerator random) throws Port17Exception {
        Found now = new Found(view, request);
        if (now.equals(last)) {
            return;
        }
        try {
            new RouteRules(request, view).anyRoute(random);
        } catch (Port17Exception e) {
            new RouteRules(request, view.bootstrap().orElseThrow(() -> e)).anyRoute(random);
        }
        last = now;
    }

    /** Plugins changed: what was found may name objects of one that is gone. */
    void forget() {
        last = null;
    }
}
