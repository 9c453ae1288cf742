package org.port17.sim.measure;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.port17.sim.routes.Network;
import org.port17.sim.stats.MutualInformation;
import org.port17.sim.world.Cities;
import org.port17.sim.world.Destination;
import org.port17.sim.world.Destinations;
import org.port17.sim.world.Spot;
import org.port17.sim.world.World;

/**
 * One pass over many clients, each with guards of its own and one connection to a destination never met before; every
 * second destination is replicated. Gives everything that can be read off routes: round trips, distances, repeats,
 * what a node's place tells about the client's, and where the load falls.
 */
public final class Survey {
    /** Cells of the client's place that leak bits are counted in, degrees of latitude and longitude. */
    static final int CLIENT_ROWS = 20;

    static final int CLIENT_COLUMNS = 30;
    /** Cells of the observed node's place, degrees. */
    private static final int NODE_CELL = 5;

    private final World world;
    private final Cities cities;
    private final Destinations destinations;

    public Survey(World world, Cities cities, Destinations destinations) {
        this.world = world;
        this.cities = cities;
        this.destinations = destinations;
    }

    /** @param connections how many, at least 100 */
    public Figures run(Network network, int connections, RandomGenerator random) {
        var single = new Legs();
        var replicated = new Legs();
        var repeats = new Repeats(world);
        var load = new Load(world);
        int[] client = new int[connections];
        int[][] seen = new int[3][connections];
        int made = 0;
        for (int i = 0; i < connections; i++) {
            Spot spot = cities.client(random);
            Destination destination = i % 2 == 0 ? destinations.single(random) : destinations.replicated(random);
            int[] route = network.client(spot, random).route(destination, random);
            if (route.length == 0) {
                continue;
            }
            (destination.replicated() ? replicated : single).add(world, spot, route, destination);
            repeats.add(spot, route);
            load.add(route[route.length - 1]);
            client[made] = spot.cell(CLIENT_ROWS, CLIENT_COLUMNS);
            seen[0][made] = world.cell(route[0], NODE_CELL, NODE_CELL);
            seen[1][made] = world.cell(route[route.length - 2], NODE_CELL, NODE_CELL);
            seen[2][made] = world.cell(route[route.length - 1], NODE_CELL, NODE_CELL);
            made++;
        }
        var figures = new Figures();
        single.into(figures, "");
        replicated.into(figures, "_replicated");
        repeats.into(figures, connections);
        load.into(figures);
        figures.put("leak_bits_guard", leak(client, seen[0], made, random))
                .put("leak_bits_middle", leak(client, seen[1], made, random))
                .put("leak_bits_exit", leak(client, seen[2], made, random));
        return figures;
    }

    private static double leak(int[] client, int[] node, int made, RandomGenerator random) {
        double bits = MutualInformation.corrected(Arrays.copyOf(client, made), Arrays.copyOf(node, made), random);
        return Math.max(0, bits);
    }
}
