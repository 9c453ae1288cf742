package org.port17.spi.proof;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;
import org.port17.api.Endpoint;
import org.port17.api.NodeId;

/** Service: finds out whether a node answers at an address. Safe from any thread; blocks nobody. */
@ProviderType
public interface AddressProver {
    /**
     * Dials the address, shakes hands as a client without a name would, and hangs up. Guarantee: completes normally only if
     * who answered there holds a secret that the node's identity key vouches for, in an exchange that was never seen before.
     *
     * @param prekeys signed records of the node's LINK prekeys, in any order; others are passed over
     * @param within for all of it, name and key exchange included
     * @return fails with Port17Exception: UNSUPPORTED if there is no transport for the address, NO_SUITE if no prekey is of a
     *     suite that is here, BAD_INPUT if the address is malformed; any other kind: nobody there proved to be this node
     */
    CompletionStage<Void> prove(NodeId node, Endpoint endpoint, List<byte[]> prekeys, Duration within);
}
