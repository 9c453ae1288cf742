package org.port17.netmap.format;

import java.util.Optional;
import org.port17.api.GeoPoint;

/**
 * One node as an authority judges it.
 *
 * @param record the node's own
 * @param trusted whether the trust list names it or its owner
 * @param certified whether its owner's key signed its key
 * @param capacity bytes a second as others measured it; 0 if nobody measured
 * @param since when the authority first saw it, seconds since 1970; 0 if unknown
 * @param measured where it stands by measured round trips, if that is not where the place database has it
 */
public record MapNode(
        SignedNode record, boolean trusted, boolean certified, long capacity, long since, Optional<GeoPoint> measured) {
    /** A node that stands where the place database has it, or whose round trips nobody measured. */
    public MapNode(SignedNode record, boolean trusted, boolean certified, long capacity, long since) {
        this(record, trusted, certified, capacity, since, Optional.empty());
    }

    /** A node of which nothing is known but its record. */
    public static MapNode of(SignedNode record) {
        return new MapNode(record, false, false, 0, 0);
    }

    /** The same node with another capacity. */
    public MapNode carrying(long bytesPerSecond) {
        return new MapNode(record, trusted, certified, bytesPerSecond, since, measured);
    }

    /** The same node, measured to stand there; empty: where the place database has it. */
    public MapNode at(Optional<GeoPoint> point) {
        return new MapNode(record, trusted, certified, capacity, since, point);
    }
}
