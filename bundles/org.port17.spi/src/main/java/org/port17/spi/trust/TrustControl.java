package org.port17.spi.trust;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;
import org.port17.api.Port17Exception;

/** What the user's console may ask and order of his trust. From any thread but the loop; writes files on the caller's. */
@ProviderType
public interface TrustControl {
    /** Most nodes and owners. */
    int MOST = 1_000;

    /** In the order in which they were added. */
    List<Trusted> all();

    /**
     * Trusts a node or owner from now on, over restarts. One that is there already stays as it is.
     *
     * @return whether it is new
     * @throws Port17Exception CONFIG if the file is damaged or cannot be written, OVERLOADED beyond {@link #MOST}; nothing has changed
     *     then
     */
    boolean add(Trusted trusted) throws Port17Exception;

    /**
     * Trusts it no longer.
     *
     * @param key of the node or owner
     * @return whether it was there
     * @throws Port17Exception CONFIG if the file is damaged or cannot be written; nothing has changed then
     */
    boolean remove(Trusted.Kind kind, String key) throws Port17Exception;
}
