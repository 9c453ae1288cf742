package org.port17.sim.routes;

import java.util.random.RandomGenerator;
import org.port17.sim.world.Weighted;
import org.port17.sim.world.World;

/**
 * Baseline as Tor chooses: three nodes drawn by capacity wherever they stand, a guard that stays, and no owner and no
 * network of 65,536 addresses twice.
 */
public final class RandomThree implements Chooser {
    @Override
    public String name() {
        return "random3";
    }

    @Override
    public Network ready(World world, RandomGenerator random) {
        Weighted all = new Weighted(Draws.weights(world, false));
        Weighted exits = new Weighted(Draws.weights(world, true));
        return (spot, forGuard) -> client(world, all, exits, all.draw(forGuard));
    }

    private static Client client(World world, Weighted all, Weighted exits, int guard) {
        return (destination, random) -> {
            int exit = exits.draw(random);
            while (conflict(world, exit, guard)) {
                exit = exits.draw(random);
            }
            int middle = all.draw(random);
            while (conflict(world, middle, guard) || conflict(world, middle, exit)) {
                middle = all.draw(random);
            }
            return new int[] {guard, middle, exit};
        };
    }

    private static boolean conflict(World world, int a, int b) {
        return a == b || world.owner(a) == world.owner(b) || world.address(a) >>> 16 == world.address(b) >>> 16;
    }
}
