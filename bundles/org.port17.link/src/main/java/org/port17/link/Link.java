package org.port17.link;

import java.util.Optional;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;

/** One authenticated neighbour; outlives its connection (D7). On the loop. */
public interface Link {
    long id();

    /** The peer's identity: always known for a dialled link; for an accepted one only if the peer is a node. */
    Optional<NodeId> peer();

    /** Measured round trip of the link in milliseconds; negative if unknown. */
    double rttMillis();

    /** Whether what is sent leaves at once; it waits while a connection is being made, the first or another one. */
    boolean stands();

    /**
     * Whether a slow line takes what is sent: many bytes are on their way to the neighbour, or wait for it, and it goes on saying that
     * some arrive, but not many. What can wait should. A neighbour that acknowledges late makes a line look so.
     */
    boolean busy();

    /**
     * Opens a lane (one circuit's share of this link).
     *
     * @throws Port17Exception OVERLOADED if the link has no room for more lanes, NODE_UNREACHABLE if it is dead
     */
    Lane open(LaneEvents events) throws Port17Exception;
}
