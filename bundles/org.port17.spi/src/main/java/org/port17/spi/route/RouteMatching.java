package org.port17.spi.route;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.port17.api.Node;

/**
 * Whether nodes with distinct owners and autonomous systems can be found, exactly. Each node joins its owner to its
 * autonomous system; a choice without repeats is a matching of that graph, grown here by augmenting paths (Kuhn 1955).
 */
final class RouteMatching {
    /** Owner to the systems of its nodes. A node of unknown system is given one of its own. */
    private final Map<String, Set<Object>> systemsOf = new LinkedHashMap<>();

    RouteMatching(List<Node> nodes) {
        for (Node node : nodes) {
            Object system = node.as() == 0 ? node.id() : (Object) node.as();
            systemsOf.computeIfAbsent(node.owner(), o -> new LinkedHashSet<>()).add(system);
        }
    }

    /** Whether {@code missing} nodes can join those chosen. */
    boolean completable(List<Node> chosen, int missing) {
        if (missing <= 0) {
            return true;
        }
        var taken = new HashSet<Object>();
        var owners = new HashSet<String>();
        for (Node node : chosen) {
            taken.add(node.as() == 0 ? node.id() : (Object) node.as());
            owners.add(node.owner());
        }
        Map<Object, String> matched = new HashMap<>();
        for (String owner : systemsOf.keySet()) {
            if (!owners.contains(owner) && augment(owner, matched, new HashSet<>(taken)) && matched.size() >= missing) {
                return true;
            }
        }
        return false;
    }

    /** Breadth-first, since a chain of owners may be as long as the network. */
    private boolean augment(String start, Map<Object, String> matched, Set<Object> seen) {
        Map<Object, String> reachedBy = new HashMap<>();
        var queue = new ArrayList<>(List.of(start));
        for (int i = 0; i < queue.size(); i++) {
            String owner = queue.get(i);
            for (Object system : systemsOf.get(owner)) {
                if (!seen.add(system)) {
                    continue;
                }
                reachedBy.put(system, owner);
                String holder = matched.get(system);
                if (holder == null) {
                    flip(system, matched, reachedBy);
                    return true;
                }
                queue.add(holder);
            }
        }
        return false;
    }

    private static void flip(Object free, Map<Object, String> matched, Map<Object, String> reachedBy) {
        Map<String, Object> heldBy = new HashMap<>();
        matched.forEach((system, owner) -> heldBy.put(owner, system));
        Object system = free;
        while (system != null) {
            String owner = reachedBy.get(system);
            matched.put(system, owner);
            system = heldBy.get(owner);
        }
    }
}
