package org.port17.link;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.port17.api.Endpoint;
import org.port17.api.ErrorKind;
import org.port17.api.Node;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.netmap.MapView;
import org.port17.netmap.PrekeyRecord;
import org.port17.netmap.PrekeySuccessor;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.PrekeyUse;
import org.port17.spi.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a node can be reached now: which wires, which suite, which prekey. On the loop. */
final class Reach {
    private static final Logger LOG = LoggerFactory.getLogger(Reach.class);

    /** How long a prekey that a node did not answer to is not tried for a new link. */
    private static final long STALE_NANOS = 2_000_000_000L;

    private final LinkContext context;
    private final Map<NodeId, Stale> stale = new HashMap<>();

    Reach(LinkContext context) {
        this.context = context;
    }

    /** One way over the network. */
    record Path(Transport transport, Endpoint endpoint) {}

    /** One way to agree on keys. */
    record Keys(CipherSuite suite, PrekeyRecord prekey) {}

    private record Stale(int prekey, long since) {}

    /** This node did not answer to this prekey: a new map may know a newer one. */
    void stale(NodeId node, PrekeyRecord prekey) {
        stale.put(node, new Stale(prekey.id(), context.loop().nanos()));
        context.netMap().refresh();
    }

    /**
     * Ways to a node, best first: this node's order of transports, within one transport the other node's order.
     *
     * @throws Port17Exception NODE_UNREACHABLE if there is none
     */
    List<Path> paths(Node node) throws Port17Exception {
        List<Path> paths = new ArrayList<>();
        for (Transport transport : context.plugins().transports()) {
            for (Endpoint endpoint : node.endpoints()) {
                if (endpoint.scheme().equals(transport.traits().scheme())) {
                    paths.add(new Path(transport, endpoint));
                }
            }
        }
        if (paths.isEmpty()) {
            throw new Port17Exception(
                    ErrorKind.NODE_UNREACHABLE, Retry.ELSEWHERE, "no transport is common to this node and the other");
        }
        return paths;
    }

    /** {@link #paths} to where the map says now that the node is; to where it was while the map does not list it. */
    List<Path> pathsNow(Node node) throws Port17Exception {
        return paths(context.netMap().current().node(node.id()).orElse(node));
    }

    /**
     * Suites that this process, the map and the node permit, in this process's order.
     *
     * @param told what the node itself said it permits, or null to go by its record in the map
     */
    List<CipherSuite> permitted(Node node, List<Integer> told) {
        List<Integer> there = told != null
                ? told
                : context.netMap().current().node(node.id()).orElse(node).suites();
        return context.permitted().stream()
                .filter(suite -> there.contains(suite.traits().id()))
                .toList();
    }

    /** {@link #keys(Node, List)} with a node that said nothing yet. */
    Keys keys(Node node) throws Port17Exception {
        return keys(node, null);
    }

    /**
     * The first suite that is {@link #permitted} and for which a prekey is at hand.
     *
     * @throws Port17Exception NO_SUITE; STALE_PREKEY if only the prekey is missing
     */
    Keys keys(Node node, List<Integer> told) throws Port17Exception {
        MapView map = context.netMap().current();
        boolean common = false;
        for (CipherSuite suite : permitted(node, told)) {
            common = true;
            Optional<PrekeyRecord> prekey = map.prekey(node.id(), suite.traits().id(), PrekeyUse.LINK);
            if (prekey.isPresent()) {
                return new Keys(suite, prekey.get());
            }
        }
        if (!common) {
            throw new Port17Exception(ErrorKind.NO_SUITE, Retry.ELSEWHERE, "no permitted suite is common to both");
        }
        context.netMap().refresh();
        throw new Port17Exception(ErrorKind.STALE_PREKEY, Retry.ELSEWHERE, "no usable prekey of the node is at hand");
    }

    /**
     * The keys to say HELLO with once more after the node answered that it has the prekey of these no more. The next link to it
     * goes by the map again.
     *
     * @throws Port17Exception if what it named is not to be used; see {@link org.port17.netmap.NetMap#successor}
     */
    Keys successor(Keys refused, RetryGreeting said) throws Port17Exception {
        return new Keys(refused.suite(), context.netMap().successor(refused.prekey(), said.link()));
    }

    /**
     * The ONION prekey that the node offers in the same suite, for circuits that came with the HELLO it could not open.
     *
     * @return null if there is none to be used
     * @throws Port17Exception if it is not this node's own
     */
    PrekeyRecord offered(Keys refused, RetryGreeting said) throws Port17Exception {
        if (said.onion().length == 0) {
            return null;
        }
        NodeId node = refused.prekey().node();
        int suite = refused.prekey().suite();
        PrekeyRecord offered = PrekeySuccessor.genuine(said.onion(), node, suite, PrekeyUse.ONION);
        Optional<PrekeyRecord> held = context.netMap().current().prekey(node, suite, PrekeyUse.ONION);
        if (held.isEmpty() || Arrays.equals(held.get().digest(), offered.digest())) {
            return held.orElse(null);
        }
        try {
            return context.netMap().successor(held.get(), said.onion());
        } catch (Port17Exception e) {
            LOG.debug("a RETRY named an ONION prekey that is not to be used: {}", e.kind());
            return null;
        }
    }

    /** {@link #keys} for a link that does not exist yet: a prekey just refused is not tried again at once. */
    Keys newKeys(Node node) throws Port17Exception {
        Keys keys = keys(node);
        Stale refused = stale.get(node.id());
        if (refused != null) {
            if (refused.prekey() == keys.prekey().id() && context.loop().nanos() - refused.since() < STALE_NANOS) {
                throw new Port17Exception(
                        ErrorKind.STALE_PREKEY, Retry.ELSEWHERE, "the node did not answer to its newest known prekey");
            }
            stale.remove(node.id());
        }
        return keys;
    }
}
