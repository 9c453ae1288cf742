package org.port17.sim.measure;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.port17.api.GeoPoint;
import org.port17.netmap.column.Capacity;
import org.port17.netmap.column.Coordinates;
import org.port17.netmap.column.Located;
import org.port17.netmap.column.Row;
import org.port17.netmap.column.Shape;
import org.port17.sim.world.Spot;
import org.port17.sim.world.World;

/** What a network's map says of its nodes: the generated network in the rows of the product's map. */
final class MapRows {
    /** Of all nodes, in the model: how many have an IPv6 address, and of how many the place database is wrong. */
    private static final double WITH_IPV6 = 0.4;

    private static final double LOCATED = 0.1;
    private static final long WEEK_SECONDS = 7 * 86_400L;
    private static final int WEEKS = 200;
    private static final int COMMITMENT = 16;
    private static final int[] PORTS = {17, 443, 8080, 9001};
    private static final List<String> SCHEMES = List.of("tcp", "tcp,ws", "ws");
    private static final List<Integer> SUITES = List.of(0x0101, 0x0102, 0x0103);

    private final World world;
    private final RandomGenerator random;
    private final Map<Integer, Integer> ownerNumbers = new HashMap<>();
    private final Map<Integer, Integer> ownerNodes = new HashMap<>();

    MapRows(World world, RandomGenerator random) {
        this.world = world;
        this.random = random;
        for (int i = 0; i < world.size(); i++) {
            ownerNodes.merge(world.owner(i), 1, Integer::sum);
        }
    }

    /** Rows of the nodes from {@code first} to before {@code end}, in their order. */
    List<Row> rows(int first, int end) {
        List<Row> rows = new ArrayList<>(end - first);
        for (int node = first; node < end; node++) {
            rows.add(row(node));
        }
        return rows;
    }

    /** The same node under another load: mostly one step up or down. */
    Row otherLoad(Row row) {
        int step = random.nextInt(5) == 0 ? random.nextInt(1, 16) : random.nextBoolean() ? 1 : 15;
        return new Row(
                row.ipv4(),
                row.ipv6(),
                row.shape(),
                row.owner(),
                row.capacity(),
                (row.load() + step) & 15,
                row.week(),
                row.located(),
                row.coordinates(),
                row.commitment());
    }

    private Row row(int node) {
        boolean ipv6 = random.nextDouble() < WITH_IPV6;
        byte[] commitment = new byte[COMMITMENT];
        random.nextBytes(commitment);
        return new Row(
                world.address(node),
                ipv6 ? ipv6(node) : new byte[0],
                shape(node, ipv6),
                owner(node),
                Capacity.classOf(world.capacity(node)),
                (int) (15 * Math.pow(random.nextDouble(), 1.5)),
                (int) Math.max(0, WEEKS - world.ageSeconds(node) / WEEK_SECONDS),
                random.nextDouble() < LOCATED
                        ? Optional.of(new Located(world.as(node), world.country(node)))
                        : Optional.empty(),
                Coordinates.bytes(elsewhere(node)),
                commitment);
    }

    private Shape shape(int node, boolean ipv6) {
        boolean common = random.nextDouble() < 0.8;
        int port = common ? PORTS[0] : PORTS[random.nextInt(PORTS.length)];
        String schemes = common ? SCHEMES.get(0) : SCHEMES.get(random.nextInt(SCHEMES.size()));
        var traits = new Shape.Traits(
                world.exit(node),
                false,
                world.verified(node),
                ipv6,
                elsewhere(node).isPresent());
        return new Shape(port, schemes, SUITES, traits);
    }

    /** A network for each hoster, a customer's part by chance, mostly the first address in it. */
    private byte[] ipv6(int node) {
        ByteBuffer address = ByteBuffer.allocate(16).putInt(0x2a000000 | world.hoster(node) & 0xffffff);
        address.putInt(random.nextInt());
        return address.putLong(random.nextInt(10) == 0 ? random.nextLong() : 1).array();
    }

    /** 0 for an owner of one node, else a number in the order of first sight. */
    private int owner(int node) {
        int owner = world.owner(node);
        return ownerNodes.get(owner) == 1 ? 0 : ownerNumbers.computeIfAbsent(owner, o -> ownerNumbers.size() + 1);
    }

    /** Where authorities found the node, if that is not where the place database has it. */
    private Optional<GeoPoint> elsewhere(int node) {
        Spot found = world.found(node);
        return found.equals(world.known(node))
                ? Optional.empty()
                : Optional.of(new GeoPoint(found.latitude(), found.longitude()));
    }
}
