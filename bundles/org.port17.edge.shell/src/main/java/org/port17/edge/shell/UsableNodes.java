package org.port17.edge.shell;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.port17.api.Node;
import org.port17.netmap.MapView;
import org.port17.plugins.Plugins;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.PrekeyUse;
import org.port17.spi.suite.SuiteTraits;

/** The nodes of a map that a client could use at once: a transport and a suite in common, and its prekeys at hand. */
record UsableNodes(MapView map, Plugins plugins) {
    List<Node> nodes() {
        Set<String> schemes =
                plugins.transports().stream().map(t -> t.traits().scheme()).collect(Collectors.toSet());
        List<SuiteTraits> suites = plugins.suites().stream()
                .map(CipherSuite::traits)
                .filter(t -> t.onion() && map.permittedSuites().contains(t.id()))
                .toList();
        return map.nodes().stream()
                .filter(n -> n.endpoints().stream().anyMatch(e -> schemes.contains(e.scheme())))
                .filter(n -> suites.stream().anyMatch(s -> reachable(n, s.id())))
                .toList();
    }

    private boolean reachable(Node node, int suite) {
        return node.suites().contains(suite)
                && map.prekey(node.id(), suite, PrekeyUse.LINK).isPresent()
                && map.prekey(node.id(), suite, PrekeyUse.ONION).isPresent();
    }
}
