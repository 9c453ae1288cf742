package org.port17.authority;

import java.util.Map;
import java.util.Set;
import org.port17.netmap.format.MapNode;
import org.port17.netmap.format.NodeStatement;
import org.port17.netmap.format.SignedNode;

/**
 * What an operator says about nodes.
 *
 * @param trusted names and ids; an id counts for certain, a name for whoever took it first
 * @param trustedOwners all nodes of these, as far as they prove it with a certificate
 * @param capacities bytes a second by name or id, as the operator measured; every other node counts as not measured
 */
record Judgement(Set<String> trusted, Set<String> trustedOwners, Map<String, Long> capacities) {
    /** Says nothing of anybody. */
    static final Judgement NONE = new Judgement(Set.of(), Set.of(), Map.of());

    Judgement {
        trusted = Set.copyOf(trusted);
        trustedOwners = Set.copyOf(trustedOwners);
        capacities = Map.copyOf(capacities);
    }

    /** @param since when the node was first seen, seconds since 1970 */
    MapNode of(SignedNode record, long since) {
        NodeStatement s = record.statement();
        String id = record.id().toString();
        boolean certified = s.certificate().isPresent();
        boolean trust =
                trusted.contains(id) || trusted.contains(s.name()) || certified && trustedOwners.contains(s.owner());
        Long capacity = capacities.getOrDefault(id, capacities.getOrDefault(s.name(), 0L));
        return new MapNode(record, trust, certified, capacity, since);
    }
}
