package org.port17.netmap.format;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.port17.api.NodeId;

/**
 * What an authority says about the network.
 *
 * @param network its name, 1 to 32 characters of {@code [a-z0-9-]}
 * @param epoch from 1; grows by one with each map
 * @param created milliseconds since 1970
 * @param validUntil milliseconds since 1970
 * @param suites permitted suites in order of preference, 1 to 32
 * @param trusted ids the trust list names, sorted
 * @param nodes in ascending order of id, no id or name twice
 */
public record MapStatement(
        String network,
        long epoch,
        long created,
        long validUntil,
        List<Integer> suites,
        Set<NodeId> trusted,
        List<MapNode> nodes) {
    public MapStatement {
        suites = List.copyOf(suites);
        trusted = Collections.unmodifiableSet(new TreeSet<>(trusted));
        nodes = List.copyOf(nodes);
    }
}
