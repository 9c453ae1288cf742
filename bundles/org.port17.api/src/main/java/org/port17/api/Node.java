package org.port17.api;

import java.util.List;

/**
 * One node as the verified network map describes it.
 *
 * @param id its identity key
 * @param name for people; unique in a map, at most 32 characters of {@code [a-z0-9-]}
 * @param owner declared owner; no route holds two nodes of one owner
 * @param country ISO 3166-1 alpha-2, upper case
 * @param as autonomous system number, 0 if unknown
 * @param exit whether it opens connections to destinations
 * @param trusted whether the map's trust list names it
 * @param endpoints where it listens, in order of preference
 * @param suites suite ids it accepts, in order of preference
 * @param recordDigest SHA-256 of its signed record, 32 bytes as hexadecimal
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
        String recordDigest) {
    public Node {
        endpoints = List.copyOf(endpoints);
        suites = List.copyOf(suites);
    }
}
