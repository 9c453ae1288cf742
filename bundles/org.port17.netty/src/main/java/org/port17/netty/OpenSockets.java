package org.port17.netty;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What one transport has open, so that stopping the transport ends it. Touched on the loop only. */
public final class OpenSockets {
    private final Set<ListeningSocket> doors = new LinkedHashSet<>();
    private final Set<ChannelConnection> connections = new LinkedHashSet<>();

    public void add(ListeningSocket door) {
        doors.add(door);
    }

    public void remove(ListeningSocket door) {
        doors.remove(door);
    }

    /** Keeps the connection until its channel is gone. */
    public void add(ChannelConnection connection) {
        if (connection.isOpen() && connections.add(connection)) {
            connection.whenGone(() -> connections.remove(connection));
        }
    }

    /** Closes every door, then every connection: what was flushed is sent, the core hears {@code closed}. */
    public void closeAll() {
        List.copyOf(doors).forEach(ListeningSocket::close);
        doors.clear();
        List.copyOf(connections).forEach(ChannelConnection::retire);
    }
}
