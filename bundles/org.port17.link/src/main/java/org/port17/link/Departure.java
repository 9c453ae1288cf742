package org.port17.link;

import java.util.List;
import org.port17.api.Endpoint;
import org.port17.spi.transport.Transport;

/** How a link leaves a connection that stands: for a better way, or for any other because its transport goes. On the loop. */
final class Departure {
    /** While one is under way only: a plugin that went must not be held. */
    private Transport from;

    private boolean must;

    /** Better ways that led nowhere. They are not tried again until there are others. */
    private List<Endpoint> inVain = List.of();

    void begin(Transport transport, boolean leaveForAny) {
        from = transport;
        must = leaveForAny;
    }

    /** @return whether the connection ends even if no other way is found */
    boolean must() {
        return must;
    }

    void over() {
        from = null;
        must = false;
    }

    /** Of all ways, best first, those to try; a link that need not leave takes no worse one. */
    List<Reach.Path> ways(List<Reach.Path> all) {
        return must ? all.stream().filter(path -> path.transport() != from).toList() : better(all, from);
    }

    /** Whether one of these ways is better than this transport, and not known to lead nowhere. */
    boolean pays(List<Reach.Path> all, Transport now) {
        List<Endpoint> better = endpoints(better(all, now));
        return !better.isEmpty() && !better.equals(inVain);
    }

    void inVain(List<Reach.Path> tried) {
        inVain = endpoints(tried);
    }

    /** Plugins changed: what led nowhere may lead somewhere now. */
    void forget() {
        inVain = List.of();
    }

    private static List<Reach.Path> better(List<Reach.Path> all, Transport than) {
        return all.stream().takeWhile(path -> path.transport() != than).toList();
    }

    private static List<Endpoint> endpoints(List<Reach.Path> paths) {
        return paths.stream().map(Reach.Path::endpoint).toList();
    }
}
