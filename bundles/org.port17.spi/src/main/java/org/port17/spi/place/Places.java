package org.port17.spi.place;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Where addresses stand, from data that this process holds. Nothing here asks the network, so nothing here tells anybody
 * what was looked up. Thread-safe.
 */
@ProviderType
public interface Places {
    /**
     * The data in force. A caller that compares places, or keeps their slots, keeps one table, since an operator may
     * replace it meanwhile. Cost: one volatile read.
     */
    PlaceTable table();

    /** See {@link PlaceTable#place(byte[])}. */
    default Place place(byte[] address) {
        return table().place(address);
    }
}
