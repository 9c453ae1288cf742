package org.port17.netmap.column;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.port17.api.Endpoint;
import org.port17.api.Port17Exception;
import org.port17.netmap.format.MapNode;
import org.port17.netmap.format.NodeStatement;
import org.port17.netmap.format.SignedNode;
import org.port17.spi.place.AddressLiteral;

/** From node records to the columns of a map. */
public final class RecordRows {
    private static final long WEEK_SECONDS = 7 * 86_400;
    private static final Pattern IPV4 = Pattern.compile("(?:[^@/]*@)?([0-9]{1,3}(?:\\.[0-9]{1,3}){3}):[0-9].*");
    private static final Pattern IPV6 = Pattern.compile("(?:[^@/]*@)?\\[([0-9a-fA-F:.]{2,45})\\]:[0-9].*");
    private static final Pattern PORT = Pattern.compile(".*:([0-9]{1,5})(?:/.*)?");

    private RecordRows() {}

    /**
     * Columns of these nodes.
     *
     * @param founded seconds since 1970
     * @param owners keeps their numbers from one map to the next
     */
    public static Columns columns(List<MapNode> nodes, long founded, OwnerNumbers owners) throws Port17Exception {
        Map<String, Integer> numbers = owners.of(
                nodes.stream().map(n -> n.record().statement().owner()).toList());
        List<Row> rows = new ArrayList<>(nodes.size());
        for (MapNode node : nodes) {
            rows.add(row(
                    node,
                    founded,
                    numbers.getOrDefault(node.record().statement().owner(), 0)));
        }
        return Columns.of(rows);
    }

    /**
     * Where a node says it can be reached first: its address and port, which no two nodes of a map share; empty if it names
     * no address of version 4.
     */
    public static Optional<String> claim(NodeStatement node) {
        int address = ipv4(node);
        int port = port(node);
        return address == 0 || port == 0
                ? Optional.empty()
                : Optional.of(Integer.toUnsignedString(address) + ":" + port);
    }

    /**
     * When a node of this week was first seen at the latest, seconds since 1970; 0 as long as its first week is not over.
     *
     * @param created when the map was made, seconds since 1970
     */
    public static long since(int week, long founded, long created) {
        long end = founded + (week + 1) * WEEK_SECONDS;
        return end > created ? 0 : end;
    }

    /** What a map says of a node. @param owner see {@link Row#owner} */
    public static Row row(MapNode node, long founded, int owner) {
        NodeStatement s = node.record().statement();
        byte[] ipv6 = ipv6(s);
        Set<String> schemes = new LinkedHashSet<>();
        s.endpoints().forEach(e -> schemes.add(e.scheme()));
        Shape shape = new Shape(
                port(s),
                String.join(",", schemes),
                s.suites(),
                new Shape.Traits(
                        s.exit(),
                        node.trusted(),
                        node.certified(),
                        ipv6.length > 0,
                        node.measured().isPresent()));
        long week = node.since() == 0 ? Long.MAX_VALUE : Math.max(0, (node.since() - founded) / WEEK_SECONDS);
        return new Row(
                ipv4(s),
                ipv6,
                shape,
                owner,
                Capacity.classOf(node.capacity()),
                0,
                (int) Math.min(0xffff, week),
                Optional.of(new Located(s.as(), s.country())),
                Coordinates.bytes(node.measured()),
                commitment(node.record()));
    }

    /** What a map says of this record. */
    public static byte[] commitment(SignedNode record) {
        return Arrays.copyOf(HexFormat.of().parseHex(record.digest()), Row.COMMITMENT);
    }

    private static int ipv4(NodeStatement node) {
        for (Endpoint endpoint : node.endpoints()) {
            Matcher matcher = IPV4.matcher(endpoint.address());
            if (matcher.matches()) {
                int address = 0;
                for (String part : matcher.group(1).split("\\.")) {
                    int value = Integer.parseInt(part);
                    if (value > 255) {
                        return 0;
                    }
                    address = address << 8 | value;
                }
                return address;
            }
        }
        return 0;
    }

    private static byte[] ipv6(NodeStatement node) {
        for (Endpoint endpoint : node.endpoints()) {
            Matcher matcher = IPV6.matcher(endpoint.address());
            if (matcher.matches() && matcher.group(1).contains(":")) {
                return AddressLiteral.of(matcher.group(1))
                        .filter(address -> address.length == Row.IPV6)
                        .orElse(new byte[0]);
            }
        }
        return new byte[0];
    }

    private static int port(NodeStatement node) {
        if (node.endpoints().isEmpty()) {
            return 0;
        }
        Matcher matcher = PORT.matcher(node.endpoints().get(0).address());
        int port = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
        return port > 0xffff ? 0 : port;
    }
}
