package org.port17.sim.world;

import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Makes networks that look like one that people run: where Tor's relays are, three of four with hosters, a few large
 * owners and many small ones, capacities over three orders of magnitude.
 */
public final class WorldGenerator {
    private static final double HOSTED = 0.75;
    private static final double SINGLE_OWNERS = 0.2;
    private static final double OWNER_EXPONENT = 0.9;
    private static final int OWNER_OFFSET = 10;
    private static final int NODES_PER_OWNER = 5;
    private static final double EXITS = 0.5;
    /** Of hosted addresses, how many stand in another country than their registration says. */
    private static final double MISPLACED = 0.042;
    /** Of addresses that the registry has in a city, how many stand elsewhere in the country. */
    private static final double WRONG_CITY = 0.2;
    /** log2 of the capacity in bytes a second: half of all nodes have more than 4 MiB/s. */
    private static final double CAPACITY_LOG2 = 22;

    private static final double CAPACITY_SPREAD = 2.2;
    private static final double CAPACITY_LOG2_LOW = 17;
    private static final double CAPACITY_LOG2_HIGH = 30;
    private static final double MEAN_AGE_SECONDS = 300 * 86_400.0;
    /** Owners who have shown who they are. */
    private static final double VERIFIED = 0.7;
    /** Nodes of one city stand around its middle, in kilometres north or east, normally distributed. */
    private static final double CITY_KM = 8;

    private static final double KM_PER_DEGREE = 111.2;

    private final Cities cities;
    private final Addresses addresses;

    public WorldGenerator(Cities cities, Addresses addresses) {
        this.cities = cities;
        this.addresses = addresses;
    }

    /** A network of so many nodes; equal seeds of {@code random} give equal networks. */
    public World generate(int nodes, RandomGenerator random) {
        var world = new World(nodes, cities);
        Weighted owners = owners(Math.max(1, nodes / NODES_PER_OWNER));
        int nextSingle = nodes;
        Set<Integer> taken = new HashSet<>(nodes * 2);
        for (int i = 0; i < nodes; i++) {
            Spot drawn = node(random);
            boolean hosted = random.nextDouble() < HOSTED;
            Addresses.Found found = addresses.draw(drawn.country(), hosted, taken, random);
            register(world, i, drawn.country(), found);
            boolean elsewhere = hosted && random.nextDouble() < MISPLACED;
            place(world, i, elsewhere ? node(random) : stands(found, drawn, random), random);
            world.owner[i] = random.nextDouble() < SINGLE_OWNERS ? nextSingle++ : owners.draw(random);
            world.capacity[i] = capacity(random);
            world.exit[i] = random.nextDouble() < EXITS;
            world.verified[i] = verified(world.owner[i]);
            world.ageSeconds[i] = (long) (-MEAN_AGE_SECONDS * Math.log(1 - random.nextDouble()));
        }
        Looked.at(world, random);
        return world;
    }

    /**
     * The same network with nodes of one attacker that nobody can see to be one: each has its own owner, autonomous
     * system and organisation, all are exits, old enough for every level, and stand exactly at {@code spot}.
     *
     * @param share of the capacity of all exits afterwards
     * @param nodes how many the attacker's capacity is split over
     */
    public static World attacked(World world, Spot spot, double share, int nodes) {
        World grown = world.extended(nodes);
        double capacity = world.capacity(true) * share / (1 - share) / nodes;
        int fresh = 1 << 29;
        for (int i = world.size(); i < grown.size(); i++) {
            int own = fresh + i;
            // Reserved for future use, so nobody else's: 240.0.0.0/4, one network for each node.
            grown.address[i] = 0xf0000001 + ((i - world.size()) << 12);
            grown.owner[i] = own;
            grown.as[i] = own;
            grown.hoster[i] = own;
            grown.country[i] = spot.country();
            grown.known[i] = spot;
            grown.found[i] = spot;
            grown.place(i, spot.latitude(), spot.longitude());
            grown.capacity[i] = Math.max(1, Math.round(capacity));
            grown.exit[i] = true;
            grown.verified[i] = true;
            grown.ageSeconds[i] = 1000 * 86_400L + i;
        }
        return grown;
    }

    private Spot node(RandomGenerator random) {
        Spot spot = cities.node(random);
        while (!addresses.knows(spot.country())) {
            spot = cities.node(random);
        }
        return spot;
    }

    private static void place(World world, int node, Spot spot, RandomGenerator random) {
        double kmPerLongitude = KM_PER_DEGREE * Math.cos(Math.toRadians(spot.latitude()));
        world.place(
                node,
                spot.latitude() + random.nextGaussian() * CITY_KM / KM_PER_DEGREE,
                spot.longitude() + random.nextGaussian() * CITY_KM / kmPerLongitude);
    }

    /** All nodes of one owner alike. */
    private static boolean verified(int owner) {
        return ((owner * 0x9E37_79B9L) >>> 8 & 0xffff) < VERIFIED * 0x10000;
    }

    /**
     * Where an address really stands.
     *
     * @param drawn where it would stand if nothing but its country were known
     */
    static Spot stands(Addresses.Found found, Spot drawn, RandomGenerator random) {
        return found.city() && random.nextDouble() >= WRONG_CITY ? found.spot() : drawn;
    }

    private static void register(World world, int node, String country, Addresses.Found found) {
        world.country[node] = country;
        world.known[node] = found.spot();
        world.found[node] = found.spot();
        world.address[node] = found.address();
        world.as[node] = (int) found.as();
        world.hoster[node] = found.organisation();
    }

    private static long capacity(RandomGenerator random) {
        double log2 = CAPACITY_LOG2 + CAPACITY_SPREAD * random.nextGaussian();
        return (long) Math.pow(2, Math.max(CAPACITY_LOG2_LOW, Math.min(CAPACITY_LOG2_HIGH, log2)));
    }

    private static Weighted owners(int count) {
        double[] weights = new double[count];
        for (int i = 0; i < count; i++) {
            weights[i] = 1 / Math.pow(i + OWNER_OFFSET, OWNER_EXPONENT);
        }
        return new Weighted(weights);
    }
}
