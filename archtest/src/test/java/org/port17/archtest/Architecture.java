package org.port17.archtest;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which bundle may use which: the arrows of ARCHITECTURE.md. A new arrow is added here together with its ADR. Bundles are
 * written without {@code org.port17.}; a class belongs to the bundle whose name is the longest prefix of its package.
 */
final class Architecture {
    private static final String ROOT = "org.port17.";
    private static final String[] CONTRACT = {"api", "spi"};
    private static final Map<String, Set<String>> ARROWS = new HashMap<>();

    /** Libraries that only some bundles may see, by package. */
    private static final Map<String, Set<String>> LIBRARIES = Map.of(
            "io.netty",
                    Set.of(
                            "netty",
                            "transport.tcp",
                            "transport.websocket",
                            "edge.socks",
                            "edge.http",
                            "edge.dialer",
                            "edge.direct"),
            "org.bouncycastle",
                    Set.of(
                            "suite.kit",
                            "suite.aesgcm",
                            "suite.chacha",
                            "suite.mldsa",
                            "suite.x25519",
                            "netmap",
                            "node",
                            "authority"),
            "com.amazon.corretto", Set.of("accp"),
            "org.apache.karaf", Set.of("edge.shell"),
            "org.apache.hc", Set.of("domains"));

    static {
        bundle("api");
        bundle("spi", "api");
        bundle("cell", CONTRACT);
        bundle("plugins", CONTRACT);
        bundle("detect");
        bundle("ratchet", CONTRACT);
        bundle("onion", "api", "spi", "cell", "ratchet");
        bundle("netmap", "api", "spi", "plugins");
        bundle("node", "api", "spi", "plugins", "netmap");
        bundle("link", "api", "spi", "cell", "ratchet", "plugins", "netmap", "node");
        bundle("domains");
        bundle("measure", "api", "spi", "cell", "onion", "ratchet", "link", "netmap", "plugins");
        bundle("rehearsal", "api", "spi", "cell", "onion", "ratchet", "link", "netmap", "node", "plugins");
        bundle(
                "circuit",
                "api",
                "spi",
                "cell",
                "ratchet",
                "onion",
                "link",
                "netmap",
                "plugins",
                "detect",
                "domains",
                "rehearsal");
        bundle(
                "relay",
                "api",
                "spi",
                "cell",
                "ratchet",
                "onion",
                "link",
                "netmap",
                "node",
                "plugins",
                "detect",
                "rehearsal");
        bundle("mirror", "api", "netmap");
        bundle("authority", "api", "spi", "plugins", "netmap", "mirror");
        bundle("netty", CONTRACT);
        bundle("edge.socks", "api", "spi", "netty", "rehearsal");
        bundle("edge.http", "api", "spi", "netty");
        bundle("edge.dialer", "api", "spi", "netty", "rehearsal");
        bundle("edge.direct", "api", "spi", "netty");
        // The console shows the map and this node; it only reads them.
        bundle("edge.shell", "api", "spi", "plugins", "netmap", "node");
        bundle("transport.tcp", "api", "spi", "netty");
        bundle("transport.websocket", "api", "spi", "netty");
        bundle("transport.memory", CONTRACT);
        // Others find it as a service and never by its classes, so that no plugin is wired to it.
        bundle("accp");
        bundle("suite.kit", CONTRACT);
        bundle("suite.aesgcm", "api", "spi", "suite.kit");
        bundle("suite.chacha", "api", "spi", "suite.kit");
        bundle("suite.mldsa", "api", "spi", "suite.kit");
        bundle("suite.x25519", "api", "spi", "suite.kit");
        bundle("route.kit", "api");
        bundle("route.fastest", CONTRACT);
        bundle("route.near", "api", "spi", "route.kit");
        bundle("route.random", CONTRACT);
        bundle("exit.any", CONTRACT);
        bundle("exit.country", CONTRACT);
        bundle("payment.free", CONTRACT);
        // Others find it as a service.
        bundle("places", CONTRACT);
        bundle("rules", CONTRACT);
        // Finds the transport and the dialler that it slows as services.
        bundle("delay", CONTRACT);
        bundle("trust", "api", "spi", "netmap");
        bundle("testkit", "api", "spi", "ratchet");
    }

    private Architecture() {}

    private static void bundle(String name, String... uses) {
        ARROWS.put(name, Set.of(uses));
    }

    static Set<String> bundles() {
        return Set.copyOf(ARROWS.keySet());
    }

    /** Forbidden arrows, sorted, each with the class that draws it. */
    static Collection<String> violations(JavaClasses classes) {
        Set<String> found = new TreeSet<>();
        for (JavaClass user : classes) {
            Optional<String> from = bundleOf(user.getPackageName());
            if (from.isEmpty()) {
                found.add(user.getName() + " belongs to no bundle");
                continue;
            }
            for (Dependency dependency : user.getDirectDependenciesFromSelf()) {
                forbidden(from.get(), dependency.getTargetClass())
                        .ifPresent(arrow -> found.add(arrow + " (" + user.getName() + ")"));
            }
        }
        return found;
    }

    private static Optional<String> forbidden(String from, JavaClass used) {
        String pack = used.getBaseComponentType().getPackageName();
        Optional<String> to = bundleOf(pack);
        if (to.isPresent()) {
            boolean allowed = to.get().equals(from) || ARROWS.get(from).contains(to.get());
            return allowed ? Optional.empty() : Optional.of(from + " -> " + to.get());
        }
        return LIBRARIES.entrySet().stream()
                .filter(library ->
                        within(pack, library.getKey()) && !library.getValue().contains(from))
                .map(library -> from + " -> " + library.getKey())
                .findFirst();
    }

    static Optional<String> bundleOf(String pack) {
        return ARROWS.keySet().stream()
                .filter(bundle -> within(pack, ROOT + bundle))
                .max(Comparator.comparingInt(String::length));
    }

    private static boolean within(String pack, String prefix) {
        return pack.equals(prefix) || pack.startsWith(prefix + ".");
    }

    /** A cycle among the allowed arrows, empty if there is none. */
    static List<String> cycle() {
        Set<String> done = new HashSet<>();
        for (String bundle : ARROWS.keySet()) {
            List<String> cycle = cycle(bundle, List.of(), done);
            if (!cycle.isEmpty()) {
                return cycle;
            }
        }
        return List.of();
    }

    private static List<String> cycle(String bundle, List<String> path, Set<String> done) {
        if (path.contains(bundle)) {
            return path;
        }
        if (!done.contains(bundle)) {
            List<String> longer = new ArrayList<>(path);
            longer.add(bundle);
            for (String used : ARROWS.get(bundle)) {
                List<String> cycle = cycle(used, longer, done);
                if (!cycle.isEmpty()) {
                    return cycle;
                }
            }
            done.add(bundle);
        }
        return List.of();
    }
}
