package org.port17.spi.route;

import java.util.List;
import java.util.Set;
import org.port17.api.Destination;
import org.port17.api.NodeId;

/**
 * @param destination where the stream goes
 * @param hops how many nodes, at least 3
 * @param exits nodes the exit policy allows, with weights above 0; the exit is one of them
 * @param avoid nodes that failed lately
 */
public record RouteRequest(Destination destination, int hops, List<ExitCandidate> exits, Set<NodeId> avoid) {
    public RouteRequest {
        exits = List.copyOf(exits);
        avoid = Set.copyOf(avoid);
    }
}
