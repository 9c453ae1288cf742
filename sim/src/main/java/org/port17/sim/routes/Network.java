package org.port17.sim.routes;

import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import org.port17.sim.world.Destination;
import org.port17.sim.world.Spot;

/** One way to choose routes, made ready for one network. */
public interface Network {
    /** A client that stands at a place and has chosen its guards, if the way has any. */
    Client client(Spot spot, RandomGenerator random);

    /**
     * What the nodes from {@code first} on hold of all weight that may be drawn, for exits or for entries; empty where
     * a node's weight is its capacity.
     */
    default OptionalDouble share(int first, boolean exits) {
        return OptionalDouble.empty();
    }

    /**
     * The probability that the exit for a destination is one of the nodes from {@code first} on; empty where it can
     * only be found by drawing.
     */
    default OptionalDouble exitChance(Destination destination, int first) {
        return OptionalDouble.empty();
    }

    /** As {@link #exitChance} for the first entry of a client at a spot beside whom those nodes stand. */
    default OptionalDouble entryChance(Spot spot, int first) {
        return OptionalDouble.empty();
    }
}
