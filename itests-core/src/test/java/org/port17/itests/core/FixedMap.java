package org.port17.itests.core;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.port17.api.Node;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.netmap.MapFacts;
import org.port17.netmap.MapView;
import org.port17.netmap.NetMap;
import org.port17.netmap.PrekeyRecord;
import org.port17.netmap.PrekeySuccessor;
import org.port17.spi.suite.PrekeyUse;

/** A map the test writes; everybody in the test sees the same one. */
final class FixedMap implements NetMap, MapView {
    final List<Node> nodes = new ArrayList<>();
    final List<PrekeyRecord> prekeys = new ArrayList<>();
    final Set<Integer> permitted = new HashSet<>(Set.of(0x0101, 0x0102));
    private final List<Consumer<MapView>> listeners = new ArrayList<>();
    long epoch = 1;

    /** Whose warrants nodes take, public keys in hexadecimal. */
    final Set<String> authorities = new HashSet<>();

    /** Whether enough of the map's nodes are at hand. */
    boolean complete = true;

    /** Of nodes with one of these suites too few are at hand for who has no other. */
    final Set<Integer> heldBack = new HashSet<>();

    /** How often somebody asked for a fetch. */
    int refreshes;

    /** Records that nodes handed over, each once; the map does not keep them. */
    final List<PrekeyRecord> handedOver = new ArrayList<>();

    /** How many these are. */
    int replaced;

    /** Number of owners at which bootstrap mode ends; 0: it is off. */
    int bootstrapOwners;

    /** Seconds since 1970, as everybody's clock says. */
    static final long NOW = 1_800_000_000L;

    /** Only these nodes are on the trust list from now on. */
    void trust(String... names) {
        nodes.replaceAll(n -> new Node(
                n.id(),
                n.name(),
                n.owner(),
                n.country(),
                n.as(),
                n.exit(),
                Set.of(names).contains(n.name()),
                n.endpoints(),
                n.suites(),
                n.recordDigest()));
        epoch++;
    }

    /** What somebody has who hears nothing more from now on. */
    FixedMap copy() {
        FixedMap copy = new FixedMap();
        copy.nodes.addAll(nodes);
        copy.prekeys.addAll(prekeys);
        copy.epoch = epoch;
        return copy;
    }

    @Override
    public MapView current() {
        return this;
    }

    @Override
    public AutoCloseable onChange(Consumer<MapView> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** What is left of a map that is too old: nothing. */
    void expire() {
        nodes.clear();
        prekeys.clear();
        permitted.clear();
        epoch = 0;
        List.copyOf(listeners).forEach(listener -> listener.accept(this));
    }

    /** Another map than before. */
    void changed() {
        epoch++;
        List.copyOf(listeners).forEach(listener -> listener.accept(this));
    }

    @Override
    public void refresh() {
        refreshes++;
    }

    @Override
    public PrekeyRecord successor(PrekeyRecord refused, byte[] signed) throws Port17Exception {
        Optional<PrekeyRecord> held = prekey(refused.node(), refused.suite(), refused.use());
        PrekeyRecord record = PrekeySuccessor.judge(signed, refused, held, NOW);
        boolean known = Stream.concat(held.stream(), handedOver.stream()).anyMatch(p -> p.id() == record.id());
        if (!known) {
            handedOver.add(record);
            replaced++;
        }
        return record;
    }

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
        return Set.copyOf(permitted);
    }

    @Override
    public Optional<PrekeyRecord> prekey(NodeId node, int suite, PrekeyUse use) {
        return prekeys.stream()
                .filter(p -> p.node().equals(node) && p.suite() == suite && p.use() == use)
                .max((a, b) -> Long.compare(a.notBefore(), b.notBefore()));
    }

    @Override
    public boolean complete() {
        return complete;
    }

    @Override
    public boolean complete(Set<Integer> suites) {
        return complete && (heldBack.isEmpty() || !heldBack.containsAll(suites));
    }

    @Override
    public Set<String> authorities() {
        return Set.copyOf(authorities);
    }

    @Override
    public MapFacts facts() {
        int owners = (int) nodes.stream().map(Node::owner).distinct().count();
        return new MapFacts("test", 0, 0, 1, 1, 1, 0, nodes.size(), 0, MapFacts.Split.ALONE, bootstrapOwners, owners);
    }

    @Override
    public long verifiedAt() {
        return epoch;
    }
}
