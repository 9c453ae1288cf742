package org.port17.spi.route;

import java.util.List;
import org.port17.api.Node;

/** The nodes of a circuit, entry first, exit last. */
public record Route(List<Node> nodes) {
    public Route {
        nodes = List.copyOf(nodes);
    }

    public Node entry() {
        return nodes.get(0);
    }

    public Node exit() {
        return nodes.get(nodes.size() - 1);
    }
}
