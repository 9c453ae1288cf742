package org.port17.sim.world;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.port17.api.GeoPoint;
import org.port17.authority.Landmarks;
import org.port17.authority.Whereabouts;
import org.port17.netmap.column.Coordinates;

/**
 * Has an authority look where the nodes of a generated network stand, by {@link Whereabouts}: landmarks by each other first, three times, then
 * all nodes by them. Round trips have a detour of its own for each pair (log-normal, its median the
 * model's, at least 1.05 times the great circle), 0.3 ms and something more that is exponential, 0.7 ms on average; a fourth of the nodes are
 * at lines that add 1 to 10 ms; one measurement in fifty fails.
 */
final class Looked {
    private static final int PASSES = 3;
    private static final double MILLIS_PER_KM = 0.01;
    private static final double DETOUR = 1.6;
    private static final double DETOUR_SPREAD = 0.25;
    private static final double LEAST_DETOUR = 1.05;
    private static final double FIXED_MILLIS = 0.3;
    private static final double MORE_MILLIS = 0.7;
    private static final double SLOW_LINES = 0.25;
    private static final double LEAST_LINE_MILLIS = 1;
    private static final double MOST_LINE_MILLIS = 10;
    private static final double LOST = 0.02;
    private final World world;
    private final long seed;
    private final int[] candidates;
    private final BitSet unknown = new BitSet();
    private int[] marks;
    private Landmarks landmarks;

    private Looked(World world, RandomGenerator random) {
        this.world = world;
        this.seed = random.nextLong();
        this.candidates = new SplittableRandom(seed)
                .ints(0, world.size())
                .distinct()
                .limit(Math.min(Landmarks.MOST, world.size()))
                .toArray();
    }

    /** Fills {@link World#found} in. */
    static void at(World world, RandomGenerator random) {
        new Looked(world, random).look();
    }

    private void look() {
        for (int pass = 0; pass < PASSES; pass++) {
            choose();
            Arrays.stream(candidates).forEach(this::look);
        }
        choose();
        IntStream.range(0, world.size()).forEach(this::look);
    }

    /** Of whom it is not known where he stands is no landmark. */
    private void choose() {
        marks = Arrays.stream(candidates).filter(node -> !unknown.get(node)).toArray();
        landmarks = new Landmarks(Arrays.stream(marks)
                .mapToObj(node -> new Landmarks.Landmark(point(world.found[node]), world.owner(node), network(node)))
                .toList());
    }

    private void look(int node) {
        Spot known = world.known[node];
        var search = new Whereabouts(landmarks, Optional.of(point(known)), world.owner(node), network(node));
        for (OptionalInt next = search.next(); next.isPresent(); next = search.next()) {
            search.answered(millis(marks[next.getAsInt()], node));
        }
        Whereabouts.Finding finding = search.finding();
        unknown.set(node, finding.kind() == Whereabouts.Kind.UNKNOWN);
        world.found[node] = finding.point()
                .map(Coordinates::rounded)
                .map(p -> new Spot(known.country(), p.latitude(), p.longitude()))
                .orElse(known);
    }

    private OptionalDouble millis(int from, int to) {
        var pair = new SplittableRandom(seed ^ (long) Math.min(from, to) << 32 ^ Math.max(from, to));
        if (pair.nextDouble() < LOST) {
            return OptionalDouble.empty();
        }
        double detour = Math.max(LEAST_DETOUR, DETOUR * Math.exp(DETOUR_SPREAD * pair.nextGaussian()));
        double more = -MORE_MILLIS * Math.log(1 - pair.nextDouble());
        return OptionalDouble.of(
                FIXED_MILLIS + more + line(from) + line(to) + detour * MILLIS_PER_KM * world.km(from, to));
    }

    private double line(int node) {
        var own = new SplittableRandom(seed + 1 + node);
        return own.nextDouble() < SLOW_LINES ? own.nextDouble(LEAST_LINE_MILLIS, MOST_LINE_MILLIS) : 0;
    }

    private int network(int node) {
        return world.address(node) >>> 8;
    }

    private static GeoPoint point(Spot spot) {
        return new GeoPoint(spot.latitude(), spot.longitude());
    }
}
