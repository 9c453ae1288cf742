package org.port17.itests.core;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.port17.api.Node;
import org.port17.api.NodeId;
import org.port17.netmap.MapView;
import org.port17.netmap.NetMap;
import org.port17.netmap.PrekeyRecord;
import org.port17.spi.suite.PrekeyUse;

/** A map the test writes; everybody in the test sees the same one. */
final class FixedMap implements NetMap, MapView {
    final List<Node> nodes = new ArrayList<>();
    final List<PrekeyRecord> prekeys = new ArrayList<>();
    final Set<Integer> permitted = new HashSet<>(Set.of(0x0101, 0x0102));
    private final List<Consumer<MapView>> listeners = new ArrayList<>();
    long epoch = 1;

    @Override
    public MapView current() {
        return this;
    }

    @Override
    public AutoCloseable onChange(Consumer<MapView> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** Another map than before. */
    void changed() {
        epoch++;
        List.copyOf(listeners).forEach(listener -> listener.accept(this));
    }

    @Override
    public void refresh() {}

    @Override
    public long epoch() {
        return epoch;
    }

    @Override
    public List<Node> nodes() {
        return List.copyOf(nodes);
    }

    @Override
    public Optional<Node> node(NodeId id) {
        return nodes.stream().filter(n -> n.id().equals(id)).findFirst();
    }

    @Override
    public Set<Integer> permittedSuites() {
        return permitted;
    }

    @Override
    public Optional<PrekeyRecord> prekey(NodeId node, int suite, PrekeyUse use) {
        return prekeys.stream()
                .filter(p -> p.node().equals(node) && p.suite() == suite && p.use() == use)
                .findFirst();
    }

    @Override
    public long verifiedAt() {
        return epoch;
    }
}
