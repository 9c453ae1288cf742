package org.port17.authority;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.mirror.door.Issued;
import org.port17.netmap.format.MapNode;
import org.port17.netmap.format.PrekeySet;
import org.port17.netmap.format.SignedPrekey;

/**
 * Which prekeys the next map goes with: those at hand, or, while the {@link PrekeyPace} holds, those of the map before. Then nodes that
 * these do not serve wait for the next set, since a listed node without prekeys would count against every client. One thread.
 */
final class NextPrekeys {
    /** The head is dated a little later than the choice. */
    private static final long SIGNING_MILLIS = 60_000;

    private final PrekeyPace pace;
    private final List<Integer> suites;
    private String parsedDigest = "";
    private List<SignedPrekey> parsed = List.of();

    /** @param suites that the network permits */
    NextPrekeys(PrekeyPace pace, List<Integer> suites) {
        this.pace = pace;
        this.suites = suites;
    }

    /**
     * @param nodes whom the map lists
     * @param set that its head names; not modified
     * @param waitMillis until it may name one that is newer; 0: it is the newest
     */
    record Choice(List<MapNode> nodes, byte[] set, long waitMillis) {}

    /** Of an authority that signs alone: who is not in the set of before waits. @param now milliseconds since 1970 */
    Choice alone(Served served, Optional<Issued> before, long now) throws Port17Exception {
        Choice fresh = fresh(served, served.nodes(), before, now);
        if (fresh.waitMillis() == 0) {
            return fresh;
        }
        byte[] held = before.orElseThrow().prekeys().orElseThrow();
        Map<NodeId, List<SignedPrekey>> byNode = parsed(held, served).stream()
                .filter(p -> p.record().useUntil() * 1_000 > now)
                .collect(Collectors.groupingBy(p -> p.record().node(), HashMap::new, Collectors.toList()));
        List<MapNode> nodes = served.nodes().stream()
                .filter(node -> serves(byNode.getOrDefault(node.record().id(), List.of()), node))
                .toList();
        boolean fits = held.length <= PrekeySet.most(nodes.size(), suites.size());
        return fits ? new Choice(nodes, held, fresh.waitMillis()) : now(fresh);
    }

    /**
     * Of one among several: the set of before if the others sign that too. No node waits: who leaves many out is not signed.
     *
     * @param agreed whom the map lists
     * @param now milliseconds since 1970
     */
    Choice shared(Served served, List<MapNode> agreed, Optional<Issued> before, long now) throws Port17Exception {
        Choice fresh = fresh(served, agreed, before, now);
        if (fresh.waitMillis() == 0) {
            return fresh;
        }
        byte[] held = before.orElseThrow().prekeys().orElseThrow();
        try {
            ProposedPrekeys.check(
                    parsed(held, served), agreed.stream().map(MapNode::record).toList(), suites, now);
            return new Choice(agreed, held, fresh.waitMillis());
        } catch (Port17Exception e) {
            return now(fresh);
        }
    }

    /** Equal sets of two maps are one, so that a map costs nothing for prekeys that did not change. */
    private Choice fresh(Served served, List<MapNode> nodes, Optional<Issued> before, long now) {
        byte[] set = served.set(nodes);
        Optional<byte[]> held = before.flatMap(Issued::prekeys);
        if (held.filter(same -> Arrays.equals(same, set)).isPresent()) {
            return new Choice(nodes, held.get(), 0);
        }
        return new Choice(nodes, set, held.isPresent() ? pace.waitMillis(set.length, now) : 0);
    }

    private static Choice now(Choice fresh) {
        return new Choice(fresh.nodes(), fresh.set(), 0);
    }

    private boolean serves(List<SignedPrekey> prekeys, MapNode node) {
        return WantedPrekeys.reachable(prekeys.stream()
                .filter(p -> suites.contains(p.record().suite())
                        && node.record()
                                .statement()
                                .suites()
                                .contains(p.record().suite())
                        && p.vouchedBy(node.record().statement()))
                .toList());
    }

    private List<SignedPrekey> parsed(byte[] set, Served served) throws Port17Exception {
        String digest = PrekeySet.digest(set);
        if (!digest.equals(parsedDigest)) {
            parsed = PrekeySet.parse(set, PrekeySet.MAX_RECORDS, ProposedPrekeys.among(served.prekeys()))
                    .prekeys();
            parsedDigest = digest;
        }
        return parsed;
    }
}
