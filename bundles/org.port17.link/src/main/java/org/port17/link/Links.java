package org.port17.link;

import org.osgi.annotation.versioning.ProviderType;
import org.port17.api.Endpoint;
import org.port17.api.Loop;
import org.port17.api.Node;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.cell.FramePool;

/** Service: this process's links. All calls on the loop. */
@ProviderType
public interface Links {
    Loop loop();

    FramePool frames();

    /**
     * The link to a node: the standing one, or a new one that is being dialled. Usable at once in both cases; what is
     * sent leaves in the first flight.
     *
     * @throws Port17Exception NODE_UNREACHABLE, NO_SUITE or STALE_PREKEY if the node cannot be dialled at all
     */
    Link to(Node node) throws Port17Exception;

    /** Whether a link to this node stands and is up. */
    boolean linked(NodeId node);

    /** Measured round trip to a node with a link that is up, in milliseconds. */
    default java.util.OptionalDouble rttMillis(NodeId node) {
        return java.util.OptionalDouble.empty();
    }

    /** Listens on the endpoints; peers' circuits go to the acceptor. Answers where it really listens. */
    Listening listen(Iterable<Endpoint> endpoints, LaneAcceptor acceptor) throws Port17Exception;

    /** An open set of listeners. */
    interface Listening extends AutoCloseable {
        java.util.List<Endpoint> endpoints();

        /** Accepts no more connections and circuits; running ones go on. */
        @Override
        void close();
    }
}
