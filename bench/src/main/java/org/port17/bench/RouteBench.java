package org.port17.bench;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.port17.api.Port17Exception;
import org.port17.route.kit.Draw;
import org.port17.route.kit.ExitField;
import org.port17.route.kit.Guards;
import org.port17.route.kit.Level;
import org.port17.route.kit.Levels;
import org.port17.route.kit.NodeRow;
import org.port17.route.kit.NodeTable;
import org.port17.route.kit.Prf;
import org.port17.route.kit.RouteMaker;
import org.port17.route.kit.Target;
import org.port17.route.kit.Times;
import org.port17.route.kit.Uplink;

/**
 * What a route costs in a network of 100,000 nodes: for a destination whose cell was never asked for, for a new one in a known
 * cell, and the exit alone. The nodes stand in 600 places, few of which hold many.
 */
@State(Scope.Thread)
@BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RouteBench {
    private static final long NOW = 1_800_000_000L;
    private static final String[] COUNTRIES = {"US", "DE", "NL", "FR", "GB", "CH", "JP", "BR", "IN", "ZA", "AU", "SE"};

    @Param({"1", "2", "3", "4"})
    public int level;

    private final SplittableRandom random = new SplittableRandom(1);
    private NodeTable table;
    private BitSet all;
    private Level used;
    private ExitField field;
    private RouteMaker maker;
    private RouteMaker.Client client;
    private byte[] salt;
    private int next;

    @Setup
    public void network() {
        List<NodeRow> rows = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            rows.add(row(i));
        }
        table = NodeTable.of(rows, NOW);
        used = Levels.standard().get(level - 1);
        all = new BitSet();
        for (int i = 0; i < table.size(); i++) {
            all.set(i, !table.country(i).equals("CH"));
        }
        field = new ExitField(table, used, all);
        maker = new RouteMaker(table, used, all);
        salt = new byte[Prf.SALT_BYTES];
        client = new RouteMaker.Client(
                new Guards(salt), Times.byDistance(table, 47, 8), "CH", new BitSet(), NOW, random);
    }

    private NodeRow row(int i) {
        int place = (int) (Math.pow(random.nextDouble(), 3) * 600);
        SplittableRandom where = new SplittableRandom(place);
        int as = 1 + (int) (Math.pow(random.nextDouble(), 2) * 14_000);
        return new NodeRow(
                random.nextLong(),
                "owner" + (int) (Math.pow(random.nextDouble(), 2) * 20_000),
                new Uplink(1 + random.nextInt(60_000), as, "hoster" + as),
                Uplink.NONE,
                COUNTRIES[place % COUNTRIES.length],
                where.nextDouble() * 110 - 40,
                where.nextDouble() * 340 - 170,
                1 + (long) Math.exp(13 + 3 * random.nextDouble()),
                NOW - 86_400L * random.nextInt(300) - 1,
                NodeRow.GUARD | (i % 3 == 0 ? NodeRow.EXIT : 0) | (i % 2 == 0 ? NodeRow.VERIFIED_OWNER : 0),
                0,
                0);
    }

    /** Nothing of the field is kept: the choice is made anew, as for the first destination in a cell. */
    @Benchmark
    public int[] newCell() throws Port17Exception {
        next++;
        double latitude = random.nextDouble() * 120 - 50;
        double longitude = random.nextDouble() * 340 - 170;
        // A country of its own makes a choice of its own.
        String country = "" + (char) ('A' + next % 26) + (char) ('A' + next / 26 % 26);
        return route(Target.at(latitude, longitude, country, 0));
    }

    @Benchmark
    public int[] knownCell() throws Port17Exception {
        next++;
        return route(Target.at(50, 8, "DE", 0));
    }

    @Benchmark
    public int exitInKnownCell() {
        next++;
        return exit(Target.at(50, 8, "DE", 0));
    }

    private int[] route(Target target) throws Port17Exception {
        for (int attempt = 0; ; attempt++) {
            try {
                return maker.route(exit(target), client);
            } catch (Port17Exception e) {
                if (attempt == 5) {
                    throw e;
                }
                next++;
            }
        }
    }

    private int exit(Target target) {
        return field.at(target).draw(Prf.of(salt, new Draw("app", "d" + next, 20_000, level, 0)));
    }
}
