package org.port17.rehearsal;

import org.port17.api.Tunnels;

/** Service: plays the client of the made-up network with the classes that serve real streams. */
public interface ClientPart {
    /** A client with nothing in it yet. It must not be seen in any counter, view or log. */
    Tunnels client(Place place);
}
