package org.port17.itests.core;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.port17.api.Node;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.spi.route.ExitOutlook;
import org.port17.spi.route.LevelTraits;
import org.port17.spi.route.NetworkView;
import org.port17.spi.route.Route;
import org.port17.spi.route.RouteRequest;
import org.port17.spi.route.RouteStrategy;

/** Looks at every route that another strategy plans and writes down what no route may be. */
final class WatchedRoute implements RouteStrategy {
    final List<String> faults = new ArrayList<>();
    final Set<NodeId> used = new HashSet<>();
    int planned;
    private final RouteStrategy strategy;
    private final FixedMap map;
    private final Function<Node, Object> system;
    private final Function<Node, Object> hoster;

    /**
     * @param system where a node stands, whatever it says
     * @param hoster whose that is
     */
    WatchedRoute(RouteStrategy strategy, FixedMap map, Function<Node, Object> system, Function<Node, Object> hoster) {
        this.strategy = strategy;
        this.map = map;
        this.system = system;
        this.hoster = hoster;
    }

    @Override
    public Route plan(RouteRequest request, NetworkView view, RandomGenerator random) throws Port17Exception {
        Route route = strategy.plan(request, view, random);
        planned++;
        List<Node> nodes = route.nodes();
        distinct(nodes, "node", Node::id);
        distinct(nodes, "owner", Node::owner);
        distinct(nodes, "autonomous system", system);
        distinct(nodes, "hoster", hoster);
        for (Node node : nodes) {
            used.add(node.id());
            if (map.node(node.id()).isEmpty()) {
                faults.add(node.name() + " is not in the map");
            }
        }
        if (nodes.size() < 3) {
            faults.add("a route of " + nodes.size());
        }
        return route;
    }

    private void distinct(List<Node> nodes, String what, Function<Node, Object> by) {
        if (nodes.stream().map(by).distinct().count() != nodes.size()) {
            faults.add("a route with one " + what + " twice: "
                    + nodes.stream().map(Node::name).toList());
        }
    }

    @Override
    public String name() {
        return strategy.name();
    }

    @Override
    public List<LevelTraits> levels() {
        return strategy.levels();
    }

    @Override
    public int floor() {
        return strategy.floor();
    }

    @Override
    public void prepare(RouteRequest like, NetworkView view) {
        strategy.prepare(like, view);
    }

    @Override
    public List<Node> standing(NetworkView view, RandomGenerator random) {
        return strategy.standing(view, random);
    }

    @Override
    public Optional<ExitOutlook> outlook(RouteRequest request, NetworkView view) throws Port17Exception {
        return strategy.outlook(request, view);
    }
}
