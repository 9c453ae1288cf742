package org.port17.route.near;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.port17.api.Node;
import org.port17.api.NodeId;
import org.port17.route.kit.NodeRow;
import org.port17.route.kit.NodeTable;
import org.port17.route.kit.Prf;
import org.port17.spi.place.Place;
import org.port17.spi.place.PlaceTable;
import org.port17.spi.route.Site;

/** The nodes of one view as a table, row by row. Immutable. */
final class MappedNodes {
    private final List<Node> nodes;
    private final List<Site> sites;
    private final NodeTable table;
    private final Map<NodeId, Integer> rows;
    private final Optional<PlaceTable> places;

    /**
     * @param sites of the nodes
     * @param places where addresses stand, if this process knows
     * @param keys of this client for nodes
     * @param now seconds since 1970
     */
    MappedNodes(List<Node> nodes, Function<NodeId, Site> sites, Optional<PlaceTable> places, Prf keys, long now) {
        this.nodes = nodes;
        this.sites = nodes.stream().map(node -> sites.apply(node.id())).toList();
        this.places = places;
        NodeRows maker = new NodeRows(places, keys);
        List<NodeRow> made = new ArrayList<>(nodes.size());
        for (int row = 0; row < nodes.size(); row++) {
            made.add(maker.row(nodes.get(row), this.sites.get(row)));
        }
        this.table = NodeTable.of(made, now);
        this.rows = new HashMap<>(nodes.size() * 2);
        for (int row = 0; row < nodes.size(); row++) {
            rows.put(nodes.get(row).id(), row);
        }
    }

    /** Whether these nodes, at these sites, are the same. */
    boolean isLike(List<Node> others, Function<NodeId, Site> at) {
        if (!nodes.equals(others)) {
            return false;
        }
        for (int row = 0; row < sites.size(); row++) {
            if (!sites.get(row).equals(at.apply(others.get(row).id()))) {
                return false;
            }
        }
        return true;
    }

    /** Whether that very table says where these nodes stand. */
    boolean isBy(Optional<PlaceTable> table) {
        return places.orElse(null) == table.orElse(null);
    }

    /** The middle of a country, unknown without places. */
    Place placeOf(String country) {
        return places.map(table -> table.placeOf(country)).orElse(Place.UNKNOWN);
    }

    NodeTable table() {
        return table;
    }

    Node node(int row) {
        return nodes.get(row);
    }

    /** Below 0 for a node that is not among them. */
    int row(NodeId id) {
        return rows.getOrDefault(id, -1);
    }

    BitSet rows(Set<NodeId> ids) {
        BitSet set = new BitSet();
        for (NodeId id : ids) {
            int row = row(id);
            if (row >= 0) {
                set.set(row);
            }
        }
        return set;
    }

    BitSet rows(Predicate<Node> admitted) {
        BitSet set = new BitSet(nodes.size());
        for (int row = 0; row < nodes.size(); row++) {
            set.set(row, admitted.test(nodes.get(row)));
        }
        return set;
    }
}
