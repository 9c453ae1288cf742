package org.port17.sim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.port17.sim.measure.Figures;
import org.port17.sim.measure.Lies;
import org.port17.sim.measure.MapCost;
import org.port17.sim.measure.Placement;
import org.port17.sim.measure.Prekeys;
import org.port17.sim.measure.Speed;
import org.port17.sim.measure.Survey;
import org.port17.sim.measure.Tally;
import org.port17.sim.report.Row;
import org.port17.sim.routes.Chooser;
import org.port17.sim.routes.Network;
import org.port17.sim.routes.Product;
import org.port17.sim.world.Addresses;
import org.port17.sim.world.Cities;
import org.port17.sim.world.Destinations;
import org.port17.sim.world.World;
import org.port17.sim.world.WorldGenerator;

/**
 * Generates networks and measures ways to choose routes on each. Every network has its own random numbers, which follow
 * from the seed and its number alone, so results do not depend on how many threads work.
 */
final class Simulation {
    /**
     * @param level 1 to 4 for a level as shipped, else 0
     * @param attacked whether an attacker's gain is looked for too
     */
    record Entry(Chooser chooser, int level, boolean attacked) {}

    /**
     * How much work each row is.
     *
     * @param networks how many are generated
     * @param connections in each network
     * @param cities where the attacker is tried
     */
    record Effort(int networks, int connections, int cities) {}

    /** Of the connections, how many are made again by clients that hold a sample of the prekeys. */
    private static final int PREKEY_PART = 5;

    private final int nodes;
    private final long seed;
    private final Cities cities;
    private final Addresses addresses;
    private final Destinations destinations;
    private final int threads;

    Simulation(int nodes, long seed, Cities cities, Addresses addresses, int threads) {
        this.nodes = nodes;
        this.seed = seed;
        this.cities = cities;
        this.addresses = addresses;
        this.destinations = new Destinations(cities, addresses, random(-3));
        this.threads = threads;
    }

    /** The network of a number, always the same one. */
    World world(int number) {
        return new WorldGenerator(cities, addresses)
                .generate(nodes, random(number).split());
    }

    /** A way to choose, ready for a network. */
    Network ready(Chooser chooser, World world) {
        return chooser.ready(world, random(-1));
    }

    /** What the map of such a network costs. */
    Figures mapCost() {
        SplittableRandom random = random(-4);
        World world = new WorldGenerator(cities, addresses).generate(MapCost.withJoining(nodes), random);
        return new MapCost(world, random).run();
    }

    /** What liars gain at a level, over networks of their own. */
    Row lies(Product level, int networks, int connections, ProgressBar bar) {
        bar.expect(networks);
        var tally = new Tally();
        for (int network = 0; network < networks; network++) {
            SplittableRandom random = random(-5 - network);
            World world = new WorldGenerator(cities, addresses).generate(nodes, random.split());
            tally.add(new Lies(world, level, cities, destinations, random).run(connections));
            bar.step(1, "liars, network " + (network + 1) + " of " + networks);
        }
        return new Row(level.name(), 0, tally.estimates());
    }

    Speed speed() {
        return new Speed(cities, destinations, random(-2));
    }

    /** One row for each entry, in their order. */
    List<Row> run(List<Entry> entries, Effort effort, ProgressBar bar) throws InterruptedException {
        bar.expect((double) effort.networks() * entries.size());
        Map<Entry, Tally> tallies = new LinkedHashMap<>();
        entries.forEach(entry -> tallies.put(entry, new Tally()));
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Map<Entry, Figures>>> running = new ArrayList<>();
            for (int number = 0; number < effort.networks(); number++) {
                int network = number;
                running.add(pool.submit(() -> network(network, entries, effort, bar)));
            }
            for (Future<Map<Entry, Figures>> one : running) {
                one.get().forEach((entry, figures) -> tallies.get(entry).add(figures));
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a simulated network failed: " + e.getCause(), e.getCause());
        } finally {
            pool.shutdownNow();
        }
        List<Row> rows = new ArrayList<>();
        tallies.forEach((entry, tally) -> rows.add(new Row(entry.chooser().name(), entry.level(), tally.estimates())));
        return rows;
    }

    private Map<Entry, Figures> network(int number, List<Entry> entries, Effort effort, ProgressBar bar) {
        World world = world(number);
        var survey = new Survey(world, cities, destinations);
        var placement = new Placement(world, cities, destinations, effort.connections() / 2);
        var prekeys = new Prekeys(world, cities, destinations, random(number).split());
        Map<Entry, Figures> found = new LinkedHashMap<>();
        for (Entry entry : entries) {
            Chooser chooser = entry.chooser();
            // The same for every row: all ways serve the same clients and destinations.
            SplittableRandom random = random(number).split().split();
            Figures figures = survey.run(chooser.ready(world, random.split()), effort.connections(), random.split());
            if (entry.attacked()) {
                figures.putAll(placement.run(chooser, effort.cities(), random.split()));
            }
            if (chooser instanceof Product product && entry.level() > 0) {
                figures.putAll(prekeys.run(product, effort.connections() / PREKEY_PART, random.split()));
            }
            found.put(entry, figures);
            bar.step(1, chooser.name() + ", network " + (number + 1) + " of " + effort.networks());
        }
        return found;
    }

    private SplittableRandom random(int number) {
        return new SplittableRandom(seed * 0x9E37_79B9_7F4A_7C15L + number);
    }
}
