package org.port17.sim.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.port17.authority.AgreedCapacity;
import org.port17.measure.Tally;
import org.port17.netmap.column.Capacity;
import org.port17.sim.routes.Product;
import org.port17.sim.world.Cities;
import org.port17.sim.world.Destination;
import org.port17.sim.world.Destinations;
import org.port17.sim.world.World;

/**
 * What nodes gain that lie about their capacity, in a network where a tenth does and a twentieth more are pairs on one line. Each node
 * is measured by {@link #AUTHORITIES} authorities at times of their own, second by second, as {@link Tally} counts and {@link
 * AgreedCapacity} agrees; routes are then drawn by what the map says. Liars know when they are measured, and each
 * does what brings it most.
 */
public final class Lies {
    private static final double LIARS = 0.1;
    private static final double IN_PAIRS = 0.05;
    private static final int AUTHORITIES = 3;
    private static final int SECONDS = 30;

    /** Of their line honest nodes keep clients at most a quarter while they are measured; how much those want varies. */
    private static final double CLIENTS = 0.25;

    /** A liar may have that much more line out than in, and answer later what came before. */
    private static final int SAVED = 4;

    private static final long ANY_CLAIM = 1L << 50;

    private enum Way {
        HONEST,
        /** Sends its clients away and says that it carried them. */
        CLAIMS,
        /** The same, and answers in every second second what it saved up. */
        EVEN_SECONDS,
        ODD_SECONDS,
        /** The same, with all it has at the beginning. */
        AT_ONCE
    }

    private static final List<List<Way>> ALONE =
            List.of(List.of(Way.CLAIMS), List.of(Way.EVEN_SECONDS), List.of(Way.ODD_SECONDS), List.of(Way.AT_ONCE));
    private static final List<List<Way>> TOGETHER = List.of(
            List.of(Way.CLAIMS, Way.CLAIMS),
            List.of(Way.EVEN_SECONDS, Way.ODD_SECONDS),
            List.of(Way.EVEN_SECONDS, Way.CLAIMS),
            List.of(Way.AT_ONCE, Way.CLAIMS));

    private final World world;
    private final Product level;
    private final Cities cities;
    private final Destinations destinations;
    private final SplittableRandom random;
    private final long[] line;
    private final long[] said;

    /** Who lies how: 0 honest, 1 alone, 2 in a pair. */
    private final byte[] kind;

    /** The other one of a pair; the line counts at the first. */
    private final int[] other;

    /** @param world whose capacities are what lines carry */
    public Lies(World world, Product level, Cities cities, Destinations destinations, SplittableRandom random) {
        this.world = world;
        this.level = level;
        this.cities = cities;
        this.destinations = destinations;
        this.random = random;
        this.line = IntStream.range(0, world.size()).mapToLong(world::capacity).toArray();
        this.said = new long[world.size()];
        this.kind = new byte[world.size()];
        this.other = new int[world.size()];
    }

    /** @param connections of which the nodes are counted */
    public Figures run(int connections) {
        choose();
        for (int node = 0; node < said.length; node++) {
            measure(node);
        }
        long[] drawn = drawn(connections);
        double honest = gain(drawn, 0);
        return new Figures()
                .put("liar_map_to_line_most", most(1))
                .put("pair_map_to_line_most", most(2))
                .put("liar_map_gain", gain(said, 1) / gain(said, 0))
                .put("pair_map_gain", gain(said, 2) / gain(said, 0))
                .put("liar_drawn_gain", gain(drawn, 1) / honest)
                .put("pair_drawn_gain", gain(drawn, 2) / honest);
    }

    /** At least one of each, however small the network. */
    private void choose() {
        Arrays.fill(other, -1);
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, kind.length).boxed().toList());
        Collections.shuffle(order, new Random(random.nextLong()));
        int liars = Math.max(1, (int) (order.size() * LIARS));
        int pairs = Math.max(1, (int) (order.size() * IN_PAIRS / 2));
        for (int i = 0; i < liars; i++) {
            kind[order.get(i)] = 1;
        }
        for (int i = 0; i < pairs; i++) {
            int one = Math.min(order.get(liars + 2 * i), order.get(liars + 2 * i + 1));
            int two = Math.max(order.get(liars + 2 * i), order.get(liars + 2 * i + 1));
            kind[one] = 2;
            kind[two] = 2;
            other[one] = two;
            other[two] = one;
            line[two] = 0;
        }
    }

    private void measure(int node) {
        if (kind[node] == 0) {
            said[node] = agreed(node, List.of(Way.HONEST))[0];
        } else if (kind[node] == 1) {
            said[node] = best(node, ALONE)[0];
        } else if (other[node] > node) { // else with the first of the two
            long[] both = best(node, TOGETHER);
            said[node] = both[0];
            said[other[node]] = both[1];
        }
    }

    /** By the way that brings most. */
    private long[] best(int node, List<List<Way>> ways) {
        return ways.stream()
                .map(way -> agreed(node, way))
                .max(Comparator.comparingLong(rates -> LongStream.of(rates).sum()))
                .orElseThrow();
    }

    /** What the map says of nodes that share a line and behave so. */
    private long[] agreed(int node, List<Way> ways) {
        long[][] rates = new long[AUTHORITIES][];
        for (int authority = 0; authority < AUTHORITIES; authority++) {
            rates[authority] = Tally.rates(ways.stream()
                    .map(way -> tally(line[node] / ways.size(), way))
                    .toList());
        }
        long[] agreed = new long[ways.size()];
        for (int one = 0; one < agreed.length; one++) {
            int which = one;
            List<Long> others =
                    Arrays.stream(rates, 1, AUTHORITIES).map(of -> of[which]).toList();
            agreed[one] = Capacity.bytesPerSecond(Capacity.classOf(AgreedCapacity.propose(rates[0][one], others, 0)));
        }
        return agreed;
    }

    private Tally tally(long perSecond, Way way) {
        Tally tally = new Tally(SECONDS);
        double wanted = random.nextDouble() * CLIENTS;
        for (int second = 0; second < SECONDS; second++) {
            boolean turn = second % 2 == (way == Way.EVEN_SECONDS ? 0 : 1);
            double clients = way == Way.HONEST ? perSecond * wanted * random.nextDouble(0.8, 1.2) : 0;
            double echo = switch (way) {
                case HONEST -> perSecond - Math.min(clients, perSecond * CLIENTS);
                case CLAIMS -> perSecond;
                case EVEN_SECONDS, ODD_SECONDS -> turn ? 2.0 * perSecond : 0;
                case AT_ONCE -> second * SAVED < SECONDS ? (double) SAVED * perSecond : 0;
            };
            tally.echoed(second, (int) Math.min(Integer.MAX_VALUE, echo));
            tally.claimed(second, way == Way.HONEST ? (long) Math.min(clients, perSecond * CLIENTS) : ANY_CLAIM);
        }
        return tally;
    }

    private long[] drawn(int connections) {
        var network = level.ready(world, IntStream.range(0, said.length).toArray(), said);
        long[] drawn = new long[said.length];
        for (int i = 0; i < connections; i++) {
            Destination destination = i % 2 == 0 ? destinations.single(random) : destinations.replicated(random);
            for (int node : network.client(cities.client(random), random).route(destination, random)) {
                drawn[node]++;
            }
        }
        return drawn;
    }

    /** What nodes of a kind have of something, for each byte a second that their lines carry. */
    private double gain(long[] of, int which) {
        double have = 0;
        double carry = 0;
        for (int node = 0; node < of.length; node++) {
            if (kind[node] == which) {
                have += of[node];
                carry += line[node];
            }
        }
        return have / carry;
    }

    /** The most that the map says of one node, or one pair, for what its line carries. */
    private double most(int which) {
        double most = 0;
        for (int node = 0; node < said.length; node++) {
            if (kind[node] == which && line[node] > 0) {
                long says = said[node] + (which == 2 ? said[other[node]] : 0);
                most = Math.max(most, (double) says / line[node]);
            }
        }
        return most;
    }
}
