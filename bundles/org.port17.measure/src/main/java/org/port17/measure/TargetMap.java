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
import org.port17.onion.HopPlan;
import org.port17.spi.measure.MeasureTarget;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.PrekeyUse;

/** The map as a link to nodes that are measured needs it. It lasts for one measuring, so what a node names is kept so long. */
final class TargetMap implements NetMap, MapView {
    private final List<Node> nodes = new ArrayList<>();
    private final List<CipherSuite> chosen = new ArrayList<>();
    private final InstantSource clock;
    private final List<PrekeyRecord> prekeys = new ArrayList<>();

    /**
     * @param suites that are here, best first
     * @throws Port17Exception NO_SUITE if prekeys are lacking; BAD_INPUT or TAMPERED if one is bad
     */
    TargetMap(List<MeasureTarget> targets, List<CipherSuite> suites, InstantSource clock) throws Port17Exception {
        this.clock = clock;
        for (MeasureTarget target : targets) {
            add(target, suites);
        }
    }

    private void add(MeasureTarget target, List<CipherSuite> suites) throws Port17Exception {
        for (byte[] signed : target.prekeys()) {
            PrekeyRecord record = SignedPrekey.parse(signed).record();
            if (record.node().equals(target.node())) {
                prekeys.add(record);
            }
        }
        CipherSuite suite = suites.stream()
                .filter(s -> s.traits().onion())
                .filter(s -> prekeys.stream()
                        .filter(p -> p.node().equals(target.node())
                                && p.suite() == s.traits().id())
                        .map(PrekeyRecord::use)
                        .collect(Collectors.toSet())
                        .containsAll(Set.of(PrekeyUse.LINK, PrekeyUse.ONION)))
                .findFirst()
                .orElseThrow(() -> new Port17Exception(
                        ErrorKind.NO_SUITE,
                        Retry.LATER,
                        "no prekeys of the node are of a suite that is installed here"));
        chosen.add(suite);
        nodes.add(new Node(
                target.node(),
                target.node().brief(),
                "",
                "ZZ",
                0,
                false,
                false,
                target.endpoints(),
                List.of(suite.traits().id()),
                ""));
    }

    /** The target of that number. */
    Node node(int number) {
        return nodes.get(number);
    }

    CipherSuite suite(int number) {
        return chosen.get(number);
    }

    /** What a BUILD to the target of that number needs. */
    HopPlan hop(int number, byte[] token) {
        PrekeyRecord prekey = prekey(node(number).id(), suite(number).traits().id(), PrekeyUse.ONION)
                .orElseThrow();
        return new HopPlan(node(number).id(), suite(number), prekey.id(), prekey.publicKey(), prekey.digest(), token);
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
        prekeys.removeIf(p -> p.node().equals(next.node()) && p.suite() == next.suite() && p.use() == next.use());
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
        return List.copyOf(nodes);
    }

    @Override
    public Optional<Node> node(NodeId id) {
        return nodes.stream().filter(node -> node.id().equals(id)).findFirst();
    }

    @Override
    public Set<Integer> permittedSuites() {
        return chosen.stream().map(suite -> suite.traits().id()).collect(Collectors.toSet());
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
