package org.port17.sim.routes;

import java.util.random.RandomGenerator;
import org.port17.sim.world.Destination;

/** One client. */
public interface Client {
    /**
     * A route for a connection never made before.
     *
     * @return the nodes, entry first, exit last; empty if the way finds none
     */
    int[] route(Destination destination, RandomGenerator random);
}
