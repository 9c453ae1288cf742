package org.port17.circuit;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.port17.api.Node;
import org.port17.spi.place.PlaceTable;
import org.port17.spi.route.Sites;

/**
 * Where the nodes of a map stand, worked out once for each node and table of places. For any thread.
 */
final class NodeSites {
    private final Supplier<Optional<PlaceTable>> places;
    private final boolean local;
    private volatile Known known = new Known(null, Map.of());

    /**
     * @param places the table in force
     * @param local see {@link Sites}
     */
    NodeSites(Supplier<Optional<PlaceTable>> places, boolean local) {
        this.places = places;
        this.local = local;
    }

    /** For a network made up in memory. */
    static NodeSites local() {
        return new NodeSites(Optional::empty, true);
    }

    private record Known(PlaceTable table, Map<Node, Optional<Sites.Sited>> byNode) {}

    /** The nodes that have a place, in order; those of a map that did not change are not looked at again. */
    List<Sites.Sited> of(List<Node> nodes) {
        if (nodes.isEmpty()) {
            return List.of(); // the table may still be read, right after the start
        }
        Optional<PlaceTable> table = places.get();
        Known before = known;
        boolean same = before.table() == table.orElse(null);
        Sites sites = new Sites(table, local);
        Map<Node, Optional<Sites.Sited>> now = new IdentityHashMap<>(nodes.size() * 2);
        List<Sites.Sited> list = new ArrayList<>(nodes.size());
        for (Node node : nodes) {
            Optional<Sites.Sited> kept = same ? before.byNode().get(node) : null;
            Optional<Sites.Sited> sited = kept == null ? sites.of(node) : kept;
            now.put(node, sited);
            sited.ifPresent(list::add);
        }
        known = new Known(table.orElse(null), now);
        return list;
    }

    /** One node of a map. */
    Optional<Sites.Sited> of(Node node) {
        Optional<Sites.Sited> kept = known.byNode().get(node);
        return kept == null ? new Sites(places.get(), local).of(node) : kept;
    }
}
