package org.port17.measure;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.port17.api.ErrorKind;
import org.port17.api.Node;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.netmap.MapView;
import org.port17.netmap.NetMap;
import org.port17.netmap.PrekeyRecord;
import org.port17.netmap.PrekeySuccessor;
import org.port17.netmap.format.SignedPrekey;
import org.port17.spi.measure.MeasureTarget;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.PrekeyUse;

/** The map as a link to the one node that is measured needs it. It lasts for one measuring, so what the node names is kept so long. */
final class TargetMap implements NetMap, MapView {
    private final Node node;
    private final CipherSuite suite;
    private final InstantSource clock;
    private final List<PrekeyRecord> prekeys = new ArrayList<>();

    /**
     * @param suites that are here, best first
     * @throws Port17Exception NO_SUITE if prekeys are lacking; BAD_INPUT or TAMPERED if one is bad
     */
    TargetMap(MeasureTarget target, List<CipherSuite> suites, InstantSource clock) throws Port17Exception {
        this.clock = clock;
        for (byte[] signed : target.prekeys()) {
            PrekeyRecord record = SignedPrekey.parse(signed).record();
            if (record.node().equals(target.node())) {
                prekeys.add(record);
            }
        }
        this.suite = suites.stream()
                .filter(s -> s.traits().onion())
                .filter(s -> prekeys.stream()
                        .filter(p -> p.suite() == s.traits().id())
                        .map(PrekeyRecord::use)
                        .collect(Collectors.toSet())
                        .containsAll(Set.of(PrekeyUse.LINK, PrekeyUse.ONION)))
                .findFirst()
                .orElseThrow(() -> new Port17Exception(
                        ErrorKind.NO_SUITE,
                        Retry.LATER,
                        "no prekeys of the node are of a suite that is installed here"));
        this.node = new Node(
                target.node(),
                target.node().brief(),
                "",
                "ZZ",
                0,
                false,
                false,
                target.endpoints(),
                List.of(suite.traits().id()),
                "");
    }

    Node node() {
        return node;
    }

    CipherSuite suite() {
        return suite;
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
        Optional<PrekeyRecord> held = prekey(refused.node(), refused.suite(), refused.use());
        PrekeyRecord next =
                PrekeySuccessor.judge(signed, refused, held, clock.instant().getEpochSecond());
        prekeys.removeIf(p -> p.suite() == next.suite() && p.use() == next.use());
        prekeys.add(next);
        return next;
    }

    @Override
    public void refresh() {
        // The authority brings what there is to the next measuring.
    }

    @Override
    public long epoch() {
        return 1;
    }

    @Override
    public List<Node> nodes() {
        return List.of(node);
    }

    @Override
    public Optional<Node> node(NodeId id) {
        return id.equals(node.id()) ? Optional.of(node) : Optional.empty();
    }

    @Override
    public Set<Integer> permittedSuites() {
        return Set.of(suite.traits().id());
    }

    @Override
    public Optional<PrekeyRecord> prekey(NodeId of, int number, PrekeyUse use) {
        return prekeys.stream()
                .filter(p -> p.node().equals(of) && p.suite() == number && p.use() == use)
                .findFirst();
    }

    @Override
    public long verifiedAt() {
        return 1;
    }
}
