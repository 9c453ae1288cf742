package org.port17.sim;

import java.util.ArrayList;
import java.util.List;
import org.port17.route.kit.Level;
import org.port17.route.kit.Levels;
import org.port17.sim.measure.Figures;
import org.port17.sim.measure.Speed;
import org.port17.sim.measure.Tally;
import org.port17.sim.report.Row;
import org.port17.sim.routes.Chooser;
import org.port17.sim.routes.Knowledge;
import org.port17.sim.routes.NearestExit;
import org.port17.sim.routes.Network;
import org.port17.sim.routes.Product;
import org.port17.sim.routes.RandomThree;
import org.port17.sim.world.World;

/**
 * What a run consists of: the levels, what they are compared with, the trade-off curve if a report is wanted, the map.
 */
final class Plan {
    /** Bounds of the trade-off curve. */
    private static final int[] GAMMAS = {1, 2, 3, 4, 5, 8, 12, 18, 25, 40, 64};

    private static final int CURVE_NETWORKS = 3;
    private static final int CURVE_PART = 4;
    private static final int CURVE_CITIES = 6;
    private static final int CITIES = 16;
    private static final int SPEED_ROUNDS = 5;

    private final SimOptions options;
    private final Simulation simulation;
    private final ProgressBar bar;

    Plan(SimOptions options, Simulation simulation, ProgressBar bar) {
        this.options = options;
        this.simulation = simulation;
        this.bar = bar;
    }

    Outcome run() throws InterruptedException {
        var whole = new Simulation.Effort(options.networks(), options.connections(), CITIES);
        List<Simulation.Entry> entries = new ArrayList<>();
        for (Level level : Levels.standard()) {
            entries.add(new Simulation.Entry(product("level " + level.number(), level), level.number(), true));
        }
        List<Chooser> baselines = List.of(new RandomThree(), new NearestExit());
        baselines.forEach(chooser -> entries.add(new Simulation.Entry(chooser, 0, true)));
        variants().forEach(chooser -> entries.add(new Simulation.Entry(chooser, 0, false)));
        List<Row> rows = simulation.run(entries, whole, bar);
        List<Row> curve = options.report().isPresent() ? curve() : List.of();
        List<Row> timed = timed(entries, rows);
        int levels = Levels.standard().size();
        Row lies = simulation.lies(
                new Product("level 1, liars", Levels.standard().get(0), Knowledge.LEARNED),
                options.networks(),
                options.connections(),
                bar);
        bar.expect(1);
        Figures map = simulation.mapCost();
        bar.step(1, "the map");
        int compared = levels + baselines.size();
        return new Outcome(
                options,
                timed.subList(0, levels),
                timed.subList(levels, compared),
                timed.subList(compared, timed.size()),
                curve,
                lies,
                map);
    }

    private static Chooser product(String name, Level level) {
        return new Product(name, level, Knowledge.LEARNED);
    }

    /** Level 1 with something changed. */
    private static List<Chooser> variants() {
        Level swift = Levels.standard().get(0);
        return List.of(
                new Product("level 1, first connection", swift, Knowledge.FIRST),
                new Product("level 1, nodes not measured", swift, Knowledge.UNMEASURED),
                new Product("level 1, places exact", swift, Knowledge.EXACT),
                new Product("level 1, next to AS", swift.nextToAs(), Knowledge.LEARNED, true),
                new Product("level 1, no diversity", withoutRules(swift), Knowledge.LEARNED));
    }

    private static Level withoutRules(Level level) {
        return new Level(
                level.number(),
                level.name(),
                level.nodes(),
                level.entry(),
                level.gamma(),
                level.ownerPercent(),
                level.middleSample(),
                level.middleBest(),
                level.minDays(),
                level.ramp(),
                level.verifiedExits(),
                List.of(),
                level.zeroRtt(),
                level.plaintextOnlyByRule(),
                level.idleMinutes(),
                level.mostMinutes(),
                level.lacks());
    }

    private List<Row> curve() throws InterruptedException {
        Level swift = Levels.standard().get(0);
        List<Simulation.Entry> entries = new ArrayList<>();
        for (int gamma : GAMMAS) {
            entries.add(new Simulation.Entry(product("gamma " + gamma, swift.withGamma(gamma)), 0, true));
        }
        int networks = Math.min(CURVE_NETWORKS, options.networks());
        int connections = Math.max(SimOptions.LEAST_CONNECTIONS, options.connections() / CURVE_PART);
        return simulation.run(entries, new Simulation.Effort(networks, connections, CURVE_CITIES), bar);
    }

    /** Adds how long a route takes, measured when nothing else runs. */
    private List<Row> timed(List<Simulation.Entry> entries, List<Row> rows) {
        bar.expect(Levels.standard().size());
        System.gc(); // what the networks before left is no part of a client
        World world = simulation.world(0);
        Speed speed = simulation.speed();
        List<Row> timed = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            if (row.level() > 0) {
                Network network = simulation.ready(entries.get(i).chooser(), world);
                var tally = new Tally();
                speed.warmUp(network, options.connections());
                for (int round = 0; round < SPEED_ROUNDS; round++) {
                    tally.add(speed.round(network, options.connections() / SPEED_ROUNDS));
                }
                bar.step(1, row.name() + ", time");
                row = row.with(tally.estimates());
            }
            timed.add(row);
        }
        return timed;
    }
}
