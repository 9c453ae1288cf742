package org.port17.launcher.localnet;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.port17.launcher.cli.HostPort;
import org.port17.launcher.world.World;

/**
 * What a user asked for.
 *
 * @param dir the network's folder, absolute
 * @param nodes how many nodes beside the client
 * @param socks where the client's SOCKS5 listener shall be; empty takes a free port
 * @param http the same for the HTTP proxy
 * @param allow targets on this machine or a private network that exits may open
 * @param transport {@code tcp} or {@code ws}: what links use
 * @param compact all nodes in one process instead of one each
 * @param world who stands where, with distances emulated; empty: everything on 127.0.0.1, as near as it is
 * @param tuning of the nodes, where each has a process of its own
 */
public record NetRequest(
        Path dir,
        int nodes,
        Optional<HostPort> socks,
        Optional<HostPort> http,
        List<HostPort> allow,
        String transport,
        boolean compact,
        Optional<World> world,
        Tuning tuning) {
    public static final int MIN_NODES = 3;
    public static final int MAX_NODES = 50;

    public NetRequest {
        allow = List.copyOf(allow);
    }

    /** A network without a world. */
    public NetRequest(
            Path dir,
            int nodes,
            Optional<HostPort> socks,
            Optional<HostPort> http,
            List<HostPort> allow,
            String transport,
            boolean compact) {
        this(dir, nodes, socks, http, allow, transport, compact, Optional.empty(), Tuning.NONE);
    }
}
