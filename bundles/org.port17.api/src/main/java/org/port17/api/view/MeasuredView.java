package org.port17.api.view;

import org.port17.api.NodeId;

/**
 * A node of this authority's map, and what it measured of it.
 *
 * @param bytesPerSecond what counts now; 0 if it counts as not measured
 * @param measuredMillis since 1970, when that was measured; 0 if it was not
 * @param failure what came of the last time, if it failed; else empty
 * @param place in words, whether it was found where the place database has it; empty if nobody looked
 */
public record MeasuredView(
        String name, NodeId id, long bytesPerSecond, long measuredMillis, String failure, String place) {
    /** A node of which nobody looked where it stands. */
    public MeasuredView(String name, NodeId id, long bytesPerSecond, long measuredMillis, String failure) {
        this(name, id, bytesPerSecond, measuredMillis, failure, "");
    }
}
