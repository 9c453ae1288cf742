package org.port17.fuzz;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.port17.api.Node;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.netmap.MapView;
import org.port17.netmap.NetMap;
import org.port17.netmap.PrekeyRecord;
import org.port17.netmap.PrekeySuccessor;
import org.port17.spi.suite.PrekeyUse;

/** A map without nodes, which permits whatever suites a target leaves in {@link #permitted}. */
public final class GivenMap implements NetMap, MapView {
    public final Set<Integer> permitted = new HashSet<>();

    /** The one node that is in it, if any. */
    public Node listed;

    public GivenMap() {
        GivenSuites.ALL.forEach(suite -> permitted.add(suite.traits().id()));
    }

    @Override
    public MapView current() {
        return this;
    }

    @Override
    public AutoCloseable onChange(Consumer<MapView> listener) {
        return () -> {};
    }

    @Override
    public PrekeyRecord successor(PrekeyRecord refused, byte[] signed) throws Port17Exception {
        return PrekeySuccessor.judge(signed, refused, Optional.empty(), 1);
    }

    @Override
    public void refresh() {
        // there is nothing newer
    }

    @Override
    public long epoch() {
        return 1;
    }

    @Override
    public List<Node> nodes() {
        return List.of();
    }

    @Override
    public Optional<Node> node(NodeId id) {
        return Optional.ofNullable(listed).filter(node -> node.id().equals(id));
    }

    @Override
    public Set<Integer> permittedSuites() {
        return permitted;
    }

    @Override
    public Optional<PrekeyRecord> prekey(NodeId node, int suite, PrekeyUse use) {
        return Optional.empty();
    }

    @Override
    public long verifiedAt() {
        return 0;
    }
}
