package org.port17.api.view;

import java.util.List;

/**
 * How a route would be chosen for an application and a destination, without making one.
 *
 * @param strategy the route strategy in force
 * @param level security level, 0 for a strategy without levels
 * @param exit name of the node that would be the exit now; empty if the strategy does not tell before it plans
 * @param owner its owner
 * @param country where it stands
 * @param trusted whether the map's trust list names it
 * @param candidates nodes it is drawn from
 * @param owners owners of these
 * @param gain how many times its share of capacity one of them is drawn at most; 0 if not told
 * @param farthestKm from the destination's place to the farthest of them
 * @param inSystem the share of draws that stay in the destination's autonomous system, 0 to 1; 0 if that is unknown
 * @param notes sentences on what was decided and why, in order
 */
public record RouteView(
        String strategy,
        int level,
        String exit,
        String owner,
        String country,
        boolean trusted,
        int candidates,
        int owners,
        double gain,
        double farthestKm,
        double inSystem,
        List<String> notes) {
    public RouteView {
        notes = List.copyOf(notes);
    }
}
