package org.port17.circuit;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.port17.api.Node;
import org.port17.api.Port17Exception;
import org.port17.circuit.RoutePlanner.Standing;
import org.port17.netmap.MapView;
import org.port17.plugins.Plugins;
import org.port17.spi.route.Site;
import org.port17.spi.route.Sites;

/**
 * Whether a running route would still be one in another map: the rules that {@link RoutePlanner} checks, but for what says
 * nothing about the nodes, such as prekeys at hand. On the loop.
 */
record RouteStanding(Plugins plugins, NodeSites sites) {
    Standing of(RoutePlanner.Plan plan, MapView now) {
        if (now.epoch() == 0) {
            return Standing.GOOD;
        }
        List<Node> nodes = plan.route().nodes();
        Optional<Node> exit = now.node(plan.route().exit().id());
        boolean trusted = plan.vouched() || exit.map(Node::trusted).orElse(false);
        if (plan.wanted().trustedExit() && !trusted) {
            return Standing.UNTRUSTED;
        }
        Set<String> owners = new HashSet<>();
        Site[] seen = new Site[nodes.size()];
        for (int i = 0; i < seen.length; i++) {
            Sites.Sited sited = now.node(nodes.get(i).id()).flatMap(sites::of).orElse(null);
            if (sited == null || !admits(plan, sited.node(), i)) {
                return Standing.BROKEN;
            }
            seen[i] = sited.site();
            boolean repeats = !owners.add(sited.node().owner()) && !now.facts().bootstrap();
            if (repeats || meets(seen, i)) {
                return Standing.BROKEN;
            }
        }
        return Standing.GOOD;
    }

    private static boolean meets(Site[] sites, int last) {
        for (int i = 0; i < last; i++) {
            if (sites[i].meets(sites[last])) {
                return true;
            }
        }
        return false;
    }

    private boolean admits(RoutePlanner.Plan plan, Node node, int place) {
        Wanted wanted = plan.wanted();
        int last = plan.route().nodes().size() - 1;
        if (place == last) {
            // Who trusts the exit himself may have a rule that wants it trusted.
            Node exit = plan.vouched() ? node.asTrusted() : node;
            return exit.exit() && wanted.exit().test(exit) && isPermitted(wanted, exit);
        }
        return place == 0 ? wanted.entry().test(node) : wanted.transit().test(node);
    }

    private boolean isPermitted(Wanted wanted, Node exit) {
        try {
            return plugins.exitPolicy().judge(wanted.destination(), exit).allowed();
        } catch (Port17Exception e) {
            return true; // no policy is in force just now; who brings one gives new streams new circuits
        }
    }
}
