package org.port17.link;

import java.util.ArrayList;
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

/** A map that a test edits. The newest prekey added wins. */
final class FakeMap implements NetMap, MapView {
    final List<Node> nodes = new ArrayList<>();
    final Set<Integer> permitted = new HashSet<>();
    final List<PrekeyRecord> prekeys = new ArrayList<>();
    int refreshes;
    long epoch = 1;
    private final List<Consumer<MapView>> listeners = new ArrayList<>();

    /** Seconds since 1970, as every clock of the lab says. */
    static final long NOW = 1_000;

    @Override
    public MapView current() {
        return this;
    }

    @Override
    public AutoCloseable onChange(Consumer<MapView> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** Says that the map is another one now. */
    void changed() {
        List.copyOf(listeners).forEach(listener -> listener.accept(this));
    }

    @Override
    public void refresh() {
        refreshes++;
    }

    @Override
    public PrekeyRecord successor(PrekeyRecord refused, byte[] signed) throws Port17Exception {
        Optional<PrekeyRecord> held = prekey(refused.node(), refused.suite(), refused.use());
        return PrekeySuccessor.judge(signed, refused, held, NOW);
    }

    @Override
    public long epoch() {
        return epoch;
    }

    @Override
    public List<Node> nodes() {
        return nodes;
    }

    @Override
    public Optional<Node> node(NodeId id) {
        return nodes.stream().filter(n -> n.id().equals(id)).findFirst();
    }

    @Override
    public Set<Integer> permittedSuites() {
        return Set.copyOf(permitted);
    }

    @Override
    public Optional<PrekeyRecord> prekey(NodeId node, int suite, PrekeyUse use) {
        PrekeyRecord newest = null;
        for (PrekeyRecord record : prekeys) {
            if (record.node().equals(node) && record.suite() == suite && record.use() == use) {
                newest = record;
            }
        }
        return Optional.ofNullable(newest);
    }

    @Override
    public long verifiedAt() {
        return 0;
    }
}
