package org.port17.rehearsal;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.port17.api.ErrorKind;
import org.port17.api.Node;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.netmap.MapView;
import org.port17.netmap.NetMap;
import org.port17.netmap.PrekeyRecord;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.PrekeyUse;

/** The map of the made-up network: its nodes in the order of the route. */
final class StageMap implements NetMap, MapView {
    private final List<StageNode> members;
    private final List<Node> nodes;
    private final Set<Integer> permitted;

    StageMap(List<StageNode> members, List<CipherSuite> suites) {
        this.members = members;
        this.nodes = members.stream().map(StageNode::listed).toList();
        this.permitted = suites.stream().map(suite -> suite.traits().id()).collect(Collectors.toUnmodifiableSet());
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
    public PrekeyRecord replace(PrekeyRecord refused, byte[] signed) throws Port17Exception {
        throw new Port17Exception(ErrorKind.STALE_PREKEY, "made-up prekeys are not replaced");
    }

    @Override
    public void refresh() {
        // There is no newer one.
    }

    @Override
    public long epoch() {
        return 1;
    }

    @Override
    public List<Node> nodes() {
        return nodes;
    }

    @Override
    public Optional<Node> node(NodeId id) {
        return nodes.stream().filter(node -> node.id().equals(id)).findFirst();
    }

    @Override
    public Set<Integer> permittedSuites() {
        return permitted;
    }

    @Override
    public Optional<PrekeyRecord> prekey(NodeId node, int suite, PrekeyUse use) {
        for (StageNode member : members) {
            if (member.id().equals(node)) {
                return member.prekey(suite, use);
            }
        }
        return Optional.empty();
    }

    @Override
    public long verifiedAt() {
        return 1;
    }
}
