package org.port17.edge.shell;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.karaf.shell.support.CommandException;
import org.port17.api.Node;
import org.port17.spi.trust.Trusted;

/** Turns the name that a person gives into the key that trust holds to, by the verified map. */
record TrustTarget(List<Node> nodes) {
    private static final String KEY = "[0-9a-f]{64}";

    Trusted of(Trusted.Kind kind, String name) throws CommandException {
        return kind == Trusted.Kind.NODE ? node(name) : owner(name);
    }

    private Trusted node(String name) throws CommandException {
        for (Node node : nodes) {
            if (node.name().equals(name) || node.id().toString().equals(name)) {
                return new Trusted(Trusted.Kind.NODE, node.id().toString(), node.name());
            }
        }
        throw new CommandException("The network map holds no node named " + Units.safe(name) + ".");
    }

    private Trusted owner(String name) throws CommandException {
        boolean byKey = name.matches(KEY);
        List<Node> meant = nodes.stream()
                .filter(Node::certified)
                .filter(node -> (byKey ? node.ownerKey() : node.owner()).equals(name))
                .toList();
        Set<String> keys = meant.stream().map(Node::ownerKey).collect(Collectors.toCollection(TreeSet::new));
        if (keys.isEmpty()) {
            throw new CommandException("No node shows a certificate of an owner "
                    + (byKey ? "with that key" : "called " + Units.safe(name))
                    + ", and a name alone proves nothing. Trust his nodes one by one.");
        }
        if (keys.size() > 1) {
            throw new CommandException("Several owners are called " + Units.safe(name)
                    + ": name one by its key, which port17:nodes --json shows.");
        }
        return new Trusted(
                Trusted.Kind.OWNER, keys.iterator().next(), meant.get(0).owner());
    }
}
