package org.port17.spi.route;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.port17.api.Node;

/**
 * Whether nodes with distinct owners and autonomous systems can be found, exactly. Each node joins its owner to its
 * autonomous system; a choice without repeats is a matching of that graph, grown here by augmenting paths (Kuhn 1955).
 */
final class RouteMatching {
    /** Owner to the systems of its nodes. A node of unknown system is given one of its own. */
    private final Map<Object, Set<Object>> systemsOf = new LinkedHashMap<>();

    private final Function<Node, Object> ownerOf;

    /** @param ownerOf whose nodes may not meet */
    RouteMatching(List<Node> nodes, Function<Node, Object> ownerOf) {
        this.ownerOf = ownerOf;
        for (Node node : nodes) {
            Object system = node.as() == 0 ? node.id() : (Object) node.as();
            systemsOf
                    .computeIfAbsent(ownerOf.apply(node), o -> new LinkedHashSet<>())
                    .add(system);
        }
    }

    /** Whether {@code missing} nodes can join those chosen. */
    boolean completable(List<Node> chosen, int missing) {
        if (missing <= 0) {
            return true;
        }
        var taken = new HashSet<Object>();
        var owners = new HashSet<Object>();
        for (Node node : chosen) {
            taken.add(node.as() == 0 ? node.id() : (Object) node.as());
            owners.add(ownerOf.apply(node));
        }
        Map<Object, Object> matched = new HashMap<>();
        for (Object owner : systemsOf.keySet()) {
            if (!owners.contains(owner) && augment(owner, matched, new HashSet<>(taken)) && matched.size() >= missing) {
                return true;
            }
        }
        return false;
    }

    /** Breadth-first, since a chain of owners may be as long as the network. */
    private boolean augment(Object start, Map<Object, Object> matched, Set<Object> seen) {
        Map<Object, Object> reachedBy = new HashMap<>();
        var queue = new ArrayList<Object>(List.of(start));
        for (int i = 0; i < queue.size(); i++) {
            Object owner = queue.get(i);
            for (Object system : systemsOf.get(owner)) {
                if (!seen.add(system)) {
                    continue;
                }
                reachedBy.put(system, owner);
                Object holder = matched.get(system);
                if (holder == null) {
                    flip(system, matched, reachedBy);
                    return true;
                }
                queue.add(holder);
            }
        }
        return false;
    }

    private static void flip(Object free, Map<Object, Object> matched, Map<Object, Object> reachedBy) {
        Map<Object, Object> heldBy = new HashMap<>();
        matched.forEach((system, owner) -> heldBy.put(owner, system));
        Object system = free;
        while (system != null) {
            Object owner = reachedBy.get(system);
            matched.put(system, owner);
            system = heldBy.get(owner);
        }
    }
}
