package org.port17.netmap;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.port17.api.Node;
import org.port17.api.NodeId;
import org.port17.netmap.format.MapNode;
import org.port17.netmap.format.MapStatement;
import org.port17.netmap.format.NodeStatement;
import org.port17.netmap.format.SignedNode;
import org.port17.netmap.format.SignedPrekey;
import org.port17.spi.suite.PrekeyUse;

/** A view over one verified map, and what nodes handed over since. Only the choice of a prekey looks at the clock. */
final class VerifiedView implements MapView {
    /** A node's clock may be so far ahead of ours that its newest prekey seems to begin later. */
    static final long SKEW_SECONDS = 3_600;

    private final long epoch;
    private final long verifiedAt;
    private final List<Node> nodes;
    private final Map<NodeId, Node> byId;
    private final Map<NodeId, NodeStatement> statements;
    private final Set<Integer> suites;
    private final Map<NodeId, List<SignedPrekey>> prekeys;
    private final Map<Slot, SignedPrekey> handed;
    private final InstantSource clock;

    /** Where there is one newest prekey. */
    record Slot(NodeId node, int suite, PrekeyUse use) {
        static Slot of(PrekeyRecord prekey) {
            return new Slot(prekey.node(), prekey.suite(), prekey.use());
        }
    }

    private VerifiedView(
            MapStatement map, Map<NodeId, List<SignedPrekey>> prekeys, long verifiedAt, InstantSource clock) {
        List<Node> list = new ArrayList<>(map.nodes().size());
        Map<NodeId, Node> index = new HashMap<>(map.nodes().size() * 2);
        Map<NodeId, NodeStatement> said = new HashMap<>(map.nodes().size() * 2);
        for (MapNode listed : map.nodes()) {
            SignedNode signed = listed.record();
            Node node = listed.node(map.trusted().contains(signed.id()));
            list.add(node);
            index.put(node.id(), node);
            said.put(node.id(), signed.statement());
        }
        this.epoch = map.epoch();
        this.verifiedAt = verifiedAt;
        this.nodes = Collections.unmodifiableList(list);
        this.byId = index;
        this.statements = said;
        this.suites = Collections.unmodifiableSet(new LinkedHashSet<>(map.suites()));
        this.prekeys = prekeys;
        this.handed = Map.of();
        this.clock = clock;
    }

    private VerifiedView(VerifiedView map, Map<Slot, SignedPrekey> handed) {
        this.epoch = map.epoch;
        this.verifiedAt = map.verifiedAt;
        this.nodes = map.nodes;
        this.byId = map.byId;
        this.statements = map.statements;
        this.suites = map.suites;
        this.prekeys = map.prekeys;
        this.handed = handed;
        this.clock = map.clock;
    }

    private VerifiedView() {
        this.epoch = 0;
        this.verifiedAt = 0;
        this.nodes = List.of();
        this.byId = Map.of();
        this.statements = Map.of();
        this.suites = Set.of();
        this.prekeys = Map.of();
        this.handed = Map.of();
        this.clock = InstantSource.system();
    }

    static VerifiedView empty() {
        return new VerifiedView();
    }

    /** @param prekeys each node's prekeys, newest first; not modified any more */
    static VerifiedView of(
            MapStatement map, Map<NodeId, List<SignedPrekey>> prekeys, long verifiedAt, InstantSource clock) {
        return new VerifiedView(map, prekeys, verifiedAt, clock);
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

    /** The same map with these records handed over by nodes; not modified any more. */
    VerifiedView with(Map<Slot, SignedPrekey> records) {
        return new VerifiedView(this, records);
    }

    @Override
    public Optional<PrekeyRecord> prekey(NodeId node, int suite, PrekeyUse use) {
        if (!permits(node, suite)) {
            return Optional.empty();
        }
        long now = clock.instant().getEpochSecond();
        SignedPrekey own = handed.get(new Slot(node, suite, use));
        PrekeyRecord best = own != null && usable(own, now) ? own.record() : null;
        for (SignedPrekey signed : prekeys.getOrDefault(node, List.of())) {
            PrekeyRecord prekey = signed.record();
            if (prekey.suite() == suite && prekey.use() == use && usable(signed, now)) {
                return Optional.of(best == null || prekey.notBefore() > best.notBefore() ? prekey : best);
            }
        }
        return Optional.ofNullable(best);
    }

    /** Whether the map has the node and permits the suite. */
    boolean permits(NodeId node, int suite) {
        return suites.contains(suite) && byId.containsKey(node);
    }

    /** Whether the map has the prekey's node, permits its suite and vouches for who signed it. */
    boolean permits(SignedPrekey prekey) {
        PrekeyRecord record = prekey.record();
        return permits(record.node(), record.suite()) && prekey.vouchedBy(statements.get(record.node()));
    }

    private boolean usable(SignedPrekey prekey, long now) {
        PrekeyRecord record = prekey.record();
        return permits(prekey) && now < record.useUntil() && record.notBefore() <= now + SKEW_SECONDS;
    }

    @Override
    public long verifiedAt() {
        return verifiedAt;
    }
}
