package org.port17.circuit;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.port17.api.Loop;
import org.port17.api.NodeId;

/** Nodes left out of new routes for a minute, and those that blamed others too often. On the loop. */
final class Shunned {
    private static final Duration AVOID = Duration.ofSeconds(60);
    private static final int REPORTS = 2;
    private final Loop loop;
    private final Map<NodeId, Long> unreachable = new HashMap<>();
    private final Map<NodeId, Long> distrusted = new HashMap<>();
    private final Map<NodeId, Integer> reports = new HashMap<>();

    Shunned(Loop loop) {
        this.loop = loop;
    }

    void shun(NodeId node) {
        unreachable.put(node, loop.nanos() + AVOID.toNanos());
    }

    /**
     * A node said that it could not reach its successor. The successor is left out; a node that says so again and again
     * is left out too while others make a route, or it could have honest successors replaced until an accomplice is
     * drawn.
     */
    void failed(NodeId reporter, NodeId accused) {
        shun(accused);
        if (reports.merge(reporter, 1, Integer::sum) >= REPORTS) {
            reports.remove(reporter);
            distrusted.put(reporter, loop.nanos() + AVOID.toNanos());
        }
    }

    /** Those that could not be reached. */
    Set<NodeId> dead() {
        return live(unreachable);
    }

    /** Those, and those that blamed others too often. */
    Set<NodeId> doubtful() {
        Set<NodeId> both = live(distrusted);
        both.addAll(dead());
        return both;
    }

    private Set<NodeId> live(Map<NodeId, Long> left) {
        long now = loop.nanos();
        left.values().removeIf(until -> until - now < 0);
        return new HashSet<>(left.keySet());
    }
}
