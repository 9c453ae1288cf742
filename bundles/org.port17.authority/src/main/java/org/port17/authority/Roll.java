package org.port17.authority;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.port17.api.NodeId;
import org.port17.api.view.CandidateView;

/**
 * How nodes stand at one moment. Used under the lock of the {@link Registry}.
 *
 * @param claims who counts at an address that no two nodes of a map may share
 */
record Roll(Map<String, Registered> claims, Map<String, NodeId> names, long now, Duration drop) {
    static Roll of(Collection<Registered> nodes, Map<String, NodeId> names, long now, Duration drop) {
        Map<String, Registered> claims = new HashMap<>();
        for (Registered node : nodes) {
            if (node.listed(now, drop) != null && !node.claim().isEmpty()) {
                claims.merge(node.claim(), node, Roll::better);
            }
        }
        return new Roll(claims, names, now, drop);
    }

    /** Who answered at the last dial, or else the one seen first. */
    private static Registered better(Registered one, Registered other) {
        if (one.healthy() != other.healthy()) {
            return one.healthy() ? one : other;
        }
        return one.firstSeen() <= other.firstSeen() ? one : other;
    }

    Standing standing(Registered node) {
        if (node.withdrawn()) {
            return Standing.WITHDRAWN;
        }
        if (node.silent(now, drop)) {
            return Standing.SILENT;
        }
        if (node.counted() != null) {
            return node.claim().isEmpty() || claims.get(node.claim()) == node ? Standing.LISTED : Standing.RIVAL;
        }
        NodeId holder = names.get(node.record().statement().name());
        if (holder != null && !holder.equals(node.id())) {
            return Standing.NAME_TAKEN;
        }
        if (node.linkPrekeys(now / 1_000).isEmpty()) {
            return Standing.NO_PREKEY;
        }
        Collection<AddressProof> proofs = node.proofs().values();
        if (proofs.stream().anyMatch(AddressProof::uncheckable)) {
            return Standing.UNCHECKABLE;
        }
        return proofs.stream().anyMatch(p -> p.failures() > 0) ? Standing.NO_ANSWER : Standing.NOT_TRIED;
    }

    /** For the operator. */
    CandidateView view(Registered node) {
        Standing standing = standing(node);
        long proven =
                node.proofs().values().stream().filter(AddressProof::proven).count();
        return new CandidateView(
                node.record().statement().name(),
                node.id(),
                node.record().statement().owner(),
                standing == Standing.LISTED,
                standing.words(),
                (int) proven,
                node.proofs().size(),
                node.firstSeen(),
                node.provenAt());
    }
}
