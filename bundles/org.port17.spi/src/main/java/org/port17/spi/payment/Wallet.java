package org.port17.spi.payment;

import org.port17.api.NodeId;
import org.port17.api.Port17Exception;

/** A client's purse. On the loop; must not block. */
public interface Wallet {
    /**
     * Takes one access token for a node out of the purse.
     *
     * @return exactly {@link Payment#TOKEN_BYTES} bytes; padding is random
     * @throws Port17Exception UNPAID if the purse has nothing for this node
     */
    byte[] draw(NodeId node) throws Port17Exception;
}
