package org.port17.netmap.format;

/**
 * One node as an authority judges it.
 *
 * @param record the node's own
 * @param trusted whether the trust list names it or its owner
 * @param certified whether its owner's key signed its key
 * @param capacity bytes a second as others measured it; 0 if nobody measured
 * @param since when the authority first saw it, seconds since 1970; 0 if unknown
 */
public record MapNode(SignedNode record, boolean trusted, boolean certified, long capacity, long since) {
    /** A node of which nothing is known but its record. */
    public static MapNode of(SignedNode record) {
        return new MapNode(record, false, false, 0, 0);
    }
}
