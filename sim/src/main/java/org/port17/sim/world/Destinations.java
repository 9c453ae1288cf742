package org.port17.sim.world;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.random.RandomGenerator;

/** Makes destinations: single servers, and networks of replicas such as anycast and content delivery have them. */
public final class Destinations {
    /** How many sites a replicated destination has; each size is as likely as the others. */
    private static final int[] SITES = {8, 30, 100, 250};

    private static final double HOSTED = 0.9;

    private final Cities cities;
    private final Addresses addresses;

    public Destinations(Cities cities, Addresses addresses) {
        this.cities = cities;
        this.addresses = addresses;
    }

    /** One server in one place. */
    public Destination single(RandomGenerator random) {
        Spot spot = cities.server(random);
        while (!addresses.knows(spot.country())) {
            spot = cities.server(random);
        }
        return at(spot, random);
    }

    /** One server at a given place. */
    public Destination at(Spot spot, RandomGenerator random) {
        Addresses.Found found =
                addresses.draw(spot.country(), random.nextDouble() < HOSTED, new HashSet<>(), random);
        return new Destination(name(random), List.of(spot), found.address(), found.as());
    }

    /** Replicas, half of them where servers are and half where people are. */
    public Destination replicated(RandomGenerator random) {
        int count = SITES[random.nextInt(SITES.length)];
        List<Spot> sites = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sites.add(i % 2 == 0 ? cities.server(random) : cities.client(random));
        }
        Destination first = single(random);
        return new Destination(name(random), sites, first.address(), first.as());
    }

    private static String name(RandomGenerator random) {
        return Long.toUnsignedString(random.nextLong(), 36) + ".example";
    }
}
