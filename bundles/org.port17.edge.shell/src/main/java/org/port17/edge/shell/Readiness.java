package org.port17.edge.shell;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.port17.api.Node;
import org.port17.api.view.StatusView;

/**
 * Whether a node does its job now.
 *
 * @param roles client, relay, exit, authority: what this process is
 * @param waiting what it waits for, empty when ready
 * @param listeners where applications and neighbours may connect
 */
record Readiness(List<String> roles, List<String> waiting, List<String> listeners) {
    /** Nodes in the shortest route. */
    private static final int SHORTEST_ROUTE = 3;

    Readiness {
        roles = List.copyOf(roles);
        waiting = List.copyOf(waiting);
        listeners = List.copyOf(listeners);
    }

    boolean ready() {
        return waiting.isEmpty();
    }

    /**
     * What is known of this process.
     *
     * @param usable nodes that a client could use at once
     * @param own this node as the map knows it
     * @param missing why an authority does not list it; empty if none says so
     */
    record Facts(
            boolean client,
            boolean relay,
            boolean exit,
            List<StatusView> parts,
            List<Node> usable,
            Optional<Node> own,
            String missing) {}

    static Readiness of(Facts facts) {
        var waiting = new ArrayList<String>();
        Set<String> roles = new LinkedHashSet<>();
        Set<String> listeners = new LinkedHashSet<>();
        for (StatusView part : facts.parts) {
            listeners.addAll(part.listeners());
            if (part.part().equals("authority")) {
                roles.add(part.part());
            }
            if (!part.ready()) {
                waiting.add(part.waiting().isEmpty() ? part.part() : part.waiting());
            }
        }
        if (facts.client) {
            roles.add("client");
            if (facts.usable.size() < SHORTEST_ROUTE) {
                waiting.add("a network map with " + SHORTEST_ROUTE + " usable nodes, now " + facts.usable.size());
            } else if (facts.usable.stream().noneMatch(Node::exit)) {
                waiting.add("a usable exit in the network map");
            }
            if (facts.parts.stream().noneMatch(p -> p.part().equals("socks"))) {
                waiting.add("the SOCKS listener");
            }
        }
        if (facts.relay) {
            roles.add("relay");
            if (facts.own.isEmpty()) {
                waiting.add("this node's own record in the network map"
                        + (facts.missing.isEmpty() ? "" : " (an authority says: " + facts.missing + ")"));
            }
            facts.own.ifPresent(n -> n.endpoints().forEach(e -> listeners.add(e.text())));
        }
        if (facts.exit) {
            roles.add("exit");
            if (facts.own.filter(Node::exit).isEmpty()) {
                waiting.add("this node's record in the network map to say that it is an exit");
            }
        }
        if (roles.isEmpty()) {
            waiting.add("a role: install port17-client, port17-relay or port17-exit");
        }
        return new Readiness(List.copyOf(roles), waiting, List.copyOf(listeners));
    }
}
