package org.port17.sim.routes;

import java.util.random.RandomGenerator;
import org.port17.sim.world.World;

/** A way to choose routes. */
public interface Chooser {
    /** As it stands in tables and in the JSON. */
    String name();

    /** Everything that is worked out once for a map. */
    Network ready(World world, RandomGenerator random);
}
