package org.port17.netmap;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.port17.api.Node;
import org.port17.api.NodeId;
import org.port17.spi.suite.PrekeyUse;

/** One verified map with the prekeys at hand. Immutable. */
public interface MapView {
    /** Version of the map; grows by one with each signed map. 0 for the empty view. */
    long epoch();

    List<Node> nodes();

    Optional<Node> node(NodeId id);

    /** Suites the map permits; a suite not named here must not be used (minimum suites). */
    Set<Integer> permittedSuites();

    /**
     * The node's newest prekey of this suite and use that may be used now (within its use time), from a set that a signed head
     * names: everybody who holds this map has the same.
     */
    Optional<PrekeyRecord> prekey(NodeId node, int suite, PrekeyUse use);

    /** About the map as a whole. */
    default MapFacts facts() {
        return MapFacts.none(MapFacts.Split.UNCHECKED);
    }

    /**
     * Whether record and usable prekeys of at least two thirds of the nodes that the map lists are at hand, by number and by
     * capacity. If not, no route may be planned: whoever leaves the others out would choose it. True of the empty view.
     */
    default boolean complete() {
        return true;
    }

    /**
     * The same of nodes that a client of these suites can reach, among those that may speak one of them: prekeys of others do not
     * help it, and records that name none of these suites are of nodes that nobody hides from it.
     */
    default boolean complete(Set<Integer> suites) {
        return complete();
    }

    /** Public keys of the authorities whose signatures count, 64 hexadecimal digits each; empty before the first map. */
    default Set<String> authorities() {
        return Set.of();
    }

    /** What this was verified from; empty for the empty view. */
    default Optional<MapPieces> pieces() {
        return Optional.empty();
    }

    /** Wall-clock milliseconds when this view was verified. */
    long verifiedAt();
}
