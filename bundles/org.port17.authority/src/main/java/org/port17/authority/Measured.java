package org.port17.authority;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.port17.api.ErrorKind;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.api.view.MeasuredView;
import org.port17.netmap.column.Columns;
import org.port17.netmap.format.MapNode;

/**
 * What this authority measured of each node, in a file over restarts: a line {@code port17-measured 1}, then for each node its
 * id, bytes a second and when it was, milliseconds since 1970. A result counts until it is stale. A damaged file costs the
 * results, which come again. Thread-safe.
 */
final class Measured {
    private static final int MAX_FILE = 16 << 20;
    private static final int ENTRY = NodeId.BYTES + Long.BYTES;
    static final int MAX_BYTES = ENTRY * Columns.MAX_NODES;
    private final ResultsFile file;
    private final Duration stale;
    private final InstantSource clock;
    private final Map<NodeId, Result> results = new TreeMap<>();
    private final Map<NodeId, String> failures = new HashMap<>();

    /** @param at milliseconds since 1970 */
    record Result(long bytesPerSecond, long at) {}

    /** @param stale how long a result counts */
    Measured(Path file, Duration stale, InstantSource clock) {
        this.file = new ResultsFile(file, MAX_FILE);
        this.stale = stale;
        this.clock = clock;
        if (!this.file.read(this::read)) {
            results.clear();
        }
    }

    private void read(String[] words) throws Port17Exception {
        results.put(NodeId.parse(words[0]), new Result(Long.parseLong(words[1]), Long.parseLong(words[2])));
    }

    synchronized void put(NodeId node, long bytesPerSecond) {
        results.put(node, new Result(bytesPerSecond, clock.millis()));
        failures.remove(node);
    }

    /** Its last measuring failed; what was measured before stays. */
    synchronized void failed(NodeId node, String why) {
        failures.put(node, why);
    }

    /** Only these nodes are there. */
    synchronized void retain(Set<NodeId> nodes) {
        failures.keySet().retainAll(nodes);
    }

    synchronized void remove(NodeId node) {
        results.remove(node);
    }

    /** Bytes a second; 0 if it was not measured, or too long ago. */
    synchronized long of(NodeId node) {
        Result result = results.get(node);
        return result == null || isStale(result) ? 0 : result.bytesPerSecond();
    }

    private boolean isStale(Result result) {
        return clock.millis() - result.at() > stale.toMillis();
    }

    /** For the operator. */
    synchronized List<MeasuredView> views(List<MapNode> nodes, Function<MapNode, String> place) {
        List<MeasuredView> views = new ArrayList<>();
        for (MapNode node : nodes) {
            NodeId id = node.record().id();
            Result result = results.get(id);
            views.add(new MeasuredView(
                    node.record().statement().name(),
                    id,
                    node.capacity(),
                    result == null ? 0 : result.at(),
                    failures.getOrDefault(id, ""),
                    place.apply(node)));
        }
        return views;
    }

    /** Nodes with what was measured, where the operator says nothing himself. */
    synchronized List<MapNode> fill(List<MapNode> nodes) {
        List<MapNode> filled = new ArrayList<>(nodes.size());
        for (MapNode node : nodes) {
            filled.add(
                    node.capacity() > 0 ? node : node.carrying(of(node.record().id())));
        }
        return filled;
    }

    synchronized void save() throws IOException {
        results.values().removeIf(this::isStale);
        file.write(results.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue().bytesPerSecond() + " "
                        + entry.getValue().at()));
    }

    /** For the other authorities: of each node whose capacity is known its id (32) and bytes a second (8), ascending by id. */
    static byte[] write(List<MapNode> nodes) {
        List<MapNode> known = nodes.stream()
                .filter(n -> n.capacity() > 0)
                .sorted((a, b) -> a.record().id().compareTo(b.record().id()))
                .toList();
        ByteBuffer out = ByteBuffer.allocate(ENTRY * known.size());
        known.forEach(n -> out.put(n.record().id().bytes()).putLong(n.capacity()));
        return out.array();
    }

    /** @throws Port17Exception BAD_INPUT if it is cut short or says what no node carries */
    static Map<NodeId, Long> parse(byte[] bytes) throws Port17Exception {
        if (bytes.length % ENTRY != 0 || bytes.length > MAX_BYTES) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, "a list of what was measured is cut short");
        }
        Map<NodeId, Long> all = new HashMap<>();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        while (in.hasRemaining()) {
            byte[] id = new byte[NodeId.BYTES];
            in.get(id);
            long rate = in.getLong();
            if (rate <= 0 || all.put(NodeId.of(id), rate) != null) {
                throw new Port17Exception(ErrorKind.BAD_INPUT, "a list of what was measured is malformed");
            }
        }
        return all;
    }
}
