package org.port17.spi.route;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.port17.api.Node;
import org.port17.api.NodeId;

/** An immutable view of the network: the verified map and what this client measured. */
public interface NetworkView {
    /**
     * All usable nodes: in the map, with a current prekey in hand and a common permitted suite and transport. Countries and
     * systems are what {@link Sites} made of them.
     */
    List<Node> nodes();

    Optional<Node> node(NodeId id);

    /**
     * All nodes that the map lists, usable or not; empty while records or the prekeys that its head names are not all at hand, so
     * that nobody can tell who is gone. The same object for as long as the map is the same.
     */
    default Optional<List<Node>> listed() {
        return Optional.of(nodes());
    }

    /** Where a usable node stands. The same object for as long as nothing is known anew. */
    Site site(NodeId id);

    /** Round-trip time in milliseconds from this client to a node, if measured. */
    OptionalDouble rttMillis(NodeId node);

    /** Round-trip time in milliseconds between two nodes, if known. */
    OptionalDouble rttMillis(NodeId from, NodeId to);

    /** Whether a link to this node stands already, so that no connection must be made. */
    boolean linked(NodeId node);

    /**
     * Whether two nodes of one owner may share a route: only where no other route exists in a network whose founder
     * switched bootstrap mode on, which ends by itself when there are enough owners. The core hands such a view in when the same
     * request found no route without it.
     */
    default boolean ownersMayRepeat() {
        return false;
    }
}
