package org.port17.authority;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.port17.api.Endpoint;
import org.port17.api.Port17Exception;
import org.port17.netmap.format.MapNode;

/**
 * Which nodes may share one line: those with addresses in one prefix (24 bits of IPv4, 48 of IPv6), and whoever shares one with
 * any of them. They are measured together or not at all.
 */
final class Lines {
    private Lines() {}

    /** @return each node once; in a group the oldest come first */
    static List<List<MapNode>> of(List<MapNode> nodes, AddressRules rules) {
        Map<String, List<MapNode>> byPrefix = new HashMap<>();
        for (MapNode node : nodes) {
            List<MapNode> group = new ArrayList<>(List.of(node));
            for (Endpoint endpoint : node.record().statement().endpoints()) {
                List<MapNode> other = byPrefix.get(prefix(endpoint, rules));
                if (other != null && other != group) {
                    group.addAll(other);
                    List<MapNode> whole = group;
                    byPrefix.replaceAll((prefix, members) -> members == other ? whole : members);
                }
                byPrefix.put(prefix(endpoint, rules), group);
            }
        }
        List<List<MapNode>> groups = new ArrayList<>();
        for (List<MapNode> group : byPrefix.values()) {
            if (groups.stream().noneMatch(g -> g == group)) {
                groups.add(group);
            }
        }
        groups.forEach(g -> g.sort(Comparator.comparingLong(MapNode::since)
                .thenComparing(n -> n.record().id())));
        return groups;
    }

    private static String prefix(Endpoint endpoint, AddressRules rules) {
        try {
            return rules.target(endpoint).prefix();
        } catch (Port17Exception e) {
            return endpoint.text(); // not dialled by this authority, but by no other name either
        }
    }
}
