package org.port17.circuit;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.port17.api.ErrorKind;
import org.port17.api.Loop;
import org.port17.api.Node;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.api.StreamEvents;
import org.port17.api.StreamRequest;
import org.port17.api.TunnelStream;
import org.port17.api.Tunnels;
import org.port17.api.view.StreamView;
import org.port17.cell.BuildFailure;
import org.port17.cell.CreditGrant;
import org.port17.cell.Sighting;
import org.port17.link.Links;
import org.port17.spi.suite.CipherSuite;

/**
 * The client's circuits and streams. Streams of different applications, to different registrable domains or under different
 * rules never share a circuit, nor do encrypted ones and others. On the loop; knows nothing of OSGi.
 */
final class CircuitPool implements Tunnels, CircuitOwner {
    private static final int ENTRY_ATTEMPTS = 3;
    private final Links links;
    private final RoutePlanner planner;
    private final CircuitLimits limits;
    private final ExitReports reports;
    private final SecureRandom random = new SecureRandom();
    private final AnswerTimes answerTimes = new AnswerTimes();
    private final CreditGrant.Budget budget;
    private final Map<Long, ClientCircuit> circuits = new LinkedHashMap<>();
    private final Rulings rulings;
    private final DirectStreams directs;
    private final Map<Wish.Isolation, ClientCircuit> current = new HashMap<>();
    private final Map<Long, ClientStream> streams = new LinkedHashMap<>();
    private final List<Drain> drains = new ArrayList<>();
    private Set<ClientCircuit> stranded = Set.of();
    private long nextCircuit;
    private long nextStream;
    private boolean closed;

    CircuitPool(
            Links links,
            RoutePlanner planner,
            Rulings rulings,
            DirectStreams directs,
            CircuitLimits limits,
            ExitReports reports) {
        this.reports = reports;
        this.links = links;
        this.planner = planner;
        this.rulings = rulings;
        this.directs = directs;
        this.limits = limits;
        this.budget = new CreditGrant.Budget(limits.windowBytes());
    }

    @Override
    public Loop loop() {
        return links.loop();
    }

    @Override
    public TunnelStream open(StreamRequest request, StreamEvents events) throws Port17Exception {
        if (closed) {
            throw new Port17Exception(ErrorKind.CLOSED, "the client is shutting down");
        }
        if (streams.size() + directs.count() >= limits.streams()) {
            throw new Port17Exception(ErrorKind.OVERLOADED, Retry.LATER, "too many streams are open");
        }
        Wish wish = rulings.wish(request);
        if (wish.direct()) {
            return directs.open(++nextStream, wish, events);
        }
        boolean steps = request.forwardSecret() || limits.forwardSecret() || planner.waitsForSteps(wish.wanted(false));
        int port = request.destination().port();
        PlaintextGate gate =
                new PlaintextGate(loop(), port, limits.upgradePorts().contains(port));
        boolean waits = gate.undecided();
        long id = ++nextStream;
        ClientCircuit circuit = waits ? null : circuit(wish, id, true);
        if (waits && !serves(wish)) {
            planner.probe(wish.wanted(false));
        }
        ClientStream stream =
                new ClientStream(id, links.loop(), wish, steps, gate, events, budget, () -> streams.remove(id));
        streams.put(id, stream);
        if (waits) {
            gate.await(() -> route(stream));
        } else {
            stream.attach(circuit);
        }
        return stream;
    }

    /** Whether there is a circuit already that a stream so wished may get. */
    private boolean serves(Wish wish) {
        for (boolean trustedExit : new boolean[] {false, true}) {
            ClientCircuit circuit = current.get(wish.isolation(0, trustedExit));
            if (circuit != null && circuit.usable() && !wish.ruling().isolate()) {
                return true;
            }
        }
        return false;
    }

    /** It is known which exits may carry the stream. */
    private void route(ClientStream stream) {
        try {
            stream.attach(circuit(stream.wish(), stream.id(), stream.trustedExit()));
            // Not from inside a call of the edge.
            loop().execute(stream::room);
        } catch (Port17Exception e) {
            loop().execute(() -> stream.broken(e));
        }
    }

    private ClientCircuit circuit(Wish wish, long stream, boolean trustedExit) throws Port17Exception {
        if (trustedExit) {
            planner.mayBeRead(wish.wanted(true), wish.ruling().exit().trusted());
        }
        Wish.Isolation key = wish.isolation(stream, trustedExit);
        ClientCircuit circuit = current.get(key);
        if (circuit != null && circuit.usable()) {
            return circuit;
        }
        if (circuits.size() >= limits.circuits() && !closeIdlest()) {
            throw new Port17Exception(ErrorKind.OVERLOADED, Retry.LATER, "too many circuits are in use");
        }
        ClientCircuit fresh = build(wish, trustedExit);
        circuits.put(fresh.id(), fresh);
        current.put(key, fresh);
        return fresh;
    }

    /** An entry that cannot be dialled at all is left out and another route planned. */
    private ClientCircuit build(Wish wish, boolean trustedExit) throws Port17Exception {
        for (int attempt = 1; ; attempt++) {
            RoutePlanner.Plan plan = planner.plan(wish.wanted(trustedExit));
            try {
                return new ClientCircuit(links, ++nextCircuit, plan, this, random);
            } catch (Port17Exception e) {
                if (attempt == ENTRY_ATTEMPTS) {
                    throw e;
                }
                shun(plan.route().entry());
            }
        }
    }

    /** Makes room by closing a circuit that no stream uses. */
    private boolean closeIdlest() {
        for (ClientCircuit circuit : circuits.values()) {
            if (circuit.unused()) {
                circuit.close(new Port17Exception(ErrorKind.CLOSED, "room was needed"));
                return true;
            }
        }
        return false;
    }

    @Override
    public void ended(ClientCircuit circuit, Port17Exception reason, List<ClientStream> unsent) {
        circuits.remove(circuit.id());
        elsewhere(circuit, unsent);
    }

    private void elsewhere(ClientCircuit from, List<ClientStream> streams) {
        current.values().removeIf(c -> c == from);
        for (ClientStream stream : streams) {
            try {
                stream.attach(circuit(stream.wish(), stream.id(), stream.trustedExit()));
            } catch (Port17Exception e) {
                stream.broken(e);
            }
        }
    }

    @Override
    public Optional<RoutePlanner.Plan> again(RoutePlanner.Plan plan, int hop, BuildFailure why) {
        return planner.again(plan, hop, why);
    }

    @Override
    public void rebuild(ClientCircuit circuit, RoutePlanner.Plan plan, List<ClientStream> whole) {
        if (closed || whole.isEmpty()) {
            ended(circuit, new Port17Exception(ErrorKind.CLOSED, "nobody needs the circuit any more"), whole);
            return;
        }
        try {
            ClientCircuit fresh = new ClientCircuit(links, ++nextCircuit, plan, this, random);
            circuits.remove(circuit.id());
            circuits.put(fresh.id(), fresh);
            current.replaceAll((key, held) -> held == circuit ? fresh : held);
            whole.forEach(stream -> stream.move(fresh));
            if (circuit.retired()) {
                fresh.retire();
            }
        } catch (Port17Exception e) {
            ended(circuit, e, whole); // the entry went away meanwhile
        }
    }

    @Override
    public void told(Node exit, StreamRequest request, Sighting sighting, long waited) {
        reports.told(request.application(), request.destination(), exit, sighting, waited);
    }

    @Override
    public void shun(Node node) {
        planner.shun(node.id());
    }

    @Override
    public AnswerTimes answerTimes() {
        return answerTimes;
    }

    @Override
    public void proven(RoutePlanner.Plan plan) {
        planner.proven(plan);
    }

    @Override
    public void silent(RoutePlanner.Plan plan, int hop, long since) {
        planner.stalled(plan, hop, since);
    }

    @Override
    public void stalled(ClientCircuit circuit, List<ClientStream> going) {
        elsewhere(circuit, going);
    }

    @Override
    public void failed(Node reporter, Node accused) {
        planner.failed(reporter.id(), accused.id());
    }

    @Override
    public Optional<CipherSuite> suite(NodeId node, List<Integer> told) {
        return planner.suite(node, told);
    }

    /**
     * There is another map: a circuit whose route breaks a rule in it takes no new streams, and one that carries what its exit
     * can read ends if the exit is not trusted any more.
     */
    void mapChanged() {
        for (ClientCircuit circuit : circuits()) {
            switch (planner.standing(circuit.plan())) {
                case GOOD -> circuit.suitesChanged();
                case BROKEN -> {
                    circuit.suitesChanged();
                    if (circuit.usable()) {
                        circuit.retire();
                    }
                }
                case UNTRUSTED ->
                    circuit.close(new Port17Exception(
                            ErrorKind.CIRCUIT_BROKEN, "the exit is not trusted any more and could read what passes"));
            }
        }
    }

    /** Suites came or went: running circuits follow. */
    void suitesChanged() {
        circuits().forEach(ClientCircuit::suitesChanged);
    }

    /** Complete when no circuit has keys of that suite object any more. Circuits that cannot move end in a while. */
    CompletionStage<Void> leave(CipherSuite suite) {
        Drain drain = new Drain(suite, new CompletableFuture<>());
        drains.add(drain);
        if (planner.hasNoSuite()) {
            circuits().stream().filter(circuit -> circuit.uses(suite)).forEach(circuit -> circuit.close(noSuiteLeft()));
        }
        stepped();
        return drain.done();
    }

    private static Port17Exception noSuiteLeft() {
        return new Port17Exception(ErrorKind.NO_SUITE, "a hop's suite is not permitted any more and there is no other");
    }

    private record Drain(CipherSuite suite, CompletableFuture<Void> done) {}

    @Override
    public void stepped() {
        for (Drain drain : List.copyOf(drains)) {
            if (circuits.values().stream().noneMatch(circuit -> circuit.uses(drain.suite()))) {
                drains.remove(drain);
                drain.done().complete(null);
            }
        }
    }

    void sweep() {
        long now = links.loop().nanos();
        directs.sweep(now, limits.streamIdle());
        Set<ClientCircuit> stillStranded = new HashSet<>();
        for (ClientCircuit circuit : circuits()) {
            circuit.sweep(now, limits);
            if (circuit.usable() && circuit.outlived(now)) {
                circuit.retire();
            }
            // Between two sweeps there is time to move, if there is a suite to move to.
            if (circuit.stranded() && (stranded.contains(circuit) || !stillStranded.add(circuit))) {
                circuit.close(noSuiteLeft());
            }
        }
        stranded = stillStranded;
    }

    /** New streams get new circuits. */
    int renew() {
        int count = 0;
        for (ClientCircuit circuit : List.copyOf(circuits.values())) {
            if (circuit.usable()) {
                circuit.retire();
                count++;
            }
        }
        return count;
    }

    /** The next stream to a domain gets another exit. Number of circuits retired. */
    int renewExit(String domain) {
        planner.anotherExit(domain);
        int count = 0;
        for (Map.Entry<Wish.Isolation, ClientCircuit> entry : List.copyOf(current.entrySet())) {
            if (entry.getKey().domain().equals(domain) && entry.getValue().usable()) {
                entry.getValue().retire();
                count++;
            }
        }
        return count;
    }

    boolean close(long id) {
        ClientCircuit circuit = circuits.get(id);
        if (circuit == null) {
            return false;
        }
        circuit.close(new Port17Exception(ErrorKind.CLOSED, "closed by the operator"));
        return true;
    }

    void closeAll() {
        closed = true;
        directs.closeAll(new Port17Exception(ErrorKind.CLOSED, "the client is shutting down"));
        for (ClientStream stream : List.copyOf(streams.values())) {
            if (stream.waits()) {
                stream.broken(new Port17Exception(ErrorKind.CLOSED, "the client is shutting down"));
            }
        }
        for (ClientCircuit circuit : List.copyOf(circuits.values())) {
            circuit.close(new Port17Exception(ErrorKind.CLOSED, "the client is shutting down"));
        }
    }

    List<ClientCircuit> circuits() {
        return List.copyOf(circuits.values());
    }

    List<StreamView> streams() {
        List<StreamView> views = new ArrayList<>();
        streams.values().forEach(stream -> views.add(stream.view()));
        directs.all().forEach(stream -> views.add(stream.view()));
        return views;
    }
}
