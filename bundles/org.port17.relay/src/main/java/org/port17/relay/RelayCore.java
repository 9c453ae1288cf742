package org.port17.relay;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.port17.api.ErrorKind;
import org.port17.api.Loop;
import org.port17.api.Node;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.api.view.RelayView;
import org.port17.cell.Build;
import org.port17.cell.BuildFailure;
import org.port17.cell.CreditGrant;
import org.port17.cell.FramePool;
import org.port17.link.Lane;
import org.port17.link.LaneAcceptor;
import org.port17.link.LaneEvents;
import org.port17.link.Link;
import org.port17.link.Links;
import org.port17.netmap.MapView;
import org.port17.netmap.format.SignedPrekey;
import org.port17.node.OwnPrekey;
import org.port17.node.ThisNode;
import org.port17.onion.NodeBuild;
import org.port17.spi.dialer.ExitDialer;
import org.port17.spi.payment.Payment;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.PrekeyUse;

/**
 * Takes BUILDs and holds the circuits that run through this node. On the loop; knows nothing of OSGi.
 *
 * <p>Guarantee: a BUILD is opened at most once, is paid before it is honoured, and is refused when a bound is reached.
 */
final class RelayCore implements LaneAcceptor {
    private static final long UPLOAD_BUDGET = 128L << 20;
    private static final int STEPS_PER_BUILD = 2;
    private static final int NODE_SHARE = 8;
    private static final int SWEPT_AT_ONCE = 1_000;
    private final Links links;
    private final ThisNode self;
    private final Supplier<MapView> map;
    private final Supplier<List<CipherSuite>> suites;
    private final PaymentSource payment;
    private final RelayLimits limits;
    private final SecureRandom random = new SecureRandom();
    private final RelayCounters counters = new RelayCounters();
    private final CreditGrant.Budget budget = new CreditGrant.Budget(UPLOAD_BUDGET);
    private final Uploads uploads = new Uploads();
    private final Measurings measurings;
    private final Map<Long, BuildRate> rates = new HashMap<>();
    private final Map<Long, BuildRate> steps = new HashMap<>();
    private final Set<RelayCircuit> circuits = new HashSet<>();
    private final List<Drain> drains = new ArrayList<>();
    private Set<RelayCircuit> stranded = Set.of();
    /** What the clients of all circuits know; null before the first circuit. */
    private List<Integer> told;

    private Set<Integer> byMap = Set.of();
    private ExitDialer dialer;

    /** The payment plugin in force, asked for each circuit. */
    interface PaymentSource {
        Payment get() throws Port17Exception;
    }

    RelayCore(
            Links links,
            ThisNode self,
            Supplier<MapView> map,
            Supplier<List<CipherSuite>> suites,
            PaymentSource payment,
            RelayLimits limits) {
        this.links = links;
        this.suites = suites;
        this.self = self;
        this.map = map;
        this.payment = payment;
        this.limits = limits;
        this.measurings = new Measurings(links.loop(), self.id(), map, InstantSource.system());
    }

    @Override
    public LaneEvents accept(Lane lane, byte[] blob) {
        counters.builds++;
        try {
            return build(lane, blob);
        } catch (Port17Exception e) {
            counters.buildsRefused++;
            switch (e.kind()) {
                case STALE_PREKEY -> lane.refuse(successor(Build.prekey(blob)));
                case NO_SUITE -> lane.refuse(BuildFailure.of(ErrorKind.NO_SUITE));
                case TAMPERED -> {
                    counters.tagFailures++;
                    lane.destroy();
                }
                default -> lane.destroy();
            }
            return Refused.INSTANCE;
        }
    }

    /** What a client should use that named a prekey this node has no more, or has no room under. */
    private BuildFailure successor(Build.Prekey named) {
        Optional<SignedPrekey> offered = self.offered(named.suite(), PrekeyUse.ONION);
        if (offered.isPresent() && offered.get().record().id() != named.id()) {
            return BuildFailure.stale(offered.get().bytes());
        }
        return BuildFailure.of(self.prekey(named.id()).isPresent() ? ErrorKind.OVERLOADED : ErrorKind.NO_SUITE);
    }

    private LaneEvents build(Lane lane, byte[] blob) throws Port17Exception {
        if (circuits.size() >= limits.circuits()
                || !rates.computeIfAbsent(lane.link().id(), id -> new BuildRate(share(lane.link())))
                        .allow(links.loop().nanos())) {
            throw new Port17Exception(ErrorKind.OVERLOADED, "too many BUILDs");
        }
        NodeBuild.Clear clear = NodeBuild.Clear.of(blob);
        Set<Integer> permitted = map.get().permittedSuites();
        if (!permitted.contains(clear.suite())) {
            throw new Port17Exception(ErrorKind.NO_SUITE, "a BUILD uses a suite that the map does not permit");
        }
        OwnPrekey prekey = self.prekey(clear.prekeyId())
                .filter(p -> p.record().suite() == clear.suite())
                .filter(p -> p.record().use() == PrekeyUse.ONION)
                .orElseThrow(() -> new Port17Exception(ErrorKind.STALE_PREKEY, "a BUILD names an unknown prekey"));
        // Before anything is derived: a second answer under the same keys would reuse nonces.
        if (!prekey.firstSeen(clear.share())) {
            if (prekey.full()) {
                throw new Port17Exception(ErrorKind.STALE_PREKEY, "a BUILD to a prekey that has room for no more");
            }
            throw new Port17Exception(ErrorKind.REPLAYED, "a BUILD was seen before");
        }
        NodeBuild build = NodeBuild.open(
                blob,
                self.id(),
                prekey.suite(),
                prekey.secret(),
                prekey.record().digest());
        try {
            long paid = payment.get().till().redeem(build.token());
            RelayCircuit circuit = new RelayCircuit(this, lane, build, paid);
            circuits.add(circuit);
            told = told == null ? permitted() : told;
            counters.circuits = circuits.size();
            try {
                circuit.start(build);
            } catch (RuntimeException e) {
                circuit.destroy(ErrorKind.INTERNAL);
                throw e;
            }
            return circuit;
        } catch (Port17Exception | RuntimeException e) {
            build.ratchet().close();
            throw e;
        }
    }

    /** Suites for onion layers that this node and the map permit now, best first. */
    List<Integer> permitted() {
        return steppable().map(suite -> suite.traits().id()).toList();
    }

    /** The suite of that number, if it is one of them. */
    Optional<CipherSuite> permitted(int id) {
        return steppable().filter(suite -> suite.traits().id() == id).findFirst();
    }

    /** A map that expired goes on permitting to running circuits what it permitted. */
    private Stream<CipherSuite> steppable() {
        MapView current = map.get();
        if (current.epoch() != 0) {
            byMap = current.permittedSuites();
        }
        return suites.get().stream()
                .filter(suite ->
                        suite.traits().onion() && byMap.contains(suite.traits().id()));
    }

    /** Suites came or went, here or in the map: clients are told, if it concerns them. */
    void suitesChanged() {
        List<Integer> now = permitted();
        if (told != null && !now.equals(told)) {
            told = now;
            circuits.forEach(RelayCircuit::suitesChanged);
        }
    }

    /** Complete when no circuit has keys of that suite object any more. */
    CompletionStage<Void> leave(CipherSuite suite) {
        Drain drain = new Drain(suite, new CompletableFuture<>());
        drains.add(drain);
        boolean noOther = permitted().isEmpty();
        for (RelayCircuit circuit : Set.copyOf(circuits)) {
            if (circuit.uses(suite) && noOther) {
                circuit.destroy(ErrorKind.NO_SUITE);
            } else if (circuit.uses(suite)) {
                circuit.suitesChanged();
            }
        }
        stepped();
        return drain.done();
    }

    private record Drain(CipherSuite suite, CompletableFuture<Void> done) {}

    /** A circuit may have stepped, or ended. Costs nothing unless somebody waits. */
    void stepped() {
        if (drains.isEmpty()) {
            return;
        }
        for (Drain drain : List.copyOf(drains)) {
            if (circuits.stream().noneMatch(circuit -> circuit.uses(drain.suite()))) {
                drains.remove(drain);
                drain.done().complete(null);
            }
        }
    }

    /** Whether one more ratchet step may be made for this link: each costs more than a BUILD does. */
    boolean mayStep(Link link) {
        return steps.computeIfAbsent(link.id(), id -> new BuildRate(STEPS_PER_BUILD * share(link)))
                .allow(links.loop().nanos());
    }

    /** BUILDs a second over a link; one to a node of the network carries many clients'. */
    private int share(Link link) {
        boolean node = link.peer().flatMap(map.get()::node).isPresent();
        return (node ? NODE_SHARE : 1) * limits.buildsPerSecond();
    }

    /** Opens the lane to the next node of a circuit. */
    Lane extend(NodeId next, NodeId previous, LaneEvents events) throws Port17Exception {
        if (next.equals(self.id()) || next.equals(previous)) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "a circuit may not turn back");
        }
        Node node = map.get()
                .node(next)
                .orElseThrow(() -> new Port17Exception(ErrorKind.NODE_UNREACHABLE, "the next node is not in the map"));
        return links.to(node).open(events);
    }

    void closed(RelayCircuit circuit) {
        circuits.remove(circuit);
        counters.circuits = circuits.size();
        stepped();
    }

    /**
     * Closes circuits that nobody used, and forgets rate counters of links without recent BUILDs. Circuits are looked at some
     * at a time, so that what carries bytes is not held up by those that rest.
     */
    void sweep() {
        sweep(List.copyOf(circuits), 0, new HashSet<>());
        long now = links.loop().nanos();
        rates.values().removeIf(rate -> rate.idle(now));
        steps.values().removeIf(rate -> rate.idle(now));
    }

    private void sweep(List<RelayCircuit> all, int from, Set<RelayCircuit> stillStranded) {
        long now = links.loop().nanos();
        int to = Math.min(all.size(), from + SWEPT_AT_ONCE);
        for (RelayCircuit circuit : all.subList(from, to)) {
            circuit.sweep(now);
            // Between two sweeps the client had time to step.
            if (circuits.contains(circuit) && circuit.stranded()) {
                if (stranded.contains(circuit)) {
                    circuit.destroy(ErrorKind.NO_SUITE);
                } else {
                    stillStranded.add(circuit);
                }
            }
        }
        if (to < all.size()) {
            links.loop().execute(() -> sweep(all, to, stillStranded));
        } else {
            stranded = stillStranded;
        }
    }

    void dialer(ExitDialer newDialer) {
        dialer = newDialer;
    }

    Optional<ExitDialer> dialer() {
        return Optional.ofNullable(dialer);
    }

    /** Whether the map's trust list names this node. */
    boolean trusted() {
        return map.get().node(self.id()).map(Node::trusted).orElse(false);
    }

    RelayLimits limits() {
        return limits;
    }

    Loop loop() {
        return links.loop();
    }

    FramePool frames() {
        return links.frames();
    }

    SecureRandom random() {
        return random;
    }

    RelayCounters counters() {
        return counters;
    }

    CreditGrant.Budget budget() {
        return budget;
    }

    Measurings measurings() {
        return measurings;
    }

    Uploads uploads() {
        return uploads;
    }

    RelayView view() {
        return counters.view();
    }

    /** Destroys every circuit. */
    void close() {
        for (RelayCircuit circuit : Set.copyOf(circuits)) {
            circuit.destroy(ErrorKind.CLOSED);
        }
    }

    /** Gets what may still arrive on a refused lane: nothing is done with it. */
    private static final class Refused implements LaneEvents {
        static final Refused INSTANCE = new Refused();

        @Override
        public void cell(org.port17.cell.Frame frame) {}

        @Override
        public void destroyed(Port17Exception reason) {}
    }
}
