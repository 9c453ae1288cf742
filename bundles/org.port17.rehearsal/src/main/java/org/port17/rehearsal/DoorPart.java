package org.port17.rehearsal;

import java.net.InetSocketAddress;
import java.util.concurrent.CompletionStage;
import org.port17.api.Tunnels;

/** Service: plays the port for applications, with the classes that serve real ones: SOCKS5 (RFC 1928, 1929). */
public interface DoorPart {
    /** Listens on a port of 127.0.0.1 that the system chooses. It must not be seen in any counter, view or log. */
    Door open(Tunnels tunnels);

    /** One made-up port. */
    interface Door extends AutoCloseable {
        /** Where it listens, once it does. */
        CompletionStage<InetSocketAddress> bound();

        @Override
        void close();
    }
}
