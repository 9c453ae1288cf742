package org.port17.circuit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.port17.api.ErrorKind;
import org.port17.api.Node;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.cell.BuildFailure;
import org.port17.netmap.NetMap;
import org.port17.netmap.PrekeyRecord;
import org.port17.netmap.PrekeySuccessor;
import org.port17.onion.HopPlan;
import org.port17.plugins.Plugins;
import org.port17.spi.payment.Wallet;
import org.port17.spi.suite.PrekeyUse;

/**
 * Plans a route a second time after one of its nodes answered that it has the prekey used no more. On the loop.
 *
 * <p>Guarantee: the same nodes and suites, a later prekey that the node signed, and at most once for each node of a route,
 * so that no node keeps a client going round. What the node named serves this one route: whatever is planned later goes by the map
 * again, so that nobody is known again by a prekey that was made for him.
 */
final class SameRoute {
    private final NetMap map;
    private final Plugins plugins;
    private final RoutePlanner planner;

    SameRoute(NetMap map, Plugins plugins, RoutePlanner planner) {
        this.map = map;
        this.plugins = plugins;
        this.planner = planner;
    }

    /**
     * @param hop whose node did not take its part of the BUILD, as the hop before it says, or as it says itself if it is
     *     the entry
     * @return empty if there is no use in it; who is to blame was accused
     */
    Optional<RoutePlanner.Plan> again(RoutePlanner.Plan plan, int hop, BuildFailure why) {
        Node accused = plan.route().nodes().get(hop);
        Node reporter = plan.route().nodes().get(Math.max(0, hop - 1));
        if (why.prekey().length == 0 || plan.renewed().contains(accused.id())) {
            if (why.kind() == ErrorKind.STALE_PREKEY || why.kind() == ErrorKind.NO_SUITE) {
                map.refresh();
            }
            blame(hop, reporter, accused);
            return Optional.empty();
        }
        PrekeyRecord refused = plan.prekeys().get(hop);
        PrekeyRecord named;
        try {
            named = map.successor(refused, why.prekey());
        } catch (Port17Exception e) {
            map.refresh();
            if (isGenuine(refused, why.prekey())) {
                blame(hop, reporter, accused); // whichever of them is behind or ahead of the time
            } else {
                planner.shun(reporter.id()); // an honest one passes on nothing that its successor did not sign
            }
            return Optional.empty();
        }
        if (planner.standing(plan) != RoutePlanner.Standing.GOOD) {
            return Optional.empty(); // the map changed meanwhile: another route, and nobody is to blame
        }
        try {
            return Optional.of(renewed(plan, named));
        } catch (Port17Exception e) {
            return Optional.empty();
        }
    }

    private void blame(int hop, Node reporter, Node accused) {
        if (hop == 0) {
            planner.shun(accused.id());
        } else {
            planner.failed(reporter.id(), accused.id());
        }
    }

    private static boolean isGenuine(PrekeyRecord refused, byte[] signed) {
        try {
            PrekeySuccessor.genuine(signed, refused.node(), refused.suite(), refused.use());
            return true;
        } catch (Port17Exception e) {
            return false;
        }
    }

    private RoutePlanner.Plan renewed(RoutePlanner.Plan plan, PrekeyRecord named) throws Port17Exception {
        Wallet wallet = plugins.payment().wallet();
        List<HopPlan> hops = new ArrayList<>();
        List<PrekeyRecord> prekeys = new ArrayList<>();
        for (int i = 0; i < plan.hops().size(); i++) {
            HopPlan hop = plan.hops().get(i);
            if (!plugins.suites().contains(hop.suite())) {
                throw new Port17Exception(ErrorKind.NO_SUITE, "a suite of the route is gone");
            }
            PrekeyRecord prekey = hop.node().equals(named.node()) ? named : prekey(plan, i);
            prekeys.add(prekey);
            hops.add(new HopPlan(
                    hop.node(),
                    hop.suite(),
                    prekey.id(),
                    prekey.publicKey(),
                    prekey.digest(),
                    wallet.draw(hop.node())));
        }
        Set<NodeId> renewed = new HashSet<>(plan.renewed());
        renewed.add(named.node());
        return new RoutePlanner.Plan(
                plan.route(),
                hops,
                prekeys,
                Set.copyOf(renewed),
                plan.strategy(),
                plan.level(),
                plan.vouched(),
                plan.wanted());
    }

    /** Of a node that named one for this route that one, of others the map's. */
    private PrekeyRecord prekey(RoutePlanner.Plan plan, int hop) throws Port17Exception {
        HopPlan planned = plan.hops().get(hop);
        if (plan.renewed().contains(planned.node())) {
            return plan.prekeys().get(hop);
        }
        return map.current()
                .prekey(planned.node(), planned.suite().traits().id(), PrekeyUse.ONION)
                .orElseThrow(() -> new Port17Exception(ErrorKind.STALE_PREKEY, "a prekey of the route is over"));
    }
}
