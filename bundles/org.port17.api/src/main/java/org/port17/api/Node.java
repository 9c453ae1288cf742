package org.port17.api;

import java.util.List;
import java.util.Optional;

/**
 * One node as the verified network map describes it.
 *
 * @param id its identity key
 * @param name for people; unique in a map, at most 32 characters of {@code [a-z0-9-]}
 * @param owner declared owner; no route holds two nodes of one owner
 * @param country ISO 3166-1 alpha-2, upper case, {@code ZZ} if unknown; in a map what the node says
 * @param as autonomous system number, 0 if unknown; in a map what the node says
 * @param exit whether it opens connections to destinations
 * @param trusted whether the map's trust list names it
 * @param endpoints where it listens, in order of preference
 * @param suites suite ids it accepts, in order of preference
 * @param recordDigest SHA-256 of its signed record, 32 bytes as hexadecimal
 * @param capacity bytes a second as others measured it, never as the node claims; 0 if nobody measured
 * @param since when the map's authority first saw it, seconds since 1970; 0 if unknown
 * @param ownerKey Ed25519 public key, 64 hexadecimal digits, whose holder signed that this node is this owner's, if the
 *     authority and the map's reader checked that; empty otherwise, and {@code owner} is then what the node says
 * @param measured where it stands by the round trips that authorities measured; empty where they do not contradict the place
 *     database, or nobody measured
 */
public record Node(
        NodeId id,
        String name,
        String owner,
        String country,
        long as,
        boolean exit,
        boolean trusted,
        List<Endpoint> endpoints,
        List<Integer> suites,
        String recordDigest,
        long capacity,
        long since,
        String ownerKey,
        Optional<GeoPoint> measured) {
    public Node {
        endpoints = List.copyOf(endpoints);
        suites = List.copyOf(suites);
    }

    /** The same node with what is known of where it stands in place of what it says. */
    public Node standing(String country, long as) {
        return with(country, as, trusted);
    }

    /** The same node for somebody who trusts it. */
    public Node asTrusted() {
        return with(country, as, true);
    }

    private Node with(String otherCountry, long otherAs, boolean otherTrusted) {
        return new Node(
                id,
                name,
                owner,
                otherCountry,
                otherAs,
                exit,
                otherTrusted,
                endpoints,
                suites,
                recordDigest,
                capacity,
                since,
                ownerKey,
                measured);
    }

    /** Whether its owner has shown who he is. */
    public boolean certified() {
        return !ownerKey.isEmpty();
    }

    /** A node that stands where its addresses do. */
    public Node(
            NodeId id,
            String name,
            String owner,
            String country,
            long as,
            boolean exit,
            boolean trusted,
            List<Endpoint> endpoints,
            List<Integer> suites,
            String recordDigest,
            long capacity,
            long since,
            String ownerKey) {
        this(
                id,
                name,
                owner,
                country,
                as,
                exit,
                trusted,
                endpoints,
                suites,
                recordDigest,
                capacity,
                since,
                ownerKey,
                Optional.empty());
    }

    /** A node that nobody measured, first seen at an unknown time, of an owner who showed nothing. */
    public Node(
            NodeId id,
            String name,
            String owner,
            String country,
            long as,
            boolean exit,
            boolean trusted,
            List<Endpoint> endpoints,
            List<Integer> suites,
            String recordDigest) {
        this(id, name, owner, country, as, exit, trusted, endpoints, suites, recordDigest, 0, 0, "");
    }
}
