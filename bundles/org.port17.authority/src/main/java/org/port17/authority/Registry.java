package org.port17.authority;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.port17.api.ErrorKind;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.netmap.format.MapNode;
import org.port17.netmap.format.PrekeySet;
import org.port17.netmap.format.SignedMap;
import org.port17.netmap.format.SignedNode;
import org.port17.netmap.format.SignedPrekey;

/**
 * Which nodes exist. Guarantees: a name stays with the node that took it first; of each node only ever newer records
 * are taken; a node that falls silent leaves the map but keeps its name. Thread-safe; takes verified records only.
 */
final class Registry {
    /** Records and prekeys may be dated this far ahead. */
    static final long FUTURE_MILLIS = 3_600_000;

    /** A node silent for so long loses its name when the registry is full. */
    static final Duration FORGET = Duration.ofDays(30);

    static final int MAX_PREKEYS_PER_POST = 128;
    private final InstantSource clock;
    private final Duration drop;
    private final Map<NodeId, Registered> nodes = new TreeMap<>();
    private final Map<String, NodeId> names = new HashMap<>();

    Registry(InstantSource clock, Duration drop) {
        this.clock = clock;
        this.drop = drop;
    }

    /**
     * Takes a record.
     *
     * @return whether the map changes by it
     * @throws Port17Exception CONFIG if the name is another node's; REPLAYED if a newer record is held; BAD_INPUT if it
     *     is dated ahead; OVERLOADED if the registry is full
     */
    synchronized boolean node(SignedNode record) throws Port17Exception {
        long now = clock.millis();
        long sequence = record.statement().sequence();
        if (sequence > now + FUTURE_MILLIS) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, "the record is dated more than an hour ahead");
        }
        NodeId holder = names.get(record.statement().name());
        if (holder != null && !holder.equals(record.id())) {
            throw new Port17Exception(ErrorKind.CONFIG, "another node holds this name");
        }
        Registered held = nodes.get(record.id());
        if (held == null) {
            makeRoom(now);
            nodes.put(record.id(), new Registered(record, sequence, now, now));
            names.put(record.statement().name(), record.id());
            return true;
        }
        // A record may come twice when the first answer was lost.
        boolean again = sequence == held.sequence() && held.says(record);
        if (sequence <= held.sequence() && !again) {
            throw new Port17Exception(ErrorKind.REPLAYED, "a newer record of this node is held");
        }
        boolean wasSilent = !live(held, now);
        names.remove(held.record().statement().name());
        boolean changed = held.renew(record, now);
        names.put(record.statement().name(), record.id());
        return changed || wasSilent;
    }

    /**
     * Takes a node's prekeys.
     *
     * @return whether any is new
     * @throws Port17Exception TAMPERED if a record is malformed or forged; BAD_INPUT if they are of several nodes;
     *     UNSUPPORTED if the node is not registered
     */
    synchronized boolean prekeys(PrekeySet set) throws Port17Exception {
        if (set.refused() > 0) {
            throw new Port17Exception(ErrorKind.TAMPERED, "a prekey record is malformed or forged");
        }
        if (set.prekeys().isEmpty()) {
            return false;
        }
        NodeId owner = set.prekeys().get(0).record().node();
        if (set.prekeys().stream().anyMatch(p -> !p.record().node().equals(owner))) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, "the prekeys are of several nodes");
        }
        Registered held = nodes.get(owner);
        if (held == null) {
            throw new Port17Exception(ErrorKind.UNSUPPORTED, Retry.LATER, "this node is not registered");
        }
        long seconds = clock.instant().getEpochSecond();
        boolean changed = false;
        for (SignedPrekey prekey : set.prekeys()) {
            boolean current = prekey.record().notBefore() <= seconds + FUTURE_MILLIS / 1_000
                    && prekey.record().useUntil() > seconds
                    && held.record()
                            .statement()
                            .suites()
                            .contains(prekey.record().suite())
                    && prekey.vouchedBy(held.record().statement());
            changed |= current && held.take(prekey);
        }
        return changed;
    }

    /**
     * Nodes for the map, in ascending order of id.
     *
     * @param capacities by name or id, as the operator says; every other node counts as unmeasured
     */
    synchronized List<MapNode> live(Map<String, Long> capacities) {
        long now = clock.millis();
        List<MapNode> live = new ArrayList<>();
        for (Registered node : nodes.values()) {
            if (live(node, now)) {
                SignedNode record = node.record();
                Long byName = capacities.getOrDefault(record.statement().name(), 0L);
                long capacity = capacities.getOrDefault(record.id().toString(), byName);
                live.add(new MapNode(record, capacity, node.firstSeen() / 1_000));
            }
        }
        return live;
    }

    /** Prekeys of live nodes, in an order that depends on nothing but the prekeys. */
    synchronized List<SignedPrekey> prekeys() {
        long now = clock.millis();
        List<SignedPrekey> all = new ArrayList<>();
        for (Registered node : nodes.values()) {
            if (live(node, now)) {
                node.usable(now / 1_000).stream()
                        .sorted(Comparator.comparing(
                                        (SignedPrekey p) -> p.record().suite())
                                .thenComparing(p -> p.record().use()))
                        .forEach(all::add);
            }
        }
        return all;
    }

    /** Ids behind a trust list of names and ids. */
    synchronized Set<NodeId> trusted(Collection<String> list) throws Port17Exception {
        Set<NodeId> ids = new TreeSet<>();
        for (String item : list) {
            if (item.length() == 2 * NodeId.BYTES) {
                ids.add(NodeId.parse(item));
            } else if (names.containsKey(item)) {
                ids.add(names.get(item));
            }
        }
        return ids;
    }

    synchronized RegistryImage image(long epoch) {
        long now = clock.millis();
        List<RegistryImage.Entry> entries = new ArrayList<>();
        nodes.values()
                .forEach(n ->
                        entries.add(new RegistryImage.Entry(n.record(), n.sequence(), n.lastSeen(), n.firstSeen())));
        return new RegistryImage(epoch, now, entries, prekeys());
    }

    /** Takes back what was saved. Nodes that were live then count as seen now: they had no chance to report. */
    synchronized void restore(RegistryImage image) throws Port17Exception {
        long now = clock.millis();
        for (RegistryImage.Entry entry : image.entries()) {
            boolean wasLive = image.savedAt() - entry.lastSeen() <= drop.toMillis();
            nodes.put(
                    entry.record().id(),
                    new Registered(
                            entry.record(), entry.sequence(), wasLive ? now : entry.lastSeen(), entry.firstSeen()));
            names.put(entry.record().statement().name(), entry.record().id());
        }
        for (SignedPrekey prekey : image.prekeys()) {
            Registered node = nodes.get(prekey.record().node());
            if (node != null) {
                node.take(prekey);
            }
        }
    }

    private boolean live(Registered node, long now) {
        boolean reachable = !node.record().statement().endpoints().isEmpty();
        return reachable && now - node.lastSeen() <= drop.toMillis();
    }

    private void makeRoom(long now) throws Port17Exception {
        if (nodes.size() < SignedMap.MAX_NODES) {
            return;
        }
        nodes.values().removeIf(n -> {
            boolean forgotten = now - n.lastSeen() > FORGET.toMillis();
            if (forgotten) {
                names.remove(n.record().statement().name());
            }
            return forgotten;
        });
        if (nodes.size() >= SignedMap.MAX_NODES) {
            throw new Port17Exception(ErrorKind.OVERLOADED, Retry.LATER, "the registry is full");
        }
    }
}
