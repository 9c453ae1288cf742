package org.port17.sim.world;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.random.RandomGenerator;

/** Makes destinations: single servers, and networks of replicas such as anycast and content delivery have them. */
public final class Destinations {
    /** How many sites a replicated destination has; each size is as frequent as the others. */
    private static final int[] SITES = {8, 30, 100, 250};

    private static final double HOSTED = 0.9;

    private static final int REPLICATED = 400;

    private final Cities cities;
    private final Addresses addresses;
    private final List<Destination> replicated = new ArrayList<>();

    /** Each of {@link #replicated} is made once, from {@code random}. */
    public Destinations(Cities cities, Addresses addresses, RandomGenerator random) {
        this.cities = cities;
        this.addresses = addresses;
        for (int i = 0; i < REPLICATED; i++) {
            replicated.add(replicas(SITES[i % SITES.length], random));
        }
    }

    /** One server in one place. */
    public Destination single(RandomGenerator random) {
        Spot drawn = cities.server(random);
        while (!addresses.knows(drawn.country())) {
            drawn = cities.server(random);
        }
        Addresses.Found found = found(drawn.country(), random);
        Spot spot = WorldGenerator.stands(found, drawn, random);
        return new Destination(name(random), List.of(spot), found.spot(), found.as());
    }

    /** One server at a given place, which the place database knows. */
    public Destination at(Spot spot, RandomGenerator random) {
        return new Destination(
                name(random), List.of(spot), spot, found(spot.country(), random).as());
    }

    private Addresses.Found found(String country, RandomGenerator random) {
        return addresses.draw(country, random.nextDouble() < HOSTED, new HashSet<>(), random);
    }

    /** One of the networks of replicas; half of their sites are where servers are and half where people are. */
    public Destination replicated(RandomGenerator random) {
        return replicated.get(random.nextInt(replicated.size()));
    }

    private Destination replicas(int count, RandomGenerator random) {
        List<Spot> sites = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sites.add(i % 2 == 0 ? cities.server(random) : cities.client(random));
        }
        Destination first = single(random);
        return new Destination(name(random), sites, first.known(), first.as());
    }

    private static String name(RandomGenerator random) {
        return Long.toUnsignedString(random.nextLong(), 36) + ".example";
    }
}
