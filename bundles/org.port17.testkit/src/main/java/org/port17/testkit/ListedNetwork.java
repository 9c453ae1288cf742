package org.port17.testkit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.port17.api.Node;
import org.port17.api.NodeId;
import org.port17.spi.route.NetworkView;
import org.port17.spi.route.Site;
import org.port17.spi.route.Sites;

/** A network of given nodes in which the client measures what the test sets and has no links. Owners repeat only in bootstrap. */
public final class ListedNetwork implements NetworkView {
    private final List<Node> nodes;
    private final Map<NodeId, Node> byId = new HashMap<>();
    private final Map<NodeId, Site> sites = new HashMap<>();
    private final Map<NodeId, Double> fromClient = new HashMap<>();
    private final Map<List<NodeId>, Double> between = new HashMap<>();
    private List<Node> listed;
    private boolean bootstrap;

    public ListedNetwork(List<Node> nodes) {
        this.nodes = List.copyOf(nodes);
        nodes.forEach(n -> {
            byId.put(n.id(), n);
            sites.put(n.id(), siteOf(n));
        });
    }

    /** As in a local network whose addresses nobody can place. */
    static Site siteOf(Node node) {
        return new Sites(Optional.empty(), true).of(node).orElseThrow().site();
    }

    /** From now on owners may repeat in a route. */
    public ListedNetwork inBootstrap() {
        bootstrap = true;
        return this;
    }

    /** From now on it says that its map lists these, whether they can be used or not. */
    public ListedNetwork listing(List<Node> all) {
        listed = List.copyOf(all);
        return this;
    }

    @Override
    public Optional<List<Node>> listed() {
        return Optional.of(listed == null ? nodes : listed);
    }

    @Override
    public boolean ownersMayRepeat() {
        return bootstrap;
    }

    /** Sets the round-trip time between the client and a node, in milliseconds. */
    public void measure(Node node, double millis) {
        fromClient.put(node.id(), millis);
    }

    /** Sets the round-trip time between two nodes, in milliseconds, for this direction. */
    public void measure(Node from, Node to, double millis) {
        between.put(List.of(from.id(), to.id()), millis);
    }

    @Override
    public List<Node> nodes() {
        return nodes;
    }

    @Override
    public Optional<Node> node(NodeId id) {
        return Optional.ofNullable(byId.get(id));
    }

    @Override
    public Site site(NodeId id) {
        return sites.get(id);
    }

    @Override
    public OptionalDouble rttMillis(NodeId node) {
        return value(fromClient.get(node));
    }

    @Override
    public OptionalDouble rttMillis(NodeId from, NodeId to) {
        return value(between.get(List.of(from, to)));
    }

    @Override
    public boolean linked(NodeId node) {
        return false;
    }

    private static OptionalDouble value(Double known) {
        return known == null ? OptionalDouble.empty() : OptionalDouble.of(known);
    }
}
