package org.port17.sim.measure;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.port17.api.Port17Exception;
import org.port17.netmap.column.Cells;
import org.port17.netmap.column.Columns;
import org.port17.netmap.column.PrekeySample;
import org.port17.sim.routes.Network;
import org.port17.sim.routes.Product;
import org.port17.sim.world.Cities;
import org.port17.sim.world.Destination;
import org.port17.sim.world.Destinations;
import org.port17.sim.world.Spot;
import org.port17.sim.world.World;
import org.port17.sim.world.WorldGenerator;

/**
 * Clients that hold the current prekeys of a secret sample of the network and choose inside it: how many of their
 * routes begin with every prekey in hand, how near their exits are, and what an attacker gains on average over
 * samples.
 */
public final class Prekeys {
    /** What a client may spend on prekeys, bytes an hour. */
    private static final int BYTES_AN_HOUR = 150_000;
    /** A sample is made of whole cells; so many nodes at most come with the last one. */
    private static final int CELL = 64;
    /** How many nodes a client holds. */
    static final int HELD = BYTES_AN_HOUR * PrekeySample.PREKEY_HOURS / PrekeySample.PREKEY_BYTES - CELL;

    private static final int SECRET_BYTES = 32;
    private static final int SAMPLES = 20;

    private final World world;
    private final Cities cities;
    private final Destinations destinations;
    private final Spot attacker;
    private final int honest;
    private final Columns columns;
    private final Cells cells;
    private final Map<Integer, Integer> nodeOf = new HashMap<>();

    /** The attacker stands in the heaviest hub. */
    public Prekeys(World honestWorld, Cities cities, Destinations destinations, SplittableRandom random) {
        this.cities = cities;
        this.destinations = destinations;
        this.honest = honestWorld.size();
        this.attacker = cities.hubs().get(0);
        int nodes = Math.max(1, (int) Math.round(honest * Placement.SHARE));
        this.world = WorldGenerator.attacked(honestWorld, attacker, Placement.SHARE, nodes);
        try {
            this.columns = Columns.of(new MapRows(world, random).rows(0, world.size()));
        } catch (Port17Exception e) {
            throw new IllegalStateException("the generated network makes no map", e);
        }
        this.cells = new Cells(columns);
        for (int i = 0; i < world.size(); i++) {
            nodeOf.put(world.address(i), i);
        }
    }

    /** @param routes how many, spread over {@link #SAMPLES} samples */
    public Figures run(Product product, int routes, SplittableRandom random) {
        int each = Math.max(1, routes / SAMPLES);
        int made = 0;
        double chance = 0;
        var legs = new Legs();
        for (int s = 0; s < SAMPLES; s++) {
            Network network = sampled(product, random);
            chance += network.exitChance(destinations.at(attacker, random), honest)
                            .orElseThrow()
                    / SAMPLES;
            for (int i = 0; i < each; i++) {
                Spot spot = cities.client(random);
                Destination destination = destinations.single(random);
                int[] route = network.client(spot, random).route(destination, random);
                if (route.length > 0) {
                    made++;
                    legs.add(world, spot, route, destination);
                }
            }
        }
        double share = product.ready(world, random).share(honest, true).orElseThrow();
        var whole = new Figures();
        legs.into(whole, "");
        return new Figures()
                .put("prekeys_in_hand", (double) made / (each * SAMPLES))
                .put("sampled_rtt_ratio_p50", whole.get("rtt_ratio_p50").orElseThrow())
                .put("sampled_exit_km_p50", whole.get("exit_km_p50").orElseThrow())
                .put("sampled_placement_gain_exit", chance / share);
    }

    /** What one client holds, each node by its capacity over its chance to be held. */
    private Network sampled(Product product, SplittableRandom random) {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        PrekeySample sample = PrekeySample.draw(columns, cells, secret, HELD);
        int[] rows = sample.rows();
        Map<Integer, Long> held = new TreeMap<>();
        for (int i = 0; i < rows.length; i++) {
            held.put(nodeOf.get(columns.ipv4(rows[i])), Math.round(sample.weight(i)));
        }
        return product.ready(
                world,
                held.keySet().stream().mapToInt(Integer::intValue).toArray(),
                held.values().stream().mapToLong(Long::longValue).toArray());
    }
}
