package org.port17.spi.transport;

import org.port17.api.Endpoint;

/** An open door. */
public interface Listener {
    /** Where it really listens: a port given as 0 is replaced by the one in use. */
    Endpoint endpoint();

    /** Accepts no more. Connections accepted before live on. When it returns, the address is free again. Idempotent. */
    void close();
}
