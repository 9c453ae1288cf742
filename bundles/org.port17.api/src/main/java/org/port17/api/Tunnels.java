package org.port17.api;

import org.osgi.annotation.versioning.ProviderType;

/** What an application may ask for: connections that travel through the network. The client's core provides it. */
@ProviderType
public interface Tunnels {
    /**
     * Opens a stream to a destination. Returns at once, on the loop, without waiting for the network: bytes may be sent
     * immediately and leave in the same flight as the route's set-up.
     *
     * @param events called on the loop only, never from inside this call
     * @throws Port17Exception what the client itself knows already: no route, nothing permitted, not ready. The stream
     *     was then not made and no event follows.
     */
    TunnelStream open(StreamRequest request, StreamEvents events) throws Port17Exception;

    /** The loop on which {@link #open} and every stream must be used. */
    Loop loop();
}
