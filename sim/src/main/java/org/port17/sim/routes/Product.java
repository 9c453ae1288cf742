package org.port17.sim.routes;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import org.port17.api.Port17Exception;
import org.port17.route.kit.Draw;
import org.port17.route.kit.ExitField;
import org.port17.route.kit.Geo;
import org.port17.route.kit.Guards;
import org.port17.route.kit.Level;
import org.port17.route.kit.NodeRow;
import org.port17.route.kit.NodeTable;
import org.port17.route.kit.Prf;
import org.port17.route.kit.RouteMaker;
import org.port17.route.kit.Times;
import org.port17.route.kit.Uplink;
import org.port17.sim.world.Destination;
import org.port17.sim.world.Spot;
import org.port17.sim.world.World;

/** The product's own choice at one level: the same classes that a client's circuits use. */
public final class Product implements Chooser {
    /** The time of every simulated map, seconds since 1970. */
    private static final long NOW = 1_800_000_000L;

    private static final long DAY = NOW / 86_400;
    /** Draws that a client tries for a connection before it gives up. */
    private static final int TURNS = 4;

    private final String name;
    private final Level level;
    private final Knowledge knowledge;

    public Product(String name, Level level, Knowledge knowledge) {
        this.name = name;
        this.level = level;
        this.knowledge = knowledge;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Network ready(World world, RandomGenerator random) {
        NodeTable table = table(world);
        var all = new BitSet();
        all.set(0, world.size());
        return new Ready(world, table, new RouteMaker(table, level, all), new ExitField(table, level, all));
    }

    private NodeTable table(World world) {
        List<NodeRow> rows = new ArrayList<>(world.size());
        for (int i = 0; i < world.size(); i++) {
            double[] place = knowledge.node(world, i);
            rows.add(new NodeRow(
                    i * 0x9E37_79B9_7F4A_7C15L + 1,
                    "owner" + world.owner(i),
                    uplink(world, i),
                    Uplink.NONE,
                    world.country(i),
                    place[0],
                    place[1],
                    world.capacity(i),
                    NOW - world.ageSeconds(i),
                    NodeRow.GUARD
                            | (world.exit(i) ? NodeRow.EXIT : 0)
                            | (world.verified(i) ? NodeRow.VERIFIED_OWNER : 0),
                    0,
                    0));
        }
        return NodeTable.of(rows, NOW);
    }

    private static Uplink uplink(World world, int node) {
        int address = world.address(node);
        byte[] bytes = {(byte) (address >> 24), (byte) (address >> 16), (byte) (address >> 8), (byte) address};
        return Uplink.of(bytes, world.as(node), "hoster" + world.hoster(node));
    }

    /** One level over one map. */
    private final class Ready implements Network {
        private final World world;
        private final NodeTable table;
        private final RouteMaker maker;
        private final ExitField exits;

        Ready(World world, NodeTable table, RouteMaker maker, ExitField exits) {
            this.world = world;
            this.table = table;
            this.maker = maker;
            this.exits = exits;
        }

        @Override
        public Client client(Spot spot, RandomGenerator random) {
            byte[] salt = new byte[Prf.SALT_BYTES];
            random.nextBytes(salt);
            var guards = new Guards(salt);
            Times times = times(spot);
            return (destination, r) -> route(destination, spot, salt, guards, times, r);
        }

        private int[] route(
                Destination destination,
                Spot spot,
                byte[] salt,
                Guards guards,
                Times times,
                RandomGenerator random) {
            var client = new RouteMaker.Client(guards, times, spot.country(), new BitSet(), NOW, random);
            for (int turn = 0; turn < TURNS; turn++) {
                Draw draw = new Draw("browser", destination.name(), DAY, level.number(), turn);
                int exit = exits.at(knowledge.target(destination)).draw(Prf.of(salt, draw));
                try {
                    return maker.route(exit, client);
                } catch (Port17Exception e) {
                    // Another exit may go with the entries that this client has.
                    continue;
                }
            }
            return new int[0];
        }

        /** Round trips as nodes measure them between each other, and the client to its entries. */
        private Times times(Spot spot) {
            return new Times() {
                @Override
                public double between(int a, int b) {
                    return Geo.rttMillis(world.km(a, b));
                }

                @Override
                public double toEntry(int row) {
                    return Geo.rttMillis(world.km(row, spot));
                }
            };
        }

        @Override
        public OptionalDouble exitChance(Destination destination, int first) {
            double[] drawn = new double[1];
            exits.at(knowledge.target(destination)).forEach((row, probability) -> {
                drawn[0] += row >= first ? probability : 0;
            });
            return OptionalDouble.of(drawn[0]);
        }

        /** An entry is the nearest of a few draws by weight, and nobody is nearer than who stands beside the client. */
        @Override
        public OptionalDouble entryChance(Spot spot, int first) {
            double others = 1 - share(first, false).orElseThrow();
            return OptionalDouble.of(1 - Math.pow(others, level.entry().samples()));
        }

        @Override
        public OptionalDouble share(int first, boolean exitsOnly) {
            long[] weights = level.ramp().weights(table, level.minDays());
            double all = 0;
            double theirs = 0;
            for (int i = 0; i < weights.length; i++) {
                boolean serves = !exitsOnly || world.exit(i) && (!level.verifiedExits() || world.verified(i));
                all += serves ? weights[i] : 0;
                theirs += serves && i >= first ? weights[i] : 0;
            }
            return OptionalDouble.of(theirs / all);
        }
    }
}
