package org.port17.sim.measure;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.SplittableRandom;
import org.port17.sim.routes.Client;
import org.port17.sim.routes.Network;
import org.port17.sim.stats.Samples;
import org.port17.sim.world.Cities;
import org.port17.sim.world.Destination;
import org.port17.sim.world.Destinations;

/**
 * How much processor time a route to a new destination takes: after a warm-up, in several rounds. Not the
 * clock on the wall, so that other programs on the machine do not count.
 */
public final class Speed {
    private static final int ROUTES_PER_CLIENT = 50;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Cities cities;
    private final Destinations destinations;
    private final SplittableRandom random;

    public Speed(Cities cities, Destinations destinations, SplittableRandom random) {
        this.cities = cities;
        this.destinations = destinations;
        this.random = random;
    }

    /** Makes so many routes and forgets what they took. */
    public void warmUp(Network network, int routes) {
        time(network, routes);
    }

    /**
     * So many routes to destinations in cells that may or may not have been asked for before, as a client meets them.
     */
    public Figures round(Network network, int routes) {
        Samples micros = time(network, routes);
        return new Figures().put("route_us_p50", micros.quantile(0.5)).put("route_us_p99", micros.quantile(0.99));
    }

    private Samples time(Network network, int count) {
        var micros = new Samples();
        Client client = null;
        for (int i = 0; i < count; i++) {
            if (i % ROUTES_PER_CLIENT == 0) {
                client = network.client(cities.client(random), random);
                // Guards are chosen once in months, not for a route.
                client.route(destinations.single(random), random);
            }
            Destination destination = i % 2 == 0 ? destinations.single(random) : destinations.replicated(random);
            long start = threads.getCurrentThreadCpuTime();
            client.route(destination, random);
            micros.add((threads.getCurrentThreadCpuTime() - start) / 1e3);
        }
        return micros;
    }
}
