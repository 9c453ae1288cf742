package org.port17.route.near;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.port17.api.Destination;
import org.port17.api.Node;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.route.kit.Guards;
import org.port17.route.kit.Level;
import org.port17.spi.place.Place;
import org.port17.spi.place.Places;
import org.port17.spi.route.ExitCandidate;
import org.port17.spi.route.NetworkView;
import org.port17.spi.route.RouteRequest;
import org.port17.spi.route.RouteWish;
import org.port17.spi.route.Site;

/**
 * Plans routes that nobody uses until the compiler has seen enough of it: the first ones take a hundred times as long, and somebody
 * would wait for them. Over some of the map's nodes as they are, with entries of its own that are forgotten, in a thread of its own.
 */
final class RouteDrill implements Runnable {
    /** As many as a compiler wants to see before it does its best. */
    static final int ROUNDS = 6_000;

    /** A large map's nodes would cost more to lay out than planning does. */
    private static final int MOST_NODES = 300;

    private static final int AT_ONCE = 20;
    private static final long PAUSE_MILLIS = 10;
    private static final int SALT_BYTES = 32;
    private final NearRoute route;
    private final Some view;
    private final SecureRandom random = new SecureRandom();
    private final long delayMillis;
    private final int hops;
    private List<ExitCandidate> exits = List.of();
    private volatile int planned;

    /** @param delayMillis before it begins: somebody may be about to use the client */
    RouteDrill(
            LevelSet levels,
            String country,
            Optional<Places> places,
            InstantSource clock,
            NetworkView like,
            long delayMillis) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        this.route = new NearRoute(levels, country, new Guards(salt), places, clock);
        this.view = new Some(like);
        this.hops = levels.least().map(Level::nodes).orElse(0);
        this.delayMillis = delayMillis;
    }

    /** Some nodes of a network, in which nothing was measured and no link stands. */
    private static final class Some implements NetworkView {
        private final List<Node> nodes;
        private final Map<NodeId, Node> byId = new HashMap<>();
        private final Map<NodeId, Site> sites = new HashMap<>();

        Some(NetworkView of) {
            nodes = of.nodes().stream().limit(MOST_NODES).toList();
            for (Node node : nodes) {
                byId.put(node.id(), node);
                sites.put(node.id(), of.site(node.id()));
            }
        }

        @Override
        public List<Node> nodes() {
            return nodes;
        }

        @Override
        public Optional<Node> node(NodeId id) {
            return Optional.ofNullable(byId.get(id));
        }

        @Override
        public Site site(NodeId id) {
            return sites.get(id);
        }

        @Override
        public OptionalDouble rttMillis(NodeId node) {
            return OptionalDouble.empty();
        }

        @Override
        public OptionalDouble rttMillis(NodeId from, NodeId to) {
            return OptionalDouble.empty();
        }

        @Override
        public boolean linked(NodeId node) {
            return false;
        }
    }

    /** Routes planned so far. */
    int planned() {
        return planned;
    }

    @Override
    public void run() {
        try {
            Thread.sleep(delayMillis);
            for (int round = 0; round < ROUNDS; round++) {
                if (round % AT_ONCE == 0) {
                    Thread.sleep(PAUSE_MILLIS);
                }
                route.plan(request(round), view, random);
                planned++;
            }
        } catch (Port17Exception e) {
            // Where there is no route, nobody waits for one.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private RouteRequest request(int round) {
        if (round % AT_ONCE == 0) { // as those of a map are, now and then
            exits = view.nodes().stream()
                    .filter(Node::exit)
                    .map(node -> new ExitCandidate(node, 1))
                    .toList();
        }
        String host = "d" + round + ".rehearsal.invalid";
        RouteWish wish = new RouteWish("rehearsal", host, 0, 0, false, Place.UNKNOWN, RouteWish.ANY, RouteWish.ANY);
        return new RouteRequest(new Destination(host, 443), hops, exits, Set.of(), wish);
    }
}
