package org.port17.authority;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.port17.api.Endpoint;
import org.port17.api.ErrorKind;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.api.view.CandidateView;
import org.port17.netmap.format.MapNode;
import org.port17.netmap.format.PrekeySet;
import org.port17.netmap.format.SignedNode;
import org.port17.netmap.format.SignedPrekey;

/**
 * Which nodes exist. Guarantees: a record counts only while all its addresses are proven; a name stays with the node that
 * proved itself under it first; of each node only ever newer records are taken; a node that falls silent leaves the map but
 * keeps its name. Thread-safe; takes verified records only.
 */
final class Registry {
    /** Records and prekeys may be dated this far ahead. */
    static final long FUTURE_MILLIS = 3_600_000;

    /** A node silent for so long loses its name when the registry is full. */
    static final Duration FORGET = Duration.ofDays(30);

    static final int MAX_PREKEYS_PER_POST = 128;
    static final int MAX_NODES = 100_000;

    /** A prekey of a new map lasts so long: until another map comes, also when turns are lost. Honest nodes made the next one by then. */
    static final long LAST_USE_SECONDS = 900;

    /** Between the choice of prekeys and the date of the head that the others sign lie some seconds. */
    private static final long SIGNING_SECONDS = 300;

    /** After a restart the proofs of before are looked at again within this time. */
    private static final long RECHECK_MILLIS = 60_000;

    /** So many others are looked at when one is not found any more. */
    private static final int CONTROLS = 3;

    private final InstantSource clock;
    private final Duration drop;
    private final OwnerRule owners;
    private final AddressRules rules;
    private final Map<NodeId, Registered> nodes = new TreeMap<>();
    private final Map<String, NodeId> names = new HashMap<>();
    private final Newcomers newcomers = new Newcomers();

    /** Before this nothing is due. */
    private long earliest;

    /** When somebody was found at an address last. */
    private long lastSuccess;

    /** An address to be dialled. */
    record Due(Registered node, Endpoint endpoint, boolean proven, List<byte[]> prekeys) {}

    /** What a dial said. */
    enum Outcome {
        PROVEN,
        FAILED,
        /** This authority could not try. */
        UNTRIED
    }

    Registry(InstantSource clock, Duration drop, OwnerRule owners, AddressRules rules) {
        this.clock = clock;
        this.drop = drop;
        this.owners = owners;
        this.rules = rules;
    }

    /**
     * Takes a record.
     *
     * @param origin from where it came, see {@link AddressRules#origin}
     * @return whether the map changes by it
     * @throws Port17Exception CONFIG if the name is another node's, or its owner is not proven; TARGET_DENIED if one of its
     *     addresses is not dialled; REPLAYED if a newer record is held; BAD_INPUT if it is dated ahead; OVERLOADED if the
     *     registry is full
     */
    synchronized boolean node(SignedNode record, String origin) throws Port17Exception {
        long now = clock.millis();
        long sequence = record.statement().sequence();
        if (sequence > now + FUTURE_MILLIS) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, "the record is dated more than an hour ahead");
        }
        owners.check(record, members());
        if (!mayBeCalled(record)) {
            throw new Port17Exception(ErrorKind.CONFIG, "another node holds this name");
        }
        Registered held = nodes.get(record.id());
        // A record may come twice when the first answer was lost.
        boolean again = held != null && sequence == held.sequence() && held.says(record);
        if (held != null && sequence <= held.sequence() && !again) {
            throw new Port17Exception(ErrorKind.REPLAYED, "a newer record of this node is held");
        }
        rules.check(record.statement().endpoints());
        earliest = 0;
        if (held == null) {
            makeRoom(now);
            Registered fresh = new Registered(record, now, now, origin, false);
            newcomers.add(fresh).ifPresent(loser -> nodes.remove(loser.id()));
            nodes.put(record.id(), fresh);
            return false;
        }
        SignedNode before = held.listed(now, drop);
        if (before == null) {
            held.expire(now - 2 * rules.recheck().toMillis(), now);
        }
        held.renew(record, now);
        settle(held, now);
        return !Objects.equals(before, held.listed(now, drop));
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
        earliest = 0;
        return changed && held.listed(clock.millis(), drop) != null;
    }

    /** Addresses to be dialled now; each is handed out once until {@link #outcome} or {@link #postpone}. */
    synchronized List<Due> due() {
        long now = clock.millis();
        // A clock that was set back must not stop everything.
        if (now < earliest && earliest - now <= 2 * rules.recheck().toMillis()) {
            return List.of();
        }
        nodes.values().removeIf(n -> {
            boolean gone = !n.member() && n.silent(now, drop);
            if (gone) {
                newcomers.remove(n);
            }
            return gone;
        });
        earliest = now + rules.recheck().toMillis();
        List<Due> all = new ArrayList<>();
        for (Registered node : nodes.values()) {
            boolean away = node.withdrawn() || node.silent(now, drop);
            List<byte[]> prekeys = away ? List.of() : node.linkPrekeys(now / 1_000);
            if (prekeys.isEmpty()) {
                continue;
            }
            node.proofs().forEach((endpoint, proof) -> {
                boolean tooFar = proof.due() < Long.MAX_VALUE
                        && proof.due() - now > 2 * rules.recheck().toMillis();
                if (proof.due() <= now || tooFar) {
                    proof.begin();
                    all.add(new Due(node, endpoint, proof.proven(), prekeys));
                } else {
                    earliest = Math.min(earliest, proof.due());
                }
            });
        }
        return all;
    }

    /** Its turn has not come. */
    synchronized void postpone(Due due, Duration by) {
        long until = clock.millis() + by.toMillis();
        AddressProof proof = due.node().proofs().get(due.endpoint());
        if (proof != null) {
            proof.postpone(until);
        }
        earliest = Math.min(earliest, until);
    }

    /** What a dial said. @return whether the map changes by it */
    synchronized boolean outcome(Due due, Outcome outcome) {
        long now = clock.millis();
        Registered node = nodes.get(due.node().id());
        AddressProof proof = due.node().proofs().get(due.endpoint());
        earliest = 0;
        if (node != due.node() || proof == null) {
            return false; // it is gone, or says something else by now
        }
        SignedNode before = node.listed(now, drop);
        switch (outcome) {
            case PROVEN -> {
                proof.succeeded(now, rules.recheck());
                lastSuccess = now;
                doubtOthersAt(due, now);
            }
            case FAILED -> proof.failed(now, proof.proven() && perhapsCutOff(node, proof, now));
            case UNTRIED -> proof.couldNotTry(now);
        }
        settle(node, now);
        return !Objects.equals(before, node.listed(now, drop));
    }

    /** Only one can be there: the address may have changed hands. */
    private void doubtOthersAt(Due due, long now) {
        for (Registered other : nodes.values()) {
            AddressProof proof = other == due.node() ? null : other.proofs().get(due.endpoint());
            if (proof != null && proof.proven() && proof.failures() == 0 && proof.provenAt() < now) {
                proof.doubt(now);
            }
        }
    }

    /**
     * Whether it may be this authority that is cut off: since the address began to fail nobody was found anywhere. Then others
     * are looked at, and until one of them is found nobody leaves the map for not being found.
     */
    private boolean perhapsCutOff(Registered failing, AddressProof proof, long now) {
        if (proof.failures() > 0 && lastSuccess > proof.failingSince()) {
            return false;
        }
        List<Registered> others = nodes.values().stream()
                .filter(n -> n != failing && n.listed(now, drop) != null)
                .collect(Collectors.toCollection(ArrayList::new));
        Collections.shuffle(others);
        others.stream()
                .filter(Registered::healthy)
                .limit(CONTROLS)
                .flatMap(n -> n.proofs().values().stream())
                .forEach(p -> p.doubt(now));
        return !others.isEmpty();
    }

    /** What is proven counts, if its name is free; what is not proven any more does not. */
    private void settle(Registered node, long now) {
        node.discount();
        if (node.mayCount() && mayBeCalled(node.record())) {
            newcomers.remove(node);
            node.count(now);
            call(node, node.record().statement().name());
        }
    }

    private void call(Registered node, String name) {
        names.remove(node.name(), node.id());
        names.put(name, node.id());
        node.name(name);
    }

    /**
     * Whether this authority would take records as they stand, name and owner, also of nodes that it does not know.
     *
     * @throws Port17Exception CONFIG if a name is another node's, or an owner's name another owner's or not proven
     */
    synchronized void admits(Collection<SignedNode> records) throws Port17Exception {
        Map<String, String> first = OwnerRule.first(members());
        for (SignedNode record : records) {
            if (!mayBeCalled(record)) {
                throw new Port17Exception(ErrorKind.CONFIG, "another node holds this name");
            }
            owners.check(
                    record, Optional.ofNullable(first.get(record.statement().owner())));
        }
    }

    /** Whether the node was found at every address in this record of it, which need not be its last. */
    synchronized boolean proved(SignedNode record) {
        Registered node = nodes.get(record.id());
        return node != null && !record.statement().endpoints().isEmpty() && node.proven(record);
    }

    /** Whether the node holds its name here. */
    synchronized boolean named(SignedNode record) {
        return record.id().equals(names.get(record.statement().name()));
    }

    private boolean mayBeCalled(SignedNode record) {
        NodeId holder = names.get(record.statement().name());
        return holder == null || holder.equals(record.id());
    }

    /**
     * Nodes for the map, in ascending order of id. Of several at one address one counts: who answered at the last dial, or
     * else the one seen first.
     *
     * @param judgement what the operator says of them
     */
    synchronized List<MapNode> live(Judgement judgement) {
        Roll roll = roll();
        List<MapNode> live = new ArrayList<>();
        for (Registered node : nodes.values()) {
            if (roll.standing(node) == Standing.LISTED) {
                live.add(judgement.of(node.counted(), node.firstSeen() / 1_000));
            }
        }
        return live;
    }

    /** How a node stands. @throws Port17Exception UNSUPPORTED if it is not registered */
    synchronized Standing standing(NodeId id) throws Port17Exception {
        Registered node = nodes.get(id);
        if (node == null) {
            throw new Port17Exception(ErrorKind.UNSUPPORTED, Retry.LATER, "this node is not registered");
        }
        return roll().standing(node);
    }

    /** For the operator: who is in the map and who is not, and why. */
    synchronized List<CandidateView> candidates() {
        Roll roll = roll();
        return nodes.values().stream().map(roll::view).toList();
    }

    private Roll roll() {
        return Roll.of(nodes.values(), names, clock.millis(), drop);
    }

    /**
     * Takes over the age of nodes that other authorities know and this one does not. They stay silent until they speak to this
     * one too.
     */
    synchronized void learn(SignedNode record, long since) {
        NodeId id = record.id();
        String name = record.statement().name();
        if (!nodes.containsKey(id) && !names.containsKey(name) && nodes.size() < MAX_NODES) {
            Registered known = new Registered(record, 0, since, "", true);
            nodes.put(id, known);
            call(known, name);
        }
    }

    /** Prekeys of live nodes that can be used for some minutes more, in an order that depends on nothing but the prekeys. */
    synchronized List<SignedPrekey> prekeys() {
        long now = clock.millis();
        List<SignedPrekey> all = new ArrayList<>();
        for (Registered node : nodes.values()) {
            if (node.listed(now, drop) != null) {
                node.usable(now / 1_000 + LAST_USE_SECONDS + SIGNING_SECONDS).stream()
                        .sorted(Comparator.comparing(
                                        (SignedPrekey p) -> p.record().suite())
                                .thenComparing(p -> p.record().use()))
                        .forEach(all::add);
            }
        }
        return all;
    }

    /** Nodes that never proved themselves are not worth remembering: they come again. */
    synchronized RegistryImage image(long epoch, long founded) {
        long now = clock.millis();
        List<RegistryImage.Entry> entries =
                members().stream().map(RegistryImage.Entry::of).toList();
        return new RegistryImage(epoch, founded, now, entries, prekeys());
    }

    /**
     * Takes back what was saved. Nodes that were live then count as seen now: they had no chance to report. What was proven
     * stands and is looked at again soon.
     */
    synchronized void restore(RegistryImage image) {
        long now = clock.millis();
        for (RegistryImage.Entry entry : image.entries()) {
            boolean wasLive = image.savedAt() - entry.lastSeen() <= drop.toMillis();
            Registered node =
                    new Registered(entry.record(), wasLive ? now : entry.lastSeen(), entry.firstSeen(), "", true);
            node.restore(
                    entry.sequence(),
                    entry.provenAt(),
                    now + ThreadLocalRandom.current().nextLong(RECHECK_MILLIS));
            nodes.put(node.id(), node);
            call(node, entry.record().statement().name());
        }
        for (SignedPrekey prekey : image.prekeys()) {
            Registered node = nodes.get(prekey.record().node());
            if (node != null) {
                node.take(prekey);
            }
        }
    }

    private List<Registered> members() {
        return nodes.values().stream().filter(Registered::member).toList();
    }

    private void makeRoom(long now) throws Port17Exception {
        if (nodes.size() < MAX_NODES) {
            return;
        }
        nodes.values().removeIf(n -> {
            boolean forgotten = n.member() && now - n.lastSeen() > FORGET.toMillis();
            if (forgotten) {
                names.remove(n.name(), n.id());
            }
            return forgotten;
        });
        if (nodes.size() >= MAX_NODES) {
            throw new Port17Exception(ErrorKind.OVERLOADED, Retry.LATER, "the registry is full");
        }
    }
}
