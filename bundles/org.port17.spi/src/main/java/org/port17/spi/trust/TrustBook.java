package org.port17.spi.trust;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import org.port17.api.Node;

/**
 * Whom the user trusts beside the map's trust list. A service; without one there is only that list. From any thread, and
 * never blocks.
 */
@ProviderType
public interface TrustBook {
    /** Why the user trusts the node; empty if he does not, whatever the map says. */
    Optional<Trusted> reason(Node node);

    /**
     * Tells the listener each time the user changed his mind, on any thread, after it holds. The listener must be quick.
     *
     * @return closing it ends that
     */
    AutoCloseable onChange(Runnable listener);
}
