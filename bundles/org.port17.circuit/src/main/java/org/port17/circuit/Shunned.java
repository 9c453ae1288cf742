package org.port17.circuit;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.port17.api.Loop;
import org.port17.api.NodeId;

/**
 * Nodes left out of new routes for a minute because they could not be reached, and those that may be at fault for something.
 * Both serve where there is no other. On the loop.
 */
final class Shunned {
    private static final Duration AVOID = Duration.ofSeconds(60);
    private final Loop loop;
    private final Map<NodeId, Long> unreachable = new HashMap<>();
    private final Map<NodeId, Long> doubted = new HashMap<>();
    /** When a whole route through a node answered last, of the last minute. */
    private final Map<NodeId, Long> proven = new HashMap<>();

    Shunned(Loop loop) {
        this.loop = loop;
    }

    void shun(NodeId node) {
        unreachable.put(node, loop.nanos() + AVOID.toNanos());
    }

    /**
     * A node said that it could not reach its successor. Which of them is at fault nobody can tell, so both are left out: a
     * liar could otherwise have honest successors replaced until an accomplice is drawn. The reporter serves again where there
     * is no route without it.
     */
    void failed(NodeId reporter, NodeId accused) {
        shun(accused);
        doubt(reporter);
    }

    /** A node may be what a route stalled at. Nobody said that it cannot be reached. */
    void doubt(NodeId node) {
        doubted.put(node, loop.nanos() + AVOID.toNanos());
    }

    /** A route through these answered as a whole. */
    void prove(Collection<NodeId> nodes) {
        long now = loop.nanos();
        proven.values().removeIf(at -> now - at > AVOID.toNanos());
        nodes.forEach(node -> proven.put(node, now));
    }

    /**
     * A route answers no more from one node on. That one is doubted; those before it, which may keep its answers, too, unless
     * another route through them answered meanwhile: where many vanish at once, the living would else be doubted with them.
     *
     * @param before those on the way to it
     * @param since when it was asked what it did not answer
     */
    void stalled(Collection<NodeId> before, NodeId silent, long since) {
        doubt(silent);
        for (NodeId node : before) {
            Long at = proven.get(node);
            if (at == null || at - since < 0) {
                doubt(node);
            }
        }
    }

    /** Those that could not be reached. */
    Set<NodeId> dead() {
        return live(unreachable);
    }

    /** Those that may be at fault for something. */
    Set<NodeId> doubted() {
        return live(doubted);
    }

    private Set<NodeId> live(Map<NodeId, Long> left) {
        long now = loop.nanos();
        left.values().removeIf(until -> until - now < 0);
        return new HashSet<>(left.keySet());
    }
}
