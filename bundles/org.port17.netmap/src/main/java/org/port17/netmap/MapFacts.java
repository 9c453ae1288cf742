package org.port17.netmap;

/**
 * About a map as a whole, for people.
 *
 * @param network its name; empty while there is no map
 * @param created milliseconds since 1970
 * @param validUntil milliseconds since 1970
 * @param signers how many authorities signed it
 * @param needed how many have to
 * @param authorities how many there are
 * @param ignored how many of them signed two maps of one number and count no more
 * @param listed how many nodes the map lists; the view has those whose records are at hand
 * @param bytes size of the map, packed
 * @param split what comparing it with another source's map said
 * @param bootstrapOwners number of owners at which the network's bootstrap mode ends; 0 if it has none
 * @param owners how many owners there are
 */
public record MapFacts(
        String network,
        long created,
        long validUntil,
        int signers,
        int needed,
        int authorities,
        int ignored,
        int listed,
        int bytes,
        Split split,
        int bootstrapOwners,
        int owners) {
    /** What comparing maps from two sources said. */
    public enum Split {
        /** Nothing to compare with: one source. */
        ALONE,
        /** No other source answered yet. */
        UNCHECKED,
        /** Another source gave the same map. */
        AGREED,
        /** Authorities signed two maps of one number, and too few others are left. Nothing is used any more. */
        FORKED
    }

    static MapFacts none(Split split) {
        return new MapFacts("", 0, 0, 0, 0, 0, 0, 0, 0, split, 0, 0);
    }

    /** Whether the network is so small that its founder lets nodes of one owner share a route. It ends by itself. */
    public boolean bootstrap() {
        return owners < bootstrapOwners;
    }
}
