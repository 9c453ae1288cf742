package org.port17.authority;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.port17.api.ErrorKind;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.netmap.column.RecordRows;
import org.port17.netmap.format.MapNode;
import org.port17.netmap.format.PrekeySet;
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
    static final int MAX_NODES = 100_000;
    private final InstantSource clock;
    private final Duration drop;
    private final OwnerRule owners;
    private final Map<NodeId, Registered> nodes = new TreeMap<>();
    private final Map<String, NodeId> names = new HashMap<>();

    Registry(InstantSource clock, Duration drop, OwnerRule owners) {
        this.clock = clock;
        this.drop = drop;
        this.owners = owners;
    }

    /**
     * Takes a record.
     *
     * @return whether the map changes by it
     * @throws Port17Exception CONFIG if the name is another node's; or its owner is not proven; REPLAYED if a newer record
     *     is held; BAD_INPUT if it is dated ahead; OVERLOADED if the registry is full
     */
    synchronized boolean node(SignedNode record) throws Port17Exception {
        long now = clock.millis();
        long sequence = record.statement().sequence();
        if (sequence > now + FUTURE_MILLIS) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, "the record is dated more than an hour ahead");
        }
        owners.check(record, nodes.values());
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
     * Nodes for the map, in ascending order of id. Of two that claim one address the one seen first counts.
     *
     * @param judgement what the operator says of them
     */
    synchronized List<MapNode> live(Judgement judgement) {
        long now = clock.millis();
        Map<String, Registered> claims = new HashMap<>();
        List<MapNode> live = new ArrayList<>();
        for (Registered node : nodes.values()) {
            if (live(node, now)) {
                RecordRows.claim(node.record().statement())
                        .ifPresent(claim -> claims.merge(claim, node, Registry::older));
            }
        }
        for (Registered node : nodes.values()) {
            Optional<String> claim = RecordRows.claim(node.record().statement());
            if (live(node, now) && (claim.isEmpty() || claims.get(claim.get()) == node)) {
                live.add(judgement.of(node.record(), node.firstSeen() / 1_000));
            }
        }
        return live;
    }

    /**
     * Takes over the age of nodes that other authorities know and this one does not. They stay silent until they speak to this
     * one too.
     */
    synchronized void learn(SignedNode record, long firstSeen) {
        NodeId id = record.id();
        String name = record.statement().name();
        if (!nodes.containsKey(id) && !names.containsKey(name) && nodes.size() < MAX_NODES) {
            nodes.put(id, new Registered(record, record.statement().sequence(), 0, firstSeen));
            names.put(name, id);
        }
    }

    private static Registered older(Registered one, Registered other) {
        return one.firstSeen() <= other.firstSeen() ? one : other;
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

    synchronized RegistryImage image(long epoch, long founded) {
        long now = clock.millis();
        List<RegistryImage.Entry> entries = new ArrayList<>();
        nodes.values()
                .forEach(n ->
                        entries.add(new RegistryImage.Entry(n.record(), n.sequence(), n.lastSeen(), n.firstSeen())));
        return new RegistryImage(epoch, founded, now, entries, prekeys());
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
        if (nodes.size() < MAX_NODES) {
            return;
        }
        nodes.values().removeIf(n -> {
            boolean forgotten = now - n.lastSeen() > FORGET.toMillis();
            if (forgotten) {
                names.remove(n.record().statement().name());
            }
            return forgotten;
        });
        if (nodes.size() >= MAX_NODES) {
            throw new Port17Exception(ErrorKind.OVERLOADED, Retry.LATER, "the registry is full");
        }
    }
}
