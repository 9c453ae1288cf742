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
 * @param trustedOwners all nodes of these, as far as a certificate by the owner's pinned key proves it
 * @param capacities bytes a second by name or id, as the operator measured; every other node counts as not measured
 * @param ownerKeys pinned: owner's name to public key, 64 hexadecimal digits
 */
record Judgement(
        Set<String> trusted, Set<String> trustedOwners, Map<String, Long> capacities, Map<String, String> ownerKeys) {
    /** Says nothing of anybody. */
    static final Judgement NONE = new Judgement(Set.of(), Set.of(), Map.of(), Map.of());

    Judgement {
        trusted = Set.copyOf(trusted);
        trustedOwners = Set.copyOf(trustedOwners);
        capacities = Map.copyOf(capacities);
        ownerKeys = Map.copyOf(ownerKeys);
    }

    /** Where no owner's key is pinned, and so no owner trusted. */
    Judgement(Set<String> trusted, Set<String> trustedOwners, Map<String, Long> capacities) {
        this(trusted, trustedOwners, capacities, Map.of());
    }

    /** @param since when the node was first seen, seconds since 1970 */
    MapNode of(SignedNode record, long since) {
        return of(record, since, true);
    }

    /** @param named whether the node's name is known to be its own, so that trust in the name counts */
    MapNode of(SignedNode record, long since, boolean named) {
        NodeStatement s = record.statement();
        String id = record.id().toString();
        boolean certified = s.certificate().isPresent();
        boolean pinned = certified
                && trustedOwners.contains(s.owner())
                && s.certificate().get().ownerKey().equals(ownerKeys.get(s.owner()));
        boolean trust = trusted.contains(id) || named && trusted.contains(s.name()) || pinned;
        Long capacity = capacities.getOrDefault(id, capacities.getOrDefault(s.name(), 0L));
        return new MapNode(record, trust, certified, capacity, since);
    }
}
