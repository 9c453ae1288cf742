package org.port17.itests.core;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.port17.api.Node;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.route.random.RandomRoute;
import org.port17.spi.route.NetworkView;
import org.port17.spi.route.Route;
import org.port17.spi.route.RouteRequest;
import org.port17.spi.route.RouteStrategy;

/** The route a test wants, while all its nodes are usable; else any. Keeps what it answered. */
final class ChosenRoute implements RouteStrategy {
    final List<Route> planned = new ArrayList<>();
    private final List<NodeId> wanted;
    private NodeId never;

    /** No other route than the wanted one goes over this node. */
    ChosenRoute otherwiseNever(NodeId node) {
        never = node;
        return this;
    }

    ChosenRoute(List<NodeId> wanted) {
        this.wanted = wanted;
    }

    /** Over the machines with these numbers, entry first. */
    static ChosenRoute over(TestNet net, int... machines) {
        List<NodeId> ids = new ArrayList<>();
        for (int machine : machines) {
            ids.add(net.machines.get(machine).self().id());
        }
        return new ChosenRoute(ids);
    }

    @Override
    public String name() {
        return "chosen";
    }

    @Override
    public Route plan(RouteRequest request, NetworkView view, RandomGenerator random) throws Port17Exception {
        List<Node> nodes = new ArrayList<>();
        for (NodeId id : wanted) {
            if (!request.avoid().contains(id)) {
                view.node(id).ifPresent(nodes::add);
            }
        }
        Route route = nodes.size() == wanted.size()
                ? new Route(nodes)
                : new RandomRoute().plan(never == null ? request : without(request), view, random);
        planned.add(route);
        return route;
    }

    private RouteRequest without(RouteRequest request) {
        Set<NodeId> avoid = new HashSet<>(request.avoid());
        avoid.add(never);
        return new RouteRequest(
                request.destination(),
                request.hops(),
                request.exits().stream()
                        .filter(e -> !e.node().id().equals(never))
                        .toList(),
                avoid);
    }
}
