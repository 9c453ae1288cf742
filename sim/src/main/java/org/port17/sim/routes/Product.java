package org.port17.sim.routes;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.port17.api.Port17Exception;
import org.port17.route.kit.Draw;
import org.port17.route.kit.ExitChoice;
import org.port17.route.kit.ExitField;
import org.port17.route.kit.Geo;
import org.port17.route.kit.Guards;
import org.port17.route.kit.Level;
import org.port17.route.kit.LoadPrices;
import org.port17.route.kit.NodeRow;
import org.port17.route.kit.NodeTable;
import org.port17.route.kit.Prf;
import org.port17.route.kit.RouteMaker;
import org.port17.route.kit.Times;
import org.port17.route.kit.Uplink;
import org.port17.sim.world.Destination;
import org.port17.sim.world.Direction;
import org.port17.sim.world.Spot;
import org.port17.sim.world.World;

/** The product's own choice at one level: the same classes that a client's circuits use. */
public final class Product implements Chooser {
    /** The time of every simulated map, seconds since 1970. */
    private static final long NOW = 1_800_000_000L;

    private static final long DAY = NOW / 86_400;
    /** Draws that a client tries for a connection before it gives up, as the product does. */
    private static final int TURNS = 6;
    /** The rule that keeps entry and exit out of the client's country; exits are then drawn from all others. */
    private static final String CLIENT_COUNTRY = "client-country";

    private final String name;
    private final Level level;
    private final Knowledge knowledge;
    private final boolean nextToAs;

    public Product(String name, Level level, Knowledge knowledge) {
        this(name, level, knowledge, false);
    }

    /** @param nextToAs whether exits in the destination's autonomous system go first, as a rule may ask */
    public Product(String name, Level level, Knowledge knowledge, boolean nextToAs) {
        this.name = name;
        this.level = level;
        this.knowledge = knowledge;
        this.nextToAs = nextToAs;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Network ready(World world, RandomGenerator random) {
        int[] all = IntStream.range(0, world.size()).toArray();
        return ready(world, all, IntStream.of(all).mapToLong(world::capacity).toArray());
    }

    /**
     * For clients that hold a part of the network only.
     *
     * @param nodes which, ascending
     * @param weights by what each is drawn, bytes a second
     */
    public Network ready(World world, int[] nodes, long[] weights) {
        NodeTable table = table(world, nodes, weights);
        var all = new BitSet();
        all.set(0, nodes.length);
        return new Ready(world, nodes, table, new RouteMaker(table, level, all));
    }

    private NodeTable table(World world, int[] nodes, long[] weights) {
        List<NodeRow> rows = new ArrayList<>(nodes.length);
        for (int row = 0; row < nodes.length; row++) {
            int i = nodes[row];
            Spot place = knowledge.node(world, i);
            rows.add(new NodeRow(
                    i * 0x9E37_79B9_7F4A_7C15L + 1,
                    "owner" + world.owner(i),
                    uplink(world, i),
                    Uplink.NONE,
                    world.country(i),
                    place.latitude(),
                    place.longitude(),
                    weights[row],
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
        /** The world's node of each row of the table. */
        private final int[] nodes;

        private final NodeTable table;
        private final RouteMaker maker;
        private final boolean apart;
        private final Map<String, ExitField> fields = new ConcurrentHashMap<>();

        Ready(World world, int[] nodes, NodeTable table, RouteMaker maker) {
            this.world = world;
            this.nodes = nodes;
            this.table = table;
            this.maker = maker;
            this.apart = level.rules().stream().anyMatch(rule -> rule.id().equals(CLIENT_COUNTRY));
        }

        /** What a client of a country draws its exits from. */
        private ExitField exits(String clientCountry) {
            return fields.computeIfAbsent(apart ? clientCountry : "", country -> {
                var allowed = new BitSet();
                for (int row = 0; row < nodes.length; row++) {
                    allowed.set(row, !world.country(nodes[row]).equals(country));
                }
                return new ExitField(table, level, allowed, nextToAs, LoadPrices.NONE);
            });
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
                Destination destination, Spot spot, byte[] salt, Guards guards, Times times, RandomGenerator random) {
            var client = new RouteMaker.Client(guards, times, spot.country(), new BitSet(), NOW, random);
            ExitChoice choice = exits(spot.country()).at(knowledge.target(destination));
            for (int turn = 0; turn < TURNS; turn++) {
                Draw draw = new Draw("browser", destination.name(), DAY, level.number(), turn);
                int exit = choice.draw(Prf.of(salt, draw));
                try {
                    return IntStream.of(maker.route(exit, client))
                            .map(row -> nodes[row])
                            .toArray();
                } catch (Port17Exception e) {
                    // Another exit may go with the entries that this client has.
                    continue;
                }
            }
            return new int[0];
        }

        /** Nothing is measured before it is used, so what is expected follows from the places that are known. */
        private Times times(Spot spot) {
            Direction client = knowledge.client(world, spot);
            return new Times() {
                @Override
                public double between(int a, int b) {
                    return table.rttMillis(a, b);
                }

                @Override
                public double toEntry(int row) {
                    return Geo.rttMillis(
                            client.km(knowledge.node(world, nodes[row]).direction()));
                }
            };
        }

        @Override
        public OptionalDouble exitChance(Destination destination, int first) {
            double[] drawn = new double[1];
            exits("").at(knowledge.target(destination)).forEach((row, probability) -> {
                drawn[0] += nodes[row] >= first ? probability : 0;
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
            for (int row = 0; row < weights.length; row++) {
                int i = nodes[row];
                boolean serves = !exitsOnly || world.exit(i) && (!level.verifiedExits() || world.verified(i));
                all += serves ? weights[row] : 0;
                theirs += serves && i >= first ? weights[row] : 0;
            }
            return OptionalDouble.of(theirs / all);
        }
    }
}
