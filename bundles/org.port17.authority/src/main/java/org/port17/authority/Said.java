package org.port17.authority;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.port17.api.GeoPoint;
import org.port17.api.NodeId;
import org.port17.mirror.door.Issued;
import org.port17.netmap.column.Capacity;
import org.port17.netmap.format.MapNode;

/** What the newest signed map says that was measured. */
record Said(Map<NodeId, MapNode> nodes) {
    static Said by(Optional<Issued> map) {
        Map<NodeId, MapNode> nodes = new HashMap<>();
        map.ifPresent(
                m -> m.edition().nodes().forEach(node -> nodes.put(node.record().id(), node)));
        return new Said(nodes);
    }

    /** Class of capacity, 0 if it says nothing. */
    int capacity(NodeId node) {
        MapNode said = nodes.get(node);
        return said == null ? 0 : Capacity.classOf(said.capacity());
    }

    /** Where it says that a node stands, if that is not where the place database has it. */
    Optional<GeoPoint> place(NodeId node) {
        return Optional.ofNullable(nodes.get(node)).flatMap(MapNode::measured);
    }
}
