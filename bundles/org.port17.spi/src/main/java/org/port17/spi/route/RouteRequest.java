package org.port17.spi.route;

import java.util.List;
import java.util.Set;
import org.port17.api.Destination;
import org.port17.api.NodeId;

/**
 * What a route is wanted for.
 *
 * @param destination where the stream goes
 * @param hops how many nodes, at least 3
 * @param exits nodes the exit policy and the user's rules allow, with weights above 0; the exit is one of them. The core
 *     hands in the same list while it stays equal, so strategies may keep what they made of it
 * @param avoid nodes that could not be reached lately, as this client found or the node before them said; none of them is used
 * @param doubted nodes that said so of others, or kept silent, and may be at fault; they serve where there is no other, and nothing
 *     that a strategy keeps for long is chosen anew because of a doubt
 * @param wish what else is wanted
 */
public record RouteRequest(
        Destination destination,
        int hops,
        List<ExitCandidate> exits,
        Set<NodeId> avoid,
        Set<NodeId> doubted,
        RouteWish wish) {
    public RouteRequest {
        exits = List.copyOf(exits);
        avoid = Set.copyOf(avoid);
        doubted = Set.copyOf(doubted);
    }

    /** Where nobody is doubted. */
    public RouteRequest(
            Destination destination, int hops, List<ExitCandidate> exits, Set<NodeId> avoid, RouteWish wish) {
        this(destination, hops, exits, avoid, Set.of(), wish);
    }

    /** For a route that only has to end at one of the exits. */
    public RouteRequest(Destination destination, int hops, List<ExitCandidate> exits, Set<NodeId> avoid) {
        this(destination, hops, exits, avoid, RouteWish.plain(destination));
    }
}
