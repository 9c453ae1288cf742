package org.port17.link;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.port17.api.Endpoint;
import org.port17.spi.transport.Transport;

/** How a link leaves a connection that stands: for a better way, or for any other because its transport goes. On the loop. */
final class Departure {
    /** While one is under way only: a plugin that went must not be held. */
    private Transport from;

    private boolean must;

    /** A node whose transport was away for a moment, for an update perhaps, is found again by the next map after that. */
    static final Duration AGAIN = Duration.ofMinutes(10);

    /** Better ways that led nowhere. They are not tried again until there are others, or {@link #AGAIN} passed. */
    private List<Endpoint> inVain = List.of();

    private long inVainAt;

    /** Better ways on which a connection stood and the node said nothing. */
    private final Set<Endpoint> silent = new HashSet<>();

    /** The better way on which a HELLO left that was not answered yet; null if none did. */
    private Endpoint tried;

    void begin(Transport transport, boolean leaveForAny) {
        from = transport;
        must = leaveForAny;
    }

    /** @return whether the connection ends even if no other way is found */
    boolean must() {
        return must;
    }

    /** A connection stands by this way and the link is about to say HELLO over it. */
    void trying(Reach.Path path) {
        tried = must ? null : path.endpoint();
    }

    /** The node answered, or this end gave the try up: nothing is held against the way. */
    void answered() {
        tried = null;
    }

    /**
     * The new connection ended before the node answered, so what was left for it was the only one that served. Until plugins change
     * that way is not taken again while another one is there, or a link would be broken at every map.
     *
     * @return whether it was so
     */
    boolean unanswered() {
        boolean was = tried != null && silent.add(tried);
        tried = null;
        return was;
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
    boolean pays(List<Reach.Path> all, Transport than, long now) {
        List<Endpoint> better = endpoints(better(all, than));
        return !better.isEmpty() && (!better.equals(inVain) || now - inVainAt > AGAIN.toNanos());
    }

    void inVain(List<Reach.Path> paths, long now) {
        inVain = endpoints(paths);
        inVainAt = now;
    }

    /** Plugins changed: what led nowhere may lead somewhere now. */
    void forget() {
        inVain = List.of();
        silent.clear();
    }

    /** All ways, those that proved silent last. */
    List<Reach.Path> resuming(List<Reach.Path> all) {
        return all.stream()
                .sorted(Comparator.comparing(path -> silent.contains(path.endpoint())))
                .toList();
    }

    private List<Reach.Path> better(List<Reach.Path> all, Transport than) {
        return all.stream()
                .takeWhile(path -> path.transport() != than)
                .filter(path -> !silent.contains(path.endpoint()))
                .toList();
    }

    private static List<Endpoint> endpoints(List<Reach.Path> paths) {
        return paths.stream().map(Reach.Path::endpoint).toList();
    }
}
