package org.port17.spi.route;

import java.util.Objects;
import java.util.function.Predicate;
import org.port17.api.Destination;
import org.port17.api.Node;
import org.port17.spi.place.Place;

/**
 * What a route is wanted for, beyond where it must end. Strategies may ignore all but {@code entry} and {@code transit},
 * which the core checks.
 *
 * @param application who asks; empty if unknown
 * @param domain what shares an exit: the registrable domain, or the address
 * @param level security level, one of {@link RouteStrategy#levels}; 0 for none
 * @param turn 0 for the first exit of a day, one more each time the user wants another
 * @param nextToDestination whether the exit should stand in the destination's autonomous system or as near to it as can be
 * @param place where the destination stands, as far as the client knows
 * @param entry which nodes may be the entry. Equal predicates admit the same nodes, so strategies may keep what they found
 * @param transit which nodes may stand between, in the same way
 */
public record RouteWish(
        String application,
        String domain,
        int level,
        int turn,
        boolean nextToDestination,
        Place place,
        Predicate<Node> entry,
        Predicate<Node> transit) {
    /** Every node may stand there. */
    public static final Predicate<Node> ANY = node -> true;

    public RouteWish {
        Objects.requireNonNull(application);
        Objects.requireNonNull(domain);
        Objects.requireNonNull(place);
        Objects.requireNonNull(entry);
        Objects.requireNonNull(transit);
        if (level < 0 || turn < 0) {
            throw new IllegalArgumentException("levels and turns are not negative");
        }
    }

    /** Nothing special. */
    public static RouteWish plain(Destination destination) {
        return new RouteWish("", destination.host(), 0, 0, false, Place.UNKNOWN, ANY, ANY);
    }

    /** Shows no destination. */
    @Override
    public String toString() {
        return "a route of level " + level;
    }
}
