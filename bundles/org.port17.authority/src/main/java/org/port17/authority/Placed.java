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
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.port17.api.Endpoint;
import org.port17.api.ErrorKind;
import org.port17.api.GeoPoint;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.authority.Whereabouts.Finding;
import org.port17.authority.Whereabouts.Kind;
import org.port17.netmap.column.Columns;
import org.port17.netmap.column.Coordinates;
import org.port17.netmap.format.MapNode;

/**
 * Where this authority found nodes, in a file over restarts: a line {@code port17-placed 1}, then for each node its id, its
 * addresses with commas between them, {@link Kind}, latitude and longitude in degrees or two dashes, whether that is {@code firm}, and when it was, milliseconds
 * since 1970. A finding counts for the addresses it was made of until it is stale; one that differs little from the one before, or finds nothing, leaves that as
 * it is, so that maps do not change for nothing. A damaged file costs the findings, which come again. Thread-safe.
 */
final class Placed {
    private static final String FIRM = "firm";
    private static final int MAX_FILE = 256 << 20;
    private static final int ENTRY = NodeId.BYTES + 1 + 2 * Float.BYTES;
    static final int MAX_BYTES = ENTRY * Columns.MAX_NODES;
    /** Findings nearer than that to the one before say the same. */
    private static final double SAME_KM = Whereabouts.SAME_KM / 2;

    private final ResultsFile file;
    private final Duration stale;
    private final InstantSource clock;
    private final Map<NodeId, Result> results = new TreeMap<>();

    /** @param firm whether all who were asked had been looked for themselves */
    private record Result(String addresses, Finding finding, boolean firm, long at) {}

    /** @param stale how long a finding counts */
    Placed(Path file, Duration stale, InstantSource clock) {
        this.file = new ResultsFile(file, MAX_FILE);
        this.stale = stale;
        this.clock = clock;
        if (!this.file.read(this::read)) {
            results.clear();
        }
    }

    private void read(String[] words) throws Port17Exception {
        Kind kind = Kind.valueOf(words[2]);
        Optional<GeoPoint> point = kind == Kind.ELSEWHERE
                ? Optional.of(new GeoPoint(Double.parseDouble(words[3]), Double.parseDouble(words[4])))
                : Optional.empty();
        results.put(
                NodeId.parse(words[0]),
                new Result(words[1], new Finding(kind, point), words[5].equals(FIRM), Long.parseLong(words[6])));
    }

    /** @param firm whether all who were asked had been looked for themselves */
    synchronized void put(MapNode node, Finding finding, boolean firm) {
        Optional<Finding> before = of(node);
        boolean lost = finding.kind() == Kind.UNKNOWN
                && before.filter(b -> b.kind() != Kind.UNKNOWN).isPresent();
        if (lost) {
            return; // until it is stale
        }
        Finding rounded = new Finding(finding.kind(), finding.point().map(Coordinates::rounded));
        Finding kept = before.filter(b -> near(b, rounded)).orElse(rounded);
        results.put(node.record().id(), new Result(addresses(node), kept, firm, clock.millis()));
    }

    private static boolean near(Finding one, Finding other) {
        return one.point().isPresent()
                && other.point().isPresent()
                && Landmarks.km(one.point().get(), other.point().get()) <= SAME_KM;
    }

    private static String addresses(MapNode node) {
        return node.record().statement().endpoints().stream()
                .map(Endpoint::address)
                .collect(Collectors.joining(",", "at:", ""));
    }

    /** What was found of a node, be it {@link Kind#UNKNOWN}; empty if nobody looked yet, or too long ago, or at another address. */
    synchronized Optional<Finding> of(MapNode node) {
        return result(node).map(Result::finding);
    }

    /** Whether something was found by landmarks that had been looked for themselves. */
    synchronized boolean isFirm(MapNode node) {
        return result(node).filter(Result::firm).isPresent();
    }

    private Optional<Result> result(MapNode node) {
        return Optional.ofNullable(results.get(node.record().id()))
                .filter(result -> !isStale(result) && result.addresses().equals(addresses(node)));
    }

    private boolean isStale(Result result) {
        return clock.millis() - result.at() > stale.toMillis();
    }

    /** Nodes where they were found. */
    List<MapNode> fill(List<MapNode> nodes) {
        List<MapNode> filled = new ArrayList<>(nodes.size());
        nodes.forEach(node -> filled.add(node.at(of(node).flatMap(Finding::point))));
        return filled;
    }

    synchronized void save() throws IOException {
        results.values().removeIf(this::isStale);
        file.write(results.entrySet().stream().map(entry -> line(entry.getKey(), entry.getValue())));
    }

    private static String line(NodeId node, Result result) {
        String point = result.finding()
                .point()
                .map(p -> p.latitude() + " " + p.longitude())
                .orElse("- -");
        String firm = result.firm() ? FIRM : "tentative";
        return String.join(
                " ",
                node.toString(),
                result.addresses(),
                result.finding().kind().name(),
                point,
                firm,
                Long.toString(result.at()));
    }

    /**
     * For the other authorities: of each node that was found its id (32), 0 where the place database has it or 1 elsewhere, then
     * latitude and longitude in degrees (4 bytes each, IEEE 754; 0 for the former).
     */
    byte[] write(List<MapNode> nodes) {
        Map<NodeId, Finding> known = new TreeMap<>();
        for (MapNode node : nodes) {
            of(node).filter(found -> found.kind() != Kind.UNKNOWN)
                    .ifPresent(found -> known.put(node.record().id(), found));
        }
        ByteBuffer out = ByteBuffer.allocate(ENTRY * known.size());
        known.forEach((id, found) -> {
            GeoPoint point = found.point().orElse(new GeoPoint(0, 0));
            out.put(id.bytes()).put((byte) (found.kind() == Kind.ELSEWHERE ? 1 : 0));
            out.putFloat((float) point.latitude()).putFloat((float) point.longitude());
        });
        return out.array();
    }

    /** @throws Port17Exception BAD_INPUT if it is cut short or names what is no place */
    static Map<NodeId, Finding> parse(byte[] bytes) throws Port17Exception {
        if (bytes.length % ENTRY != 0 || bytes.length > MAX_BYTES) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, "a list of where nodes stand is cut short");
        }
        Map<NodeId, Finding> all = new HashMap<>();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        while (in.hasRemaining()) {
            byte[] id = new byte[NodeId.BYTES];
            in.get(id);
            int kind = in.get();
            float latitude = in.getFloat();
            float longitude = in.getFloat();
            if (kind < 0 || kind > 1 || !(Math.abs(latitude) <= 90) || !(Math.abs(longitude) <= 180)) {
                throw new Port17Exception(ErrorKind.BAD_INPUT, "a list of where nodes stand names what is no place");
            }
            Optional<GeoPoint> point =
                    kind == 0 ? Optional.empty() : Optional.of(Coordinates.rounded(new GeoPoint(latitude, longitude)));
            Kind what = kind == 0 ? Kind.HERE : Kind.ELSEWHERE;
            if (all.put(NodeId.of(id), new Finding(what, point)) != null) {
                throw new Port17Exception(ErrorKind.BAD_INPUT, "a list of where nodes stand names one twice");
            }
        }
        return all;
    }
}
