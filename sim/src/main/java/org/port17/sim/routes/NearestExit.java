package org.port17.sim.routes;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.port17.sim.world.Destination;
import org.port17.sim.world.Direction;
import org.port17.sim.world.Spot;
import org.port17.sim.world.World;

/**
 * Baseline as SPN chooses: an entry among the nodes nearest to the client, an exit among those nearest to the
 * destination, and between them the node that makes the way shortest. Of the 100 nearest, one of the best tenth is
 * drawn. It knows every place exactly and has no rule about owners or networks.
 */
public final class NearestExit implements Chooser {
    private static final int NEAREST = 10;
    private static final int MIDDLES = 64;

    @Override
    public String name() {
        return "nearest-exit";
    }

    @Override
    public Network ready(World world, RandomGenerator random) {
        int[] all = IntStream.range(0, world.size()).toArray();
        int[] exits = IntStream.of(all).filter(world::exit).toArray();
        Map<Spot, int[]> exitsAt = new ConcurrentHashMap<>();
        Map<Spot, int[]> entriesAt = new ConcurrentHashMap<>();
        return (spot, forEntry) -> {
            int[] entries = entriesAt.computeIfAbsent(spot, s -> nearest(world, all, s));
            int entry = entries[forEntry.nextInt(entries.length)];
            return (destination, r) -> route(world, entry, exits, exitsAt, destination, spot, r);
        };
    }

    private static int[] route(
            World world,
            int entry,
            int[] exits,
            Map<Spot, int[]> exitsAt,
            Destination destination,
            Spot client,
            RandomGenerator random) {
        Spot site = destination.site(client.direction());
        int[] candidates = exitsAt.computeIfAbsent(site, s -> nearest(world, exits, s));
        int exit = candidates[random.nextInt(candidates.length)];
        while (exit == entry) {
            exit = candidates[random.nextInt(candidates.length)];
        }
        int best = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < MIDDLES || best < 0; i++) {
            int middle = random.nextInt(world.size());
            double km = world.km(entry, middle) + world.km(middle, exit);
            if (middle != entry && middle != exit && km < least) {
                best = middle;
                least = km;
            }
        }
        return new int[] {entry, best, exit};
    }

    /** The nearest few, nearest first. */
    private static int[] nearest(World world, int[] of, Spot spot) {
        Direction from = spot.direction();
        int[] best = new int[Math.min(NEAREST, of.length)];
        double[] cosines = new double[best.length];
        Arrays.fill(cosines, -2);
        for (int node : of) {
            double cosine = world.direction(node).cosine(from);
            int at = best.length;
            while (at > 0 && cosine > cosines[at - 1]) {
                at--;
            }
            if (at < best.length) {
                System.arraycopy(best, at, best, at + 1, best.length - at - 1);
                System.arraycopy(cosines, at, cosines, at + 1, best.length - at - 1);
                best[at] = node;
                cosines[at] = cosine;
            }
        }
        return best;
    }
}
