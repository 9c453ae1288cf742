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
     * How often the exit for a destination is one of the nodes from {@code first} on, and what share of all that may be
     * drawn they are; worked out instead of drawn, where the way allows it.
     */
    default OptionalDouble exitGain(Destination destination, int first) {
        return OptionalDouble.empty();
    }

    /** As {@link #exitGain} for the guard of a client at a spot. */
    default OptionalDouble guardGain(Spot spot, int first) {
        return OptionalDouble.empty();
    }
}
