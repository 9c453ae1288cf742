package org.port17.netmap.column;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.port17.api.Port17Exception;
import org.port17.netmap.format.MapNode;

/**
 * Who finds room in a map. Guarantee: of what it lets in {@link RecordRows#columns} makes columns that every reader takes, so that
 * no node, and no number of nodes, keeps the others from being listed: who does not fit is left out, the newest first.
 */
public final class Room {
    /** Records of a whole map travel in one piece between authorities. */
    static final long MAX_RECORDS = 48 << 20;

    /** Nodes at one address of version 4. */
    static final int MAX_AT_ONE_ADDRESS = 64;

    private static final int MOST = 0xffff;
    private final Set<Shape> shapes = new HashSet<>();
    private final Set<Located> places = new HashSet<>();
    private final Set<Integer> prefixes = new HashSet<>();
    private final Set<String> claims = new HashSet<>();
    private final Map<Integer, Integer> atAddress = new HashMap<>();
    private long shapeBytes = 2;
    private long placeBytes = 2;
    private long prefixBytes = 2;
    private long recordBytes;

    private Room() {}

    /**
     * Those that fit, in the order they came in.
     *
     * @param founded seconds since 1970
     */
    public static List<MapNode> of(List<MapNode> nodes, long founded) {
        Room room = new Room();
        Set<MapNode> fit = new HashSet<>();
        nodes.stream()
                .sorted(Comparator.comparingLong((MapNode n) -> n.since() == 0 ? Long.MAX_VALUE : n.since())
                        .thenComparing(n -> n.record().id()))
                .filter(node -> fit.size() < Columns.MAX_NODES && room.takes(node, founded))
                .forEach(fit::add);
        List<MapNode> in = new ArrayList<>(nodes);
        in.retainAll(fit);
        return in;
    }

    private boolean takes(MapNode node, long founded) {
        Row row = RecordRows.row(node, founded, 0);
        try {
            ColumnEncoder.check(row);
        } catch (Port17Exception e) {
            return false;
        }
        int shape = shapes.contains(row.shape()) ? 0 : row.shape().bytes().length;
        int place = row.located().isEmpty() || places.contains(row.located().get()) ? 0 : 2 + 5;
        Integer prefix = row.ipv6().length == 0 ? null : ColumnEncoder.word(row.ipv6(), 0);
        int prefixed = prefix == null || prefixes.contains(prefix) ? 0 : 5;
        String claim = RecordRows.claim(node.record().statement()).orElse("");
        int neighbours = row.ipv4() == 0 ? 0 : atAddress.getOrDefault(row.ipv4(), 0);
        boolean fits = shapeBytes + shape <= Column.SHAPES.most(0)
                && placeBytes + place <= Column.PLACES.most(0)
                && prefixBytes + prefixed <= Column.IPV6_PREFIXES.most(0)
                && (shape == 0 || shapes.size() < MOST)
                && (place == 0 || places.size() < MOST)
                && (prefixed == 0 || prefixes.size() < MOST)
                && recordBytes + node.record().bytes().length <= MAX_RECORDS
                && neighbours < MAX_AT_ONE_ADDRESS
                && (claim.isEmpty() || claims.add(claim));
        if (!fits) {
            return false;
        }
        shapes.add(row.shape());
        row.located().ifPresent(places::add);
        if (prefix != null) {
            prefixes.add(prefix);
        }
        atAddress.put(row.ipv4(), neighbours + 1);
        shapeBytes += shape;
        placeBytes += place;
        prefixBytes += prefixed;
        recordBytes += node.record().bytes().length;
        return true;
    }
}
