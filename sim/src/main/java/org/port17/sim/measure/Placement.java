package org.port17.sim.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import org.port17.sim.routes.Chooser;
import org.port17.sim.routes.Client;
import org.port17.sim.routes.Network;
import org.port17.sim.world.Cities;
import org.port17.sim.world.Destinations;
import org.port17.sim.world.Spot;
import org.port17.sim.world.World;
import org.port17.sim.world.WorldGenerator;

/**
 * How many times its share of capacity an attacker gets who may choose where to stand: at the destination for exits,
 * beside the client for guards. Where a way can work its probabilities out, the gain is exact and the worst city the
 * true one; whole routes are drawn beside it, to show that nothing later in a route moves it. For other ways the worst
 * city is looked for with few draws, and its gain is measured with many others, so that having looked for the largest
 * does not make it larger.
 */
public final class Placement {
    /** Of the capacity of all exits. Its share of what a level draws from is counted, so that age gives no gain. */
    public static final double SHARE = 0.002;

    private static final int ROUTES_PER_CLIENT = 20;
    private static final int SEARCH = 10;

    private final World world;
    private final Cities cities;
    private final Destinations destinations;
    private final int draws;

    /** @param draws of routes at the worst city; at the others, where they are needed, a tenth */
    public Placement(World world, Cities cities, Destinations destinations, int draws) {
        this.world = world;
        this.cities = cities;
        this.destinations = destinations;
        this.draws = draws;
    }

    /** @param tries how many cities are tried */
    public Figures run(Chooser chooser, int tries, RandomGenerator random) {
        Spot exitAt = null;
        Spot guardAt = null;
        double worstExit = -1;
        double worstGuard = -1;
        for (Spot spot : spread(cities.hubs(), tries)) {
            Attack attack = attack(chooser, spot, random);
            double exit = attack.exits(draws / SEARCH, random);
            double guard = attack.guards(draws / SEARCH, random);
            exitAt = exit > worstExit ? spot : exitAt;
            guardAt = guard > worstGuard ? spot : guardAt;
            worstExit = Math.max(exit, worstExit);
            worstGuard = Math.max(guard, worstGuard);
        }
        Attack exits = attack(chooser, exitAt, random);
        Attack guards = guardAt.equals(exitAt) ? exits : attack(chooser, guardAt, random);
        double exitDrawn = exits.drawnExits(draws, random);
        double guardDrawn = guards.drawnGuards(draws, random);
        return new Figures()
                .put("placement_gain_exit", exits.exactExits(random).orElse(exitDrawn))
                .put("placement_gain_guard", guards.exactGuards().orElse(guardDrawn))
                .put("placement_gain_exit_drawn", exitDrawn)
                .put("placement_gain_guard_drawn", guardDrawn);
    }

    /** Evenly over the list, the first one always. */
    static List<Spot> spread(List<Spot> all, int count) {
        List<Spot> chosen = new ArrayList<>();
        int wanted = Math.min(count, all.size());
        for (int i = 0; i < wanted; i++) {
            chosen.add(all.get((int) ((long) i * all.size() / wanted)));
        }
        return chosen;
    }

    private Attack attack(Chooser chooser, Spot spot, RandomGenerator random) {
        int nodes = Math.max(1, (int) Math.round(world.size() * SHARE));
        World attacked = WorldGenerator.attacked(world, spot, SHARE, nodes);
        return new Attack(spot, attacked, chooser.ready(attacked, random));
    }

    /** The network with the attacker's nodes at one spot. */
    private final class Attack {
        private final Spot spot;
        private final Network network;
        private final double exitShare;
        private final double guardShare;

        Attack(Spot spot, World attacked, Network network) {
            this.spot = spot;
            this.network = network;
            this.exitShare =
                    network.share(world.size(), true).orElse(1 - world.capacity(true) / attacked.capacity(true));
            this.guardShare =
                    network.share(world.size(), false).orElse(1 - world.capacity(false) / attacked.capacity(false));
        }

        double exits(int count, RandomGenerator random) {
            return exactExits(random).orElseGet(() -> drawnExits(count, random));
        }

        double guards(int count, RandomGenerator random) {
            return exactGuards().orElseGet(() -> drawnGuards(count, random));
        }

        OptionalDouble exactExits(RandomGenerator random) {
            OptionalDouble chance = network.exitChance(destinations.at(spot, random), world.size());
            return chance.isPresent() ? OptionalDouble.of(chance.getAsDouble() / exitShare) : chance;
        }

        OptionalDouble exactGuards() {
            OptionalDouble chance = network.entryChance(spot, world.size());
            return chance.isPresent() ? OptionalDouble.of(chance.getAsDouble() / guardShare) : chance;
        }

        double drawnExits(int count, RandomGenerator random) {
            int hits = 0;
            for (int i = 0; i < count; ) {
                Client client = network.client(cities.client(random), random);
                for (int j = 0; j < ROUTES_PER_CLIENT && i < count; j++, i++) {
                    int[] route = client.route(destinations.at(spot, random), random);
                    hits += route.length > 0 && route[route.length - 1] >= world.size() ? 1 : 0;
                }
            }
            return hits / (double) count / exitShare;
        }

        double drawnGuards(int count, RandomGenerator random) {
            int hits = 0;
            for (int i = 0; i < count; i++) {
                int[] route = network.client(spot, random).route(destinations.single(random), random);
                hits += route.length > 0 && route[0] >= world.size() ? 1 : 0;
            }
            return hits / (double) count / guardShare;
        }
    }
}
