package org.port17.sim.measure;

import org.port17.route.kit.Geo;
import org.port17.sim.stats.Samples;
import org.port17.sim.world.Destination;
import org.port17.sim.world.Direction;
import org.port17.sim.world.Spot;
import org.port17.sim.world.World;

/** Round trips and distances of many routes to one kind of destination. */
final class Legs {
    private final Samples rtt = new Samples();
    private final Samples direct = new Samples();
    private final Samples ratio = new Samples();
    private final Samples exitKm = new Samples();
    private int sameCountry;
    private int sameAs;

    void add(World world, Spot client, int[] route, Destination destination) {
        int exit = route[route.length - 1];
        Direction from = client.direction();
        double km = destination.km(world.direction(exit));
        double millis = Geo.rttMillis(world.km(route[0], from)) + Geo.rttMillis(km);
        for (int i = 1; i < route.length; i++) {
            millis += Geo.rttMillis(world.km(route[i - 1], route[i]));
        }
        double directMillis = Geo.rttMillis(destination.km(from));
        rtt.add(millis);
        direct.add(directMillis);
        ratio.add(millis / directMillis);
        exitKm.add(km);
        String country = destination.site(world.direction(exit)).country();
        sameCountry += world.country(exit).equals(country) ? 1 : 0;
        sameAs += world.as(exit) == destination.as() ? 1 : 0;
    }

    /** Puts all figures under their names with a suffix. */
    void into(Figures figures, String suffix) {
        figures.put("rtt_ratio_p50" + suffix, rtt.quantile(0.5) / direct.quantile(0.5))
                .put("rtt_ratio_p95" + suffix, rtt.quantile(0.95) / direct.quantile(0.95))
                .put("rtt_ratio_pairs_p50" + suffix, ratio.quantile(0.5))
                .put("rtt_ms_p50" + suffix, rtt.quantile(0.5))
                .put("rtt_ms_p95" + suffix, rtt.quantile(0.95))
                .put("direct_ms_p50" + suffix, direct.quantile(0.5))
                .put("direct_ms_p95" + suffix, direct.quantile(0.95))
                .put("exit_km_p50" + suffix, exitKm.quantile(0.5))
                .put("exit_km_p90" + suffix, exitKm.quantile(0.9))
                .put("same_country" + suffix, (double) sameCountry / rtt.size());
        for (int percent = 10; percent < 100; percent += 10) {
            if (percent != 50) {
                figures.put("rtt_ms_p" + percent + suffix, rtt.quantile(percent / 100.0));
                figures.put("direct_ms_p" + percent + suffix, direct.quantile(percent / 100.0));
            }
        }
        if (suffix.isEmpty()) {
            figures.put("exit_in_destination_as", (double) sameAs / rtt.size());
        }
    }
}
