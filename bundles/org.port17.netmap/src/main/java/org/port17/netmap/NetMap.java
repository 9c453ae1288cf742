package org.port17.netmap;

import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/** Service: keeps the verified map current. */
@ProviderType
public interface NetMap {
    /** The newest verified view; an empty one before the first. Safe from any thread. */
    MapView current();

    /** Told of every new view, on any thread; returns the way to stop listening. */
    AutoCloseable onChange(Consumer<MapView> listener);

    /** Fetches now instead of at the next poll; does not block. */
    void refresh();
}
