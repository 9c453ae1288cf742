package org.port17.netmap;

import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;
import org.port17.api.Port17Exception;

/** Service: keeps the verified map current. */
@ProviderType
public interface NetMap {
    /** The newest verified view; an empty one before the first. Safe from any thread. */
    MapView current();

    /** Told of every new view, on any thread; returns the way to stop listening. */
    AutoCloseable onChange(Consumer<MapView> listener);

    /**
     * Judges the record that a node handed over in place of a prekey it no longer answers to. It is for the one retry at hand and
     * is not kept: a node could give each client one of its own, and know him by it elsewhere. Verifies signatures on the
     * caller's thread.
     *
     * @throws Port17Exception STALE_PREKEY, BAD_INPUT, TAMPERED, PROTOCOL or REPLAYED as {@link PrekeySuccessor} says, or
     *     PROTOCOL if the map does not permit it
     */
    PrekeyRecord successor(PrekeyRecord refused, byte[] signed) throws Port17Exception;

    /** Fetches now instead of at the next poll; does not block. */
    void refresh();
}
