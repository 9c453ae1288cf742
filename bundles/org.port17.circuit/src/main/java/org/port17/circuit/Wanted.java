package org.port17.circuit;

import java.util.function.Predicate;
import org.port17.api.Destination;
import org.port17.api.Node;

/**
 * What the next route must do: the stream's wish together with what the user's rules say of it.
 *
 * @param domain what shares an exit
 * @param level security level asked for, 0 for none
 * @param exact whether that level holds even where the general one is higher
 * @param nextToDestination whether the exit should stand in the destination's autonomous system
 * @param trustedExit whether the exit must be trusted, since it can read what passes
 * @param exit which nodes may be the exit; equal predicates admit the same nodes, here and below
 * @param entry which nodes may be the entry
 * @param transit which nodes may stand between
 */
record Wanted(
        String application,
        Destination destination,
        String domain,
        int level,
        boolean exact,
        boolean nextToDestination,
        boolean trustedExit,
        Predicate<Node> exit,
        Predicate<Node> entry,
        Predicate<Node> transit) {
    /** The level to use where the general one is {@code floor}. */
    int over(int floor) {
        return exact ? level : Math.max(level, floor);
    }
}
