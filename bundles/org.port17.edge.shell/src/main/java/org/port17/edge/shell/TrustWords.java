package org.port17.edge.shell;

import java.util.Optional;
import org.port17.api.Node;
import org.port17.spi.trust.TrustBook;
import org.port17.spi.trust.Trusted;

/**
 * Whether a node is trusted, and why.
 *
 * @param by {@code network}, {@code user}, or {@code community} for one that nobody vouches for
 */
record TrustWords(String node, String by, String why) {
    /** @param book null where there is none */
    static TrustWords of(Node node, TrustBook book) {
        if (node.trusted()) {
            return new TrustWords(node.name(), "network", "on the network's trust list");
        }
        Optional<Trusted> reason = book == null ? Optional.empty() : book.reason(node);
        return reason.map(own -> new TrustWords(
                        node.name(),
                        "user",
                        own.kind() == Trusted.Kind.NODE ? "you trust this node" : "you trust its owner"))
                .orElseGet(() ->
                        new TrustWords(node.name(), "community", "nobody vouches for it: encrypted connections only"));
    }
}
