package org.port17.spi.route;

import java.util.List;
import java.util.Set;
import org.port17.api.Destination;
import org.port17.api.NodeId;

/**
 * @param destination where the stream goes
 * @param hops how many nodes, at least 3
 * @param exits nodes the exit policy and the user's rules allow, with weights above 0; the exit is one of them. The core
 *     hands in the same list while it stays equal, so strategies may keep what they made of it
 * @param avoid nodes that failed lately
 * @param wish what else is wanted
 */
public record RouteRequest(
        Destination destination, int hops, List<ExitCandidate> exits, Set<NodeId> avoid, RouteWish wish) {
    public RouteRequest {
        exits = List.copyOf(exits);
        avoid = Set.copyOf(avoid);
    }

    /** For a route that only has to end at one of the exits. */
    public RouteRequest(Destination destination, int hops, List<ExitCandidate> exits, Set<NodeId> avoid) {
        this(destination, hops, exits, avoid, RouteWish.plain(destination));
    }
}
