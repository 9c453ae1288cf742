package org.port17.netmap.format;

import org.port17.api.Node;

/**
 * One node in a map: what it says itself, and what the authority says about it.
 *
 * @param record the node's own
 * @param capacity bytes a second as others measured it; 0 if nobody measured
 * @param since when the authority first saw it, seconds since 1970; 0 if unknown
 */
public record MapNode(SignedNode record, long capacity, long since) {
    /** A node that nobody measured, first seen at an unknown time. */
    public static MapNode of(SignedNode record) {
        return new MapNode(record, 0, 0);
    }

    /** The value the rest of the program uses. */
    public Node node(boolean trusted) {
        NodeStatement s = record.statement();
        return new Node(
                record.id(),
                s.name(),
                s.owner(),
                s.country(),
                s.as(),
                s.exit(),
                trusted,
                s.endpoints(),
                s.suites(),
                record.digest(),
                capacity,
                since);
    }
}
