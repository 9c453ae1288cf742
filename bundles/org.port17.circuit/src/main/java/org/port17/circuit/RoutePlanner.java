package org.port17.circuit;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.port17.api.Destination;
import org.port17.api.ErrorKind;
import org.port17.api.Node;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.cell.BuildFailure;
import org.port17.link.Links;
import org.port17.netmap.NetMap;
import org.port17.netmap.PrekeyRecord;
import org.port17.onion.HopPlan;
import org.port17.plugins.Plugins;
import org.port17.spi.payment.Wallet;
import org.port17.spi.place.DestinationPlace;
import org.port17.spi.route.ExitOutlook;
import org.port17.spi.route.LevelTraits;
import org.port17.spi.route.Route;
import org.port17.spi.route.RouteRequest;
import org.port17.spi.route.RouteStrategy;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.PrekeyUse;

/**
 * Finds a route with the plugins in force and checks it, whoever planned it. On the loop.
 *
 * <p>Guarantee: a route that breaks a rule (length, distinct nodes and owners, no two nodes in one network, autonomous system or
 * hoster by their addresses, allowed exit, nodes that the user's rules keep out) is never used. Owners repeat only in a network in
 * bootstrap mode, and only where no route of distinct ones exists.
 */
final class RoutePlanner {
    private final NetMap map;
    private final Plugins plugins;
    private final SecureRandom random = new SecureRandom();
    private final Shunned shunned;
    private final SameRoute sameRoute;
    private final RouteStanding standing;
    private final Networks networks;
    private final RouteRequests requests;
    private final RecentWishes recent = new RecentWishes();
    private final Probes probes = new Probes();
    private final Turns turns = new Turns();
    private final ExitsOfDay exitsOfDay = new ExitsOfDay();
    private Set<Integer> byMap = Set.of();

    /**
     * @param trust whom the user trusts himself
     * @param sites where nodes stand
     * @param hops least nodes of a route
     * @param places where a destination stands, as far as this process knows without asking anybody
     */
    RoutePlanner(
            Links links,
            NetMap map,
            Plugins plugins,
            OwnTrust trust,
            NodeSites sites,
            int hops,
            BiFunction<String, Destination, DestinationPlace> places) {
        this.map = map;
        this.plugins = plugins;
        this.shunned = new Shunned(links.loop());
        this.requests = new RouteRequests(map, plugins, hops, places);
        this.networks = new Networks(links, map, plugins, trust, sites, this::prepare);
        this.sameRoute = new SameRoute(map, plugins, this);
        this.standing = new RouteStanding(plugins, sites);
    }

    /**
     * A checked route with everything a BUILD needs.
     *
     * @param prekeys what the hops use, entry first
     * @param renewed the nodes whose prekeys were replaced by what they said themselves, since the route was planned
     * @param level the security level; empty if the strategy has none
     * @param vouched whether the user trusts the exit himself and the map does not
     * @param wanted what it was planned for
     */
    record Plan(
            Route route,
            List<HopPlan> hops,
            List<PrekeyRecord> prekeys,
            Set<NodeId> renewed,
            String strategy,
            Optional<LevelTraits> level,
            boolean vouched,
            Wanted wanted) {}

    /** What the map of now says of a route that was planned in an earlier one. */
    enum Standing {
        GOOD,
        /** It breaks a rule now, or a node of it is gone. */
        BROKEN,
        /** It carries what its exit can read, and the exit is not trusted any more. */
        UNTRUSTED
    }

    /** Holds a running route against the map of now. One that expired says nothing. */
    Standing standing(Plan plan) {
        return standing.of(plan, map.current());
    }

    /** See {@link SameRoute#again}. */
    Optional<Plan> again(Plan plan, int hop, BuildFailure why) {
        return sameRoute.again(plan, hop, why);
    }

    /**
     * Looks whether there is a route at all, before it is known of which kind its exit must be: what no stream could have
     * is refused at once. No strategy is asked, since the route would not be used; in a large network that some route
     * exists goes without looking.
     *
     * @throws Port17Exception NO_ROUTE with the rule that cannot be met
     */
    void probe(Wanted wanted) throws Port17Exception {
        UsableNetwork view = networks.current();
        view.requireComplete();
        // Nodes that could not be reached serve where there is no other, see route().
        RouteRequest request = requests.request(view, wanted, Set.of(), Set.of(), 0);
        if (view.nodes().size() <= Networks.SMALL) {
            probes.look(request, view, random);
        }
    }

    Plan plan(Wanted wanted) throws Port17Exception {
        recent.add(wanted);
        return complete(route(wanted), wanted);
    }

    /**
     * Without whoever could not be reached or is doubted; else without those that could not be reached, since honest nodes that
     * name a dead one are doubted too; else with all of them, since a node that was gone may be back.
     */
    private Planned route(Wanted wanted) throws Port17Exception {
        Set<NodeId> dead = shunned.dead();
        Set<NodeId> doubted = shunned.doubted();
        Set<NodeId> both = new HashSet<>(dead);
        both.addAll(doubted);
        if (!doubted.isEmpty() && !plugins.routeStrategy().boundsExits()) {
            try {
                return route(wanted, both, Set.of());
            } catch (Port17Exception e) {
                requireNoRoute(e);
            }
        }
        try {
            return route(wanted, dead, doubted);
        } catch (Port17Exception e) {
            requireNoRoute(e);
            if (dead.isEmpty()) {
                throw e;
            }
        }
        return route(wanted, Set.of(), both);
    }

    private static void requireNoRoute(Port17Exception e) throws Port17Exception {
        if (e.kind() != ErrorKind.NO_ROUTE && e.kind() != ErrorKind.NOT_ENCRYPTED) {
            throw e;
        }
    }

    private record Planned(Route route, UsableNetwork view, String strategy, Optional<LevelTraits> level) {}

    private Planned route(Wanted wanted, Set<NodeId> avoid, Set<NodeId> doubted) throws Port17Exception {
        UsableNetwork view = networks.current();
        try {
            return route(wanted, avoid, doubted, view);
        } catch (Port17Exception e) {
            if (e.kind() != ErrorKind.NO_ROUTE) {
                throw e;
            }
            return route(wanted, avoid, doubted, view.bootstrap().orElseThrow(() -> e));
        }
    }

    private Planned route(Wanted wanted, Set<NodeId> avoid, Set<NodeId> doubted, UsableNetwork view)
            throws Port17Exception {
        view.requireComplete();
        RouteStrategy strategy = plugins.routeStrategy();
        long day = today();
        int turn = turns.of(wanted.domain(), day);
        RouteRequest request = requests.request(view, wanted, avoid, doubted, turn);
        if (!strategy.boundsExits()) {
            request = exitsOfDay.bounded(request, wanted, turn, day, shunned.dead());
        }
        Route route = strategy.plan(request, view, random);
        check(route, request, view, requests.exits(view, wanted).ids(), strategy.name());
        exitsOfDay.took(route.exit().id(), wanted, turn, day);
        return new Planned(route, view, strategy.name(), RouteRequests.level(strategy, wanted));
    }

    /** Adds to a route what a BUILD needs. */
    private Plan complete(Planned planned, Wanted wanted) throws Port17Exception {
        Route route = planned.route();
        Wallet wallet = plugins.payment().wallet();
        List<HopPlan> plans = new ArrayList<>(route.nodes().size());
        List<PrekeyRecord> prekeys = new ArrayList<>(route.nodes().size());
        for (Node node : route.nodes()) {
            UsableNetwork.Usable usable = planned.view().usable(node.id());
            // Perhaps a newer map came since.
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
        boolean vouched = planned.view().vouched(route.exit().id());
        return new Plan(route, plans, prekeys, Set.of(), planned.strategy(), planned.level(), vouched, wanted);
    }

    private static void check(Route route, RouteRequest request, UsableNetwork view, Set<NodeId> exits, String strategy)
            throws Port17Exception {
        Set<Object> seen = new HashSet<>();
        int last = request.hops() - 1;
        boolean good = route.nodes().size() == request.hops()
                && exits.contains(route.exit().id());
        for (int i = 0; good && i <= last; i++) {
            Node node = route.nodes().get(i);
            good = view.usable(node.id()) != null
                    && !request.avoid().contains(node.id())
                    && seen.add(node.id())
                    && (view.ownersMayRepeat() || seen.add("owner " + node.owner()))
                    && isApart(route.nodes().subList(0, i), node, view)
                    && (i != 0 || request.wish().entry().test(node))
                    && (i == 0 || i == last || request.wish().transit().test(node));
        }
        if (!good) {
            throw new Port17Exception(
                    ErrorKind.NO_ROUTE, "the route strategy '" + strategy + "' planned a route that breaks a rule");
        }
    }

    /** Whether a node shares no network, system or hoster with those before it, which are all in the view. */
    private static boolean isApart(List<Node> before, Node node, UsableNetwork view) {
        for (Node other : before) {
            if (view.site(other.id()).meets(view.site(node.id()))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Asks whether a stream whose exit can read it may leave at its level.
     *
     * @param byRule whether the user's rules say so of it
     * @throws Port17Exception NOT_ENCRYPTED if the level wants a rule for that
     */
    void mayBeRead(Wanted wanted, boolean byRule) throws Port17Exception {
        Optional<LevelTraits> level = RouteRequests.level(plugins.routeStrategy(), wanted);
        if (!byRule && level.isPresent() && level.get().plaintextOnlyByRule()) {
            throw new Port17Exception(
                    ErrorKind.NOT_ENCRYPTED,
                    "the connection is not encrypted, and level " + level.get().number()
                            + " lets only those leave that a rule with 'exit trusted' decides");
        }
    }

    /** Whether a stream so wanted waits until every hop has stepped its keys. */
    boolean waitsForSteps(Wanted wanted) throws Port17Exception {
        return RouteRequests.level(plugins.routeStrategy(), wanted)
                .map(level -> !level.zeroRtt())
                .orElse(false);
    }

    /** How an exit would be drawn now, if the strategy can tell. Without effect. */
    Optional<ExitOutlook> outlook(Wanted wanted) throws Port17Exception {
        UsableNetwork view = networks.current();
        view.requireComplete();
        int turn = turns.of(wanted.domain(), today());
        return plugins.routeStrategy()
                .outlook(requests.request(view, wanted, shunned.dead(), shunned.doubted(), turn), view);
    }

    /** Whether it is known well enough where the destination stands to draw exits right next to it. */
    boolean isSureOfPlace(Wanted wanted) {
        return requests.isSure(wanted);
    }

    /** The user wants another exit for a domain. */
    void anotherExit(String domain) {
        turns.next(domain, today());
    }

    private static long today() {
        return Math.floorDiv(System.currentTimeMillis(), Duration.ofDays(1).toMillis());
    }

    /** Off the loop: what the kinds of routes wanted lately will need in a new network. */
    private void prepare(UsableNetwork view) {
        for (Wanted wanted : recent.all()) {
            try {
                RouteRequest like = requests.request(view, wanted, Set.of(), Set.of(), 0);
                plugins.routeStrategy().prepare(like, view);
            } catch (Port17Exception e) {
                // The next such request will say so.
            }
        }
    }

    /** To which nodes links should stand; the others are for strategies that keep no entries: any of them will do. */
    record Entries(List<Node> kept, List<Node> any) {}

    /** None while too much of the map is missing. */
    Entries standing() {
        try {
            UsableNetwork view = networks.current();
            view.requireComplete();
            RouteStrategy strategy = plugins.routeStrategy();
            return strategy.keepsEntries()
                    ? new Entries(strategy.standing(view, random), List.of())
                    : new Entries(List.of(), view.nodes());
        } catch (Port17Exception e) {
            return new Entries(List.of(), List.of());
        }
    }

    /** The nodes that a route may use now. */
    UsableNetwork usable() {
        return networks.current();
    }

    /** Plugins changed: look again which nodes are usable. */
    void forget() {
        probes.forget();
        networks.forget();
    }

    void close() {
        networks.close();
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
        shunned.shun(node);
    }

    /** A route answered as a whole. */
    void proven(Plan plan) {
        shunned.prove(plan.hops().stream().map(HopPlan::node).toList());
    }

    /** See {@link Shunned#stalled}. */
    void stalled(Plan plan, int hop, long since) {
        List<NodeId> nodes = plan.hops().stream().map(HopPlan::node).toList();
        shunned.stalled(nodes.subList(0, hop), nodes.get(hop), since);
    }

    /** See {@link Shunned#failed}. */
    void failed(NodeId reporter, NodeId accused) {
        shunned.failed(reporter, accused);
    }
}
