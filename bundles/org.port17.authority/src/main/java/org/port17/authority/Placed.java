package org.port17.authority;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.port17.api.ErrorKind;
import org.port17.api.GeoPoint;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.authority.Whereabouts.Finding;
import org.port17.authority.Whereabouts.Kind;
import org.port17.netmap.column.Columns;
import org.port17.netmap.column.Coordinates;
import org.port17.netmap.format.MapNode;
import org.port17.netmap.store.PrivateFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where this authority found nodes, in a file over restarts: a line {@code port17-placed 1}, then for each node its id, the digest of
 * the record that it had, {@link Kind}, latitude and longitude in degrees or two dashes, and when it was, milliseconds since 1970. A
 * finding counts for the record it was made of until it is stale. A damaged file costs the findings, which come again. Thread-safe.
 */
final class Placed {
    private static final Logger LOG = LoggerFactory.getLogger(Placed.class);
    private static final String FIRST = "port17-placed 1";
    private static final int MAX_FILE = 256 << 20;
    private static final int ENTRY = NodeId.BYTES + 1 + 2 * Float.BYTES;
    static final int MAX_BYTES = ENTRY * Columns.MAX_NODES;
    private final Path file;
    private final Duration stale;
    private final InstantSource clock;
    private final Map<NodeId, Result> results = new TreeMap<>();

    private record Result(String record, Finding finding, long at) {}

    /** @param stale how long a finding counts */
    Placed(Path file, Duration stale, InstantSource clock) {
        this.file = file;
        this.stale = stale;
        this.clock = clock;
        try {
            if (Files.exists(file)) {
                read(new String(
                        PrivateFiles.read(file, MAX_FILE, "the authority's file placed"), StandardCharsets.US_ASCII));
            }
        } catch (IOException | Port17Exception | RuntimeException e) {
            results.clear();
            LOG.warn("the authority's file placed cannot be read; every node is looked for again", e);
        }
    }

    private void read(String text) throws Port17Exception {
        String[] lines = text.split("\n");
        if (!lines[0].equals(FIRST)) {
            throw new Port17Exception(ErrorKind.CONFIG, "the authority's file placed is damaged");
        }
        for (int i = 1; i < lines.length; i++) {
            String[] words = lines[i].split(" ");
            Kind kind = Kind.valueOf(words[2]);
            Optional<GeoPoint> point = kind == Kind.ELSEWHERE
                    ? Optional.of(new GeoPoint(Double.parseDouble(words[3]), Double.parseDouble(words[4])))
                    : Optional.empty();
            results.put(
                    NodeId.parse(words[0]), new Result(words[1], new Finding(kind, point), Long.parseLong(words[5])));
        }
    }

    synchronized void put(MapNode node, Finding finding) {
        Finding rounded = new Finding(finding.kind(), finding.point().map(Coordinates::rounded));
        results.put(node.record().id(), new Result(node.record().digest(), rounded, clock.millis()));
    }

    /** What was found of a node, be it {@link Kind#UNKNOWN}; empty if nobody looked yet, or too long ago, or at another address. */
    synchronized Optional<Finding> of(MapNode node) {
        Result result = results.get(node.record().id());
        return result == null
                        || isStale(result)
                        || !result.record().equals(node.record().digest())
                ? Optional.empty()
                : Optional.of(result.finding());
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
        StringBuilder text = new StringBuilder(FIRST).append('\n');
        results.values().removeIf(this::isStale);
        results.forEach((node, result) -> text.append(node)
                .append(' ')
                .append(result.record())
                .append(' ')
                .append(result.finding().kind())
                .append(' ')
                .append(result.finding()
                        .point()
                        .map(p -> p.latitude() + " " + p.longitude())
                        .orElse("- -"))
                .append(' ')
                .append(result.at())
                .append('\n'));
        PrivateFiles.write(file, text.toString().getBytes(StandardCharsets.US_ASCII));
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
