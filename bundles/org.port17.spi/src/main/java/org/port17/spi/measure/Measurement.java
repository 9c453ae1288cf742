package org.port17.spi.measure;

import java.util.Optional;
import org.port17.api.ErrorKind;
import org.port17.api.NodeId;

/**
 * What came of measuring a node.
 *
 * @param bytesPerSecond in each direction at once; 0 if it failed
 * @param failure TAMPERED or PROTOCOL: the node's answers were wrong, which an honest one's never are; TIMEOUT: it stopped
 *     answering; NODE_UNREACHABLE or CIRCUIT_BROKEN: it went away, or lets nobody measure it now; UNSUPPORTED, NO_SUITE or UNPAID: it
 *     could not be tried from here
 */
public record Measurement(NodeId node, long bytesPerSecond, Optional<ErrorKind> failure) {
    public static Measurement failed(NodeId node, ErrorKind why) {
        return new Measurement(node, 0, Optional.of(why));
    }

    /** Whether the node was proven wrong. */
    public boolean lied() {
        return failure.filter(why -> why == ErrorKind.TAMPERED || why == ErrorKind.PROTOCOL)
                .isPresent();
    }
}
