package org.port17.circuit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.port17.api.ErrorKind;
import org.port17.api.Node;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.link.Links;
import org.port17.netmap.MapFacts;
import org.port17.netmap.MapPieces;
import org.port17.netmap.MapView;
import org.port17.netmap.PrekeyRecord;
import org.port17.spi.route.NetworkView;
import org.port17.spi.route.Site;
import org.port17.spi.route.Sites;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.PrekeyUse;

/**
 * The nodes of one map that a route may use now: at an address that counts, suite in common, prekeys in hand. A node that the
 * user trusts himself is trusted in it. Immutable.
 */
final class UsableNetwork implements NetworkView {
    private final Links links;
    private final boolean complete;
    private final List<Node> nodes;
    private final Optional<List<Node>> listed;
    private final Map<NodeId, Usable> usable;
    private final Set<NodeId> vouched;
    private final ExitLists exits;
    private final MapFacts facts;
    private final boolean placeless;
    private final boolean ownersMayRepeat;

    /** A node with the suite and prekey a BUILD to it would use. */
    record Usable(Node node, Site site, CipherSuite suite, PrekeyRecord prekey) {}

    UsableNetwork(MapView map, List<CipherSuite> suites, OwnTrust trust, NodeSites sites, Links links) {
        this.links = links;
        this.complete =
                map.complete(suites.stream().map(suite -> suite.traits().id()).collect(Collectors.toSet()));
        this.nodes = new ArrayList<>();
        boolean whole = map.nodes().size() >= map.facts().listed()
                && map.pieces().flatMap(MapPieces::prekeys).isPresent();
        this.listed = whole ? Optional.of(map.nodes()) : Optional.empty();
        this.usable = new HashMap<>();
        this.vouched = new HashSet<>();
        this.exits = new ExitLists(nodes);
        this.facts = map.facts();
        this.ownersMayRepeat = false;
        List<Sites.Sited> placed = sites.of(map.nodes());
        this.placeless = placed.isEmpty() && !map.nodes().isEmpty();
        for (Sites.Sited listed : placed) {
            boolean own =
                    !listed.node().trusted() && trust.reason(listed.node()).isPresent();
            Sites.Sited node = own ? new Sites.Sited(listed.node().asTrusted(), listed.site()) : listed;
            if (own) {
                vouched.add(node.node().id());
            }
            pick(map, suites, node).ifPresent(found -> {
                nodes.add(found.node());
                usable.put(found.node().id(), found);
            });
        }
    }

    private UsableNetwork(UsableNetwork like) {
        this.links = like.links;
        this.complete = like.complete;
        this.nodes = like.nodes;
        this.listed = like.listed;
        this.usable = like.usable;
        this.vouched = like.vouched;
        this.exits = like.exits;
        this.facts = like.facts;
        this.placeless = like.placeless;
        this.ownersMayRepeat = true;
    }

    /** The same with routes in which an owner repeats, if the network is in bootstrap mode. */
    Optional<UsableNetwork> bootstrap() {
        return facts.bootstrap() && !ownersMayRepeat ? Optional.of(new UsableNetwork(this)) : Optional.empty();
    }

    MapFacts facts() {
        return facts;
    }

    @Override
    public boolean ownersMayRepeat() {
        return ownersMayRepeat;
    }

    private static Optional<Usable> pick(MapView map, List<CipherSuite> suites, Sites.Sited sited) {
        Node node = sited.node();
        for (CipherSuite suite : suites) {
            int id = suite.traits().id();
            if (suite.traits().onion()
                    && node.suites().contains(id)
                    && map.permittedSuites().contains(id)) {
                Optional<PrekeyRecord> prekey = map.prekey(node.id(), id, PrekeyUse.ONION);
                if (prekey.isPresent()) {
                    return Optional.of(new Usable(node, sited.site(), suite, prekey.get()));
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Before any node is chosen.
     *
     * @throws Port17Exception NO_ROUTE if so much of the map is missing that whoever left it out would choose the route
     */
    void requireComplete() throws Port17Exception {
        if (!complete) {
            throw new Port17Exception(
                    ErrorKind.NO_ROUTE,
                    Retry.LATER,
                    "records or prekeys of too many nodes of the map are missing, so no route is planned: see port17:map");
        }
    }

    Usable usable(NodeId id) {
        return usable.get(id);
    }

    /** Whether the user trusts the node and the map does not. */
    boolean vouched(NodeId id) {
        return vouched.contains(id);
    }

    ExitLists exits() {
        return exits;
    }

    /** Whether the map has nodes and none of them has an address that counts. */
    boolean placeless() {
        return placeless;
    }

    @Override
    public List<Node> nodes() {
        return nodes;
    }

    @Override
    public Optional<List<Node>> listed() {
        return listed;
    }

    @Override
    public Optional<Node> node(NodeId id) {
        return Optional.ofNullable(usable.get(id)).map(Usable::node);
    }

    @Override
    public Site site(NodeId id) {
        return usable.get(id).site();
    }

    @Override
    public OptionalDouble rttMillis(NodeId node) {
        return links.rttMillis(node);
    }

    @Override
    public OptionalDouble rttMillis(NodeId from, NodeId to) {
        return OptionalDouble.empty();
    }

    @Override
    public boolean linked(NodeId node) {
        return links.linked(node);
    }
}
