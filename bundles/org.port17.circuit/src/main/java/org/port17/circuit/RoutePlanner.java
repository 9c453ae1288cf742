package org.port17.circuit;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.port17.api.Destination;
import org.port17.api.ErrorKind;
import org.port17.api.Node;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.cell.BuildFailure;
import org.port17.link.Links;
import org.port17.netmap.NetMap;
import org.port17.netmap.PrekeyRecord;
import org.port17.onion.HopPlan;
import org.port17.plugins.Plugins;
import org.port17.spi.exit.ExitPolicy;
import org.port17.spi.exit.Verdict;
import org.port17.spi.payment.Wallet;
import org.port17.spi.route.ExitCandidate;
import org.port17.spi.route.Route;
import org.port17.spi.route.RouteRequest;
import org.port17.spi.route.RouteStrategy;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.PrekeyUse;

/**
 * Finds a route with the plugins in force and checks it, whoever planned it. On the loop.
 *
 * <p>Guarantee: a route that breaks a rule (length, distinct nodes, owners, known AS, allowed exit) is never used.
 */
final class RoutePlanner {
    private static final Duration FRESH = Duration.ofSeconds(30);
    private static final Duration AVOID = Duration.ofSeconds(60);
    private static final int REPORTS = 2;
    private final Links links;
    private final NetMap map;
    private final Plugins plugins;
    private final int hops;
    private final SecureRandom random = new SecureRandom();
    private final Map<NodeId, Long> unreachable = new HashMap<>();
    private final Map<NodeId, Long> distrusted = new HashMap<>();
    private final Map<NodeId, Integer> reports = new HashMap<>();
    private final SameRoute sameRoute;
    private UsableNetwork network;
    private Set<Integer> byMap = Set.of();
    private long networkEpoch = -1;
    private long networkVerified;
    private long networkAt;

    RoutePlanner(Links links, NetMap map, Plugins plugins, int hops) {
        this.links = links;
        this.map = map;
        this.plugins = plugins;
        this.hops = hops;
        this.sameRoute = new SameRoute(map, plugins, this);
    }

    /**
     * A checked route with everything a BUILD needs.
     *
     * @param prekeys what the hops use, entry first
     * @param renewed the nodes whose prekeys were replaced by what they said themselves, since the route was planned
     */
    record Plan(Route route, List<HopPlan> hops, List<PrekeyRecord> prekeys, Set<NodeId> renewed, String strategy) {}

    /** See {@link SameRoute#again}. */
    Optional<Plan> again(Plan plan, int hop, BuildFailure why) {
        return sameRoute.again(plan, hop, why);
    }

    /**
     * Plans without keeping the route, before it is known of which kind its exit must be: what no stream could have is
     * refused at once.
     *
     * @throws Port17Exception as {@link #plan}
     */
    void probe(Destination destination) throws Port17Exception {
        route(destination, false);
    }

    /** @param trustedExit whether the exit must be on the map's trust list, since it can read what passes */
    Plan plan(Destination destination, boolean trustedExit) throws Port17Exception {
        return complete(route(destination, trustedExit));
    }

    private Planned route(Destination destination, boolean trustedExit) throws Port17Exception {
        Set<NodeId> dead = live(unreachable);
        Set<NodeId> doubtful = live(distrusted);
        doubtful.addAll(dead);
        try {
            return route(destination, trustedExit, doubtful);
        } catch (Port17Exception e) {
            // Honest nodes that name a dead one are distrusted too: where few are left, they serve again.
            boolean noExit = e.kind() == ErrorKind.NO_ROUTE || e.kind() == ErrorKind.NOT_ENCRYPTED;
            if (!noExit || doubtful.size() == dead.size()) {
                throw e;
            }
            return route(destination, trustedExit, dead);
        }
    }

    private record Planned(Route route, UsableNetwork view, String strategy) {}

    private Planned route(Destination destination, boolean trustedExit, Set<NodeId> shunned) throws Port17Exception {
        UsableNetwork view = network();
        ExitPolicy policy = plugins.exitPolicy();
        List<ExitCandidate> exits = new ArrayList<>();
        String refusal = "no node of the network is an exit";
        boolean untrusted = false;
        for (Node node : view.nodes()) {
            if (node.exit() && trustedExit && !node.trusted()) {
                untrusted = true;
            } else if (node.exit() && !shunned.contains(node.id())) {
                Verdict verdict = policy.judge(destination, node);
                if (verdict.allowed()) {
                    exits.add(new ExitCandidate(node, verdict.weight()));
                } else {
                    refusal = "the exit policy '" + policy.name() + "' allows no exit: " + verdict.reason();
                }
            }
        }
        if (exits.isEmpty() && untrusted) {
            throw new Port17Exception(
                    ErrorKind.NOT_ENCRYPTED,
                    Retry.LATER,
                    "the connection is not encrypted and no trusted exit may carry it");
        }
        if (exits.isEmpty()) {
            throw new Port17Exception(ErrorKind.NO_ROUTE, Retry.LATER, emptyReason(view, refusal));
        }
        RouteStrategy strategy = plugins.routeStrategy();
        Route route = strategy.plan(new RouteRequest(destination, hops, exits, shunned), view, random);
        check(route, exits, strategy.name());
        return new Planned(route, view, strategy.name());
    }

    /** Adds to a route what a BUILD needs. */
    private Plan complete(Planned planned) throws Port17Exception {
        Route route = planned.route();
        Wallet wallet = plugins.payment().wallet();
        List<HopPlan> plans = new ArrayList<>(route.nodes().size());
        List<PrekeyRecord> prekeys = new ArrayList<>(route.nodes().size());
        for (Node node : route.nodes()) {
            UsableNetwork.Usable usable = planned.view().usable(node.id());
            // Perhaps the node itself named a newer one since.
            PrekeyRecord prekey = map.current()
                    .prekey(node.id(), usable.prekey().suite(), PrekeyUse.ONION)
                    .orElse(usable.prekey());
            prekeys.add(prekey);
            plans.add(new HopPlan(
                    node.id(),
                    usable.suite(),
                    prekey.id(),
                    prekey.publicKey(),
                    prekey.digest(),
                    wallet.draw(node.id())));
        }
        return new Plan(route, plans, prekeys, Set.of(), planned.strategy());
    }

    private String emptyReason(UsableNetwork view, String refusal) {
        if (map.current().epoch() == 0) {
            return "there is no network map yet; check 'source' in etc/org.port17.netmap.cfg";
        }
        if (view.nodes().isEmpty()) {
            return "no node shares a permitted suite and has a current prekey";
        }
        return refusal;
    }

    private void check(Route route, List<ExitCandidate> exits, String strategy) throws Port17Exception {
        Set<Object> seen = new HashSet<>();
        boolean good = route.nodes().size() == hops
                && exits.stream()
                        .anyMatch(e -> e.node().id().equals(route.exit().id()));
        for (Node node : route.nodes()) {
            good &= network.usable(node.id()) != null;
            good &= seen.add(node.id()) && seen.add("owner " + node.owner());
            good &= node.as() == 0 || seen.add(node.as());
        }
        if (!good) {
            throw new Port17Exception(
                    ErrorKind.NO_ROUTE, "the route strategy '" + strategy + "' planned a route that breaks a rule");
        }
    }

    private UsableNetwork network() {
        long now = links.loop().nanos();
        var current = map.current();
        if (network == null
                || current.epoch() != networkEpoch
                || current.verifiedAt() != networkVerified
                || now - networkAt > FRESH.toNanos()) {
            network = new UsableNetwork(current, plugins.suites(), links);
            networkEpoch = current.epoch();
            networkVerified = current.verifiedAt();
            networkAt = now;
        }
        return network;
    }

    /** The nodes that a route may use now. */
    UsableNetwork usable() {
        return network();
    }

    /** Plugins changed: look again which nodes are usable. */
    void forget() {
        network = null;
    }

    /**
     * See {@link SuiteChoice}. A node that the map does not list any more is not thought to have changed its mind, and a
     * map that expired goes on permitting what it permitted.
     */
    Optional<CipherSuite> suite(NodeId id, List<Integer> told) {
        var current = map.current();
        if (current.epoch() != 0) {
            byMap = current.permittedSuites();
        }
        Collection<Integer> accepts =
                told != null ? told : current.node(id).map(Node::suites).orElse(null);
        return plugins.suites().stream()
                .filter(suite -> suite.traits().onion())
                .filter(suite -> byMap.contains(suite.traits().id()))
                .filter(suite ->
                        accepts == null || accepts.contains(suite.traits().id()))
                .findFirst();
    }

    /** Whether this client has no suite at all. */
    boolean hasNoSuite() {
        return plugins.suites().stream().noneMatch(suite -> suite.traits().onion());
    }

    /** Leaves a node out of new routes for a minute. */
    void shun(NodeId node) {
        unreachable.put(node, links.loop().nanos() + AVOID.toNanos());
    }

    /**
     * A node said that it could not reach its successor. The successor is left out; a node that says so again and again
     * is left out too while others make a route, or it could have honest successors replaced until an accomplice is
     * drawn.
     */
    void failed(NodeId reporter, NodeId accused) {
        shun(accused);
        if (reports.merge(reporter, 1, Integer::sum) >= REPORTS) {
            reports.remove(reporter);
            distrusted.put(reporter, links.loop().nanos() + AVOID.toNanos());
        }
    }

    private Set<NodeId> live(Map<NodeId, Long> left) {
        long now = links.loop().nanos();
        left.values().removeIf(until -> until - now < 0);
        return new HashSet<>(left.keySet());
    }
}
