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
 * Whether nodes with distinct owners and distinct {@link Site#widest widest} ties can be found, exactly: without that there is no
 * route, and where nodes meet by one thing each, with it there is. Each node joins its owner to its tie; a choice without
 * repeats is a matching of that graph, grown here by augmenting paths (Kuhn 1955).
 */
final class RouteMatching {
    /** Owner to the ties of its nodes. */
    private final Map<Object, Set<Long>> tiesOf = new LinkedHashMap<>();

    private final NetworkView view;
    private final Function<Node, Object> ownerOf;

    /** @param ownerOf whose nodes may not meet */
    RouteMatching(List<Node> nodes, NetworkView view, Function<Node, Object> ownerOf) {
        this.view = view;
        this.ownerOf = ownerOf;
        for (Node node : nodes) {
            tiesOf.computeIfAbsent(ownerOf.apply(node), o -> new LinkedHashSet<>())
                    .add(tie(node));
        }
    }

    private Long tie(Node node) {
        return view.site(node.id()).widest();
    }

    /** Whether {@code missing} nodes can join those chosen. */
    boolean completable(List<Node> chosen, int missing) {
        if (missing <= 0) {
            return true;
        }
        var taken = new HashSet<Long>();
        var owners = new HashSet<Object>();
        for (Node node : chosen) {
            taken.add(tie(node));
            owners.add(ownerOf.apply(node));
        }
        Map<Long, Object> matched = new HashMap<>();
        for (Object owner : tiesOf.keySet()) {
            if (!owners.contains(owner) && augment(owner, matched, new HashSet<>(taken)) && matched.size() >= missing) {
                return true;
            }
        }
        return false;
    }

    /** Breadth-first, since a chain of owners may be as long as the network. */
    private boolean augment(Object start, Map<Long, Object> matched, Set<Long> seen) {
        Map<Long, Object> reachedBy = new HashMap<>();
        var queue = new ArrayList<Object>(List.of(start));
        for (int i = 0; i < queue.size(); i++) {
            Object owner = queue.get(i);
            for (Long tie : tiesOf.get(owner)) {
                if (!seen.add(tie)) {
                    continue;
                }
                reachedBy.put(tie, owner);
                Object holder = matched.get(tie);
                if (holder == null) {
                    flip(tie, matched, reachedBy);
                    return true;
                }
                queue.add(holder);
            }
        }
        return false;
    }

    private static void flip(Long free, Map<Long, Object> matched, Map<Long, Object> reachedBy) {
        Map<Object, Long> heldBy = new HashMap<>();
        matched.forEach((tie, owner) -> heldBy.put(owner, tie));
        Long tie = free;
        while (tie != null) {
            Object owner = reachedBy.get(tie);
            matched.put(tie, owner);
            tie = heldBy.get(owner);
        }
    }
}
