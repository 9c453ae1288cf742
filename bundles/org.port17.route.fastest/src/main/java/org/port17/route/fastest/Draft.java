package org.port17.route.fastest;

import java.util.ArrayList;
import java.util.List;
import org.port17.api.Node;

/** The beginning of a route, entry first, and its expected time. */
record Draft(List<Node> nodes, double millis) {
    Draft {
        nodes = List.copyOf(nodes);
    }

    Draft then(Node next, double more) {
        var longer = new ArrayList<>(nodes);
        longer.add(next);
        return new Draft(longer, millis + more);
    }

    Node last() {
        return nodes.get(nodes.size() - 1);
    }
}
