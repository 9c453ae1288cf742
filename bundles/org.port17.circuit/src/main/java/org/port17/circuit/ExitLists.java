package org.port17.circuit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.port17.api.Destination;
import org.port17.api.Node;
import org.port17.api.NodeId;
import org.port17.spi.exit.ExitPolicy;
import org.port17.spi.exit.Verdict;
import org.port17.spi.route.ExitCandidate;

/**
 * The nodes of one view that may be exits, by policy and rules. Lists are kept, so that a connection does not ask about every
 * node again; the same list object comes back while it holds. For any thread.
 */
final class ExitLists {
    private static final int MOST = 64;
    private final List<Node> nodes;
    private final Map<Key, Exits> kept = new LinkedHashMap<>();

    ExitLists(List<Node> nodes) {
        this.nodes = nodes;
    }

    /** @param destination empty where the policy does not look at it */
    private record Key(ExitPolicy policy, Predicate<Node> admitted, boolean trusted, String destination) {}

    /**
     * @param list all candidates
     * @param ids the same, to look them up
     * @param refusal why there is none, a sentence
     * @param untrusted whether there are none because a trusted one is needed
     */
    record Exits(List<ExitCandidate> list, Set<NodeId> ids, String refusal, boolean untrusted) {}

    synchronized Exits of(ExitPolicy policy, Wanted wanted) {
        Destination destination = wanted.destination();
        String looked = policy.looksAtDestination() ? destination.host() + " " + destination.port() : "";
        Key key = new Key(policy, wanted.exit(), wanted.trustedExit(), looked);
        Exits exits = kept.get(key);
        if (exits == null) {
            if (kept.size() >= MOST) {
                kept.remove(kept.keySet().iterator().next());
            }
            exits = ask(policy, wanted);
            kept.put(key, exits);
        }
        return exits;
    }

    private Exits ask(ExitPolicy policy, Wanted wanted) {
        List<ExitCandidate> list = new ArrayList<>();
        Set<NodeId> ids = new HashSet<>();
        String refusal = "no node of the network is an exit";
        boolean untrusted = false;
        for (Node node : nodes) {
            if (node.exit()) {
                Verdict verdict = policy.judge(wanted.destination(), node);
                if (!verdict.allowed()) {
                    refusal = "the exit policy '" + policy.name() + "' allows no exit: " + verdict.reason();
                } else if (!wanted.exit().test(node)) {
                    refusal = "the user's rules leave no exit for this destination";
                } else if (wanted.trustedExit() && !node.trusted()) {
                    untrusted = true;
                } else {
                    list.add(new ExitCandidate(node, verdict.weight()));
                    ids.add(node.id());
                }
            }
        }
        return new Exits(List.copyOf(list), ids, refusal, untrusted && list.isEmpty());
    }
}
