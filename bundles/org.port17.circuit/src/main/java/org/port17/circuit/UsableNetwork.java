package org.port17.circuit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.port17.api.Node;
import org.port17.api.NodeId;
import org.port17.link.Links;
import org.port17.netmap.MapView;
import org.port17.netmap.PrekeyRecord;
import org.port17.spi.route.NetworkView;
import org.port17.spi.route.Site;
import org.port17.spi.route.Sites;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.PrekeyUse;

/**
 * The nodes of one map that a route may use now: at an address that counts, suite in common, prekeys in hand. Immutable.
 */
final class UsableNetwork implements NetworkView {
    private final Links links;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<NodeId, Usable> usable = new HashMap<>();
    private final int listed;
    private final int placed;
    private final ExitLists exits = new ExitLists(nodes);

    /** A node with the suite and prekey a BUILD to it would use. */
    record Usable(Node node, Site site, CipherSuite suite, PrekeyRecord prekey) {}

    UsableNetwork(MapView map, List<CipherSuite> suites, NodeSites sites, Links links) {
        this.links = links;
        this.listed = map.nodes().size();
        List<Sites.Sited> sited = sites.of(map.nodes());
        this.placed = sited.size();
        for (Sites.Sited node : sited) {
            pick(map, suites, node).ifPresent(found -> {
                nodes.add(found.node());
                usable.put(found.node().id(), found);
            });
        }
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

    Usable usable(NodeId id) {
        return usable.get(id);
    }

    ExitLists exits() {
        return exits;
    }

    /** Whether the map has nodes and none of them has an address that counts. */
    boolean placeless() {
        return listed > 0 && placed == 0;
    }

    @Override
    public List<Node> nodes() {
        return nodes;
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
