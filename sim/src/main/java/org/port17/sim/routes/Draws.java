package org.port17.sim.routes;

import org.port17.sim.world.World;

/** What the baselines share. */
final class Draws {
    private Draws() {}

    /** Each node's capacity, or 0 for one that is no exit. */
    static double[] weights(World world, boolean exitsOnly) {
        double[] weights = new double[world.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = !exitsOnly || world.exit(i) ? world.capacity(i) : 0;
        }
        return weights;
    }
}
