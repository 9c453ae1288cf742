package org.port17.netmap;

import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.port17.api.Node;
import org.port17.api.NodeId;
import org.port17.netmap.column.Columns;
import org.port17.netmap.column.Located;
import org.port17.netmap.column.RecordRows;
import org.port17.netmap.column.Shape;
import org.port17.netmap.format.HeadStatement;
import org.port17.netmap.format.MapHead;
import org.port17.netmap.format.NodeStatement;
import org.port17.netmap.format.OwnerCertificate;
import org.port17.netmap.format.SignedNode;
import org.port17.netmap.format.SignedPrekey;
import org.port17.spi.suite.PrekeyUse;

/** A view over one verified map. Only the choice of a prekey looks at the clock. */
final class VerifiedView implements MapView {
    /** A node's clock may be so far ahead of ours that its newest prekey seems to begin later. */
    static final long SKEW_SECONDS = 3_600;

    private final long epoch;
    private final long verifiedAt;
    private final List<Node> nodes;
    private final Map<NodeId, Node> byId;
    private final Map<NodeId, NodeStatement> statements;
    private final Optional<Origin> origin;
    private final Set<Integer> suites;
    private final Map<NodeId, List<SignedPrekey>> prekeys;
    private final InstantSource clock;
    private final MapFacts facts;
    private final long capacity;
    private final Set<String> authorities;

    /** What the view shows, as it was signed. */
    private record Origin(
            MapHead head, Columns columns, List<SignedNode> records, Optional<List<SignedPrekey>> prekeys) {}

    /**
     * Where a view comes from.
     *
     * @param records by commitment; those missing leave their nodes out
     * @param set the prekeys that the head names; empty if they are not at hand
     */
    record Source(
            MapHead head,
            Signers signers,
            Columns columns,
            Map<ByteBuffer, SignedNode> records,
            MapFacts.Split split,
            Optional<List<SignedPrekey>> set) {}

    private VerifiedView(Source from, Map<NodeId, List<SignedPrekey>> prekeys, InstantSource clock) {
        HeadStatement head = from.head().statement();
        List<Node> list = new ArrayList<>(from.records().size());
        List<SignedNode> records = new ArrayList<>(from.records().size());
        Map<NodeId, NodeStatement> said = new HashMap<>(from.records().size() * 2);
        Set<Object> owners = new HashSet<>();
        for (int row = 0; row < from.columns().size(); row++) {
            int owner = from.columns().owner(row);
            owners.add(owner == 0 ? new Object() : owner);
            SignedNode record =
                    from.records().get(ByteBuffer.wrap(from.columns().commitment(row)));
            if (record != null) {
                list.add(node(record, from.columns(), row, head));
                records.add(record);
                said.put(record.id(), record.statement());
            }
        }
        list.sort(Comparator.comparing(Node::id));
        Map<NodeId, Node> index = new HashMap<>(list.size() * 2);
        Set<String> names = new HashSet<>();
        // An honest map holds no node and no name twice; of a dishonest one the first counts.
        list.removeIf(node -> !names.add(node.name()) || index.putIfAbsent(node.id(), node) != null);
        this.epoch = head.epoch();
        this.verifiedAt = clock.millis();
        this.nodes = Collections.unmodifiableList(list);
        this.byId = index;
        this.statements = said;
        this.origin =
                Optional.of(new Origin(from.head(), from.columns(), Collections.unmodifiableList(records), from.set()));
        this.suites = Collections.unmodifiableSet(new LinkedHashSet<>(head.suites()));
        this.prekeys = prekeys;
        this.clock = clock;
        this.capacity = capacity(from.columns());
        this.authorities = Set.copyOf(from.signers().counted().keys());
        this.facts = new MapFacts(
                head.network(),
                head.created(),
                head.validUntil(),
                from.head().by(from.signers().counted()).size(),
                from.signers().counted().needed(),
                from.signers().counted().keys().size() + from.signers().ignored(),
                from.signers().ignored(),
                from.columns().size(),
                from.head().bytes().length + from.columns().bytes().length,
                from.split(),
                head.bootstrapOwners(),
                owners.size());
    }

    private static long capacity(Columns columns) {
        long sum = 0;
        for (int row = 0; row < columns.size(); row++) {
            sum += columns.capacity(row);
        }
        return sum;
    }

    private static Node node(SignedNode record, Columns columns, int row, HeadStatement head) {
        NodeStatement s = record.statement();
        Shape.Traits traits = columns.shape(row).traits();
        Located place = columns.located(row).orElse(new Located(s.as(), s.country()));
        return new Node(
                record.id(),
                s.name(),
                s.owner(),
                place.country(),
                place.as(),
                s.exit() && traits.exit(),
                traits.trusted(),
                s.endpoints(),
                s.suites(),
                record.digest(),
                columns.capacity(row),
                RecordRows.since(columns.week(row), head.founded(), head.created() / 1_000),
                traits.certified()
                        ? s.certificate().map(OwnerCertificate::ownerKey).orElse("")
                        : "",
                columns.measured(row));
    }

    private VerifiedView(MapFacts.Split split) {
        this.epoch = 0;
        this.verifiedAt = 0;
        this.nodes = List.of();
        this.byId = Map.of();
        this.statements = Map.of();
        this.origin = Optional.empty();
        this.suites = Set.of();
        this.prekeys = Map.of();
        this.clock = InstantSource.system();
        this.facts = MapFacts.none(split);
        this.capacity = 0;
        this.authorities = Set.of();
    }

    static VerifiedView empty() {
        return empty(MapFacts.Split.UNCHECKED);
    }

    static VerifiedView empty(MapFacts.Split split) {
        return new VerifiedView(split);
    }

    /** @param prekeys each node's prekeys, newest first; not modified any more */
    static VerifiedView of(Source from, Map<NodeId, List<SignedPrekey>> prekeys, InstantSource clock) {
        return new VerifiedView(from, prekeys, clock);
    }

    @Override
    public MapFacts facts() {
        return facts;
    }

    @Override
    public long epoch() {
        return epoch;
    }

    @Override
    public List<Node> nodes() {
        return nodes;
    }

    @Override
    public Optional<Node> node(NodeId id) {
        return Optional.ofNullable(byId.get(id));
    }

    @Override
    public Set<Integer> permittedSuites() {
        return suites;
    }

    @Override
    public Optional<PrekeyRecord> prekey(NodeId node, int suite, PrekeyUse use) {
        if (!permits(node, suite)) {
            return Optional.empty();
        }
        long now = clock.instant().getEpochSecond();
        for (SignedPrekey signed : prekeys.getOrDefault(node, List.of())) {
            PrekeyRecord prekey = signed.record();
            if (prekey.suite() == suite && prekey.use() == use && usable(signed, now)) {
                return Optional.of(prekey);
            }
        }
        return Optional.empty();
    }

    /** Whether the map has the node and permits the suite. */
    boolean permits(NodeId node, int suite) {
        return suites.contains(suite) && byId.containsKey(node);
    }

    /** Whether the map has the prekey's node, permits its suite, and the node's record names it and vouches for who signed. */
    boolean permits(SignedPrekey prekey) {
        PrekeyRecord record = prekey.record();
        NodeStatement said = statements.get(record.node());
        return permits(record.node(), record.suite())
                && said.suites().contains(record.suite())
                && prekey.vouchedBy(said);
    }

    private boolean usable(SignedPrekey prekey, long now) {
        PrekeyRecord record = prekey.record();
        return permits(prekey) && now < record.useUntil() && record.notBefore() <= now + SKEW_SECONDS;
    }

    @Override
    public boolean complete() {
        return complete(suites);
    }

    @Override
    public boolean complete(Set<Integer> own) {
        long listed = facts.listed();
        long carried = capacity;
        long reached = 0;
        long reachedCapacity = 0;
        for (Node node : nodes) {
            if (reachable(node, own)) {
                reached++;
                reachedCapacity += node.capacity();
            } else if (node.suites().stream().noneMatch(suite -> own.contains(suite) && suites.contains(suite))) {
                listed--;
                carried -= node.capacity();
            }
        }
        return 3 * reached >= 2 * listed && 3 * reachedCapacity >= 2 * carried;
    }

    private boolean reachable(Node node, Set<Integer> own) {
        return reachable(node, own, PrekeyUse.LINK) && reachable(node, own, PrekeyUse.ONION);
    }

    private boolean reachable(Node node, Set<Integer> own, PrekeyUse use) {
        return own.stream().anyMatch(suite -> prekey(node.id(), suite, use).isPresent());
    }

    @Override
    public Set<String> authorities() {
        return authorities;
    }

    @Override
    public Optional<MapPieces> pieces() {
        return origin.map(map -> new MapPieces(map.head(), map.columns(), map.records(), map.prekeys()));
    }

    @Override
    public long verifiedAt() {
        return verifiedAt;
    }
}
