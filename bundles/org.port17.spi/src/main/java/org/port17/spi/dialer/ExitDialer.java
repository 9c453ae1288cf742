package org.port17.spi.dialer;

import org.osgi.annotation.versioning.ProviderType;
import org.port17.api.Destination;

/**
 * Opens connections to destinations. Its presence as a service makes a node an exit. On the loop.
 *
 * <p>Guarantee: private, loopback, link-local, CGNAT, multicast and mapped targets and the node's own listeners are
 * denied unless configured; the address that was checked is the address that is dialled.
 */
@ProviderType
public interface ExitDialer {
    /** Starts to resolve and connect. Never throws; failures come as {@link ExitEvents#failed}. */
    ExitConnection dial(Destination destination, ExitEvents events);
}
