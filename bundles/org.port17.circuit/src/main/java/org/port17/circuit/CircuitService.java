package org.port17.circuit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.port17.api.Destination;
import org.port17.api.Loop;
import org.port17.api.Node;
import org.port17.api.Port17Exception;
import org.port17.api.StreamEvents;
import org.port17.api.StreamRequest;
import org.port17.api.TunnelStream;
import org.port17.api.Tunnels;
import org.port17.api.view.CircuitView;
import org.port17.api.view.Inspection;
import org.port17.api.view.Operations;
import org.port17.api.view.RouteView;
import org.port17.api.view.StreamView;
import org.port17.domains.RegistrableDomains;
import org.port17.link.Links;
import org.port17.netmap.NetMap;
import org.port17.plugins.PluginKind;
import org.port17.plugins.PluginListener;
import org.port17.plugins.Plugins;
import org.port17.spi.dialer.DirectDialer;
import org.port17.spi.place.DestinationPlace;
import org.port17.spi.place.DestinationPlaces;
import org.port17.spi.place.Places;
import org.port17.spi.rule.RuleBook;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.trust.TrustBook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes this process a client: the one place where the circuit pool meets OSGi. */
@Designate(ocd = CircuitConfig.class)
@Component(
        name = "org.port17.circuit",
        configurationPid = "org.port17.circuit",
        immediate = true,
        service = {Tunnels.class, Inspection.class, Operations.class})
public final class CircuitService implements Tunnels, Inspection, Operations, PluginListener {
    private static final Logger LOG = LoggerFactory.getLogger(CircuitService.class);
    private static final Duration SWEEP = Duration.ofSeconds(15);
    private static final Duration ENTRIES = Duration.ofSeconds(2);
    private static final int STANDING_ENTRIES = 2;
    private final Links links;
    private final RoutePlanner planner;
    private final Rulings rulings;
    private final DirectStreams directs;
    private final OwnTrust trust = new OwnTrust();
    private final CircuitPool pool;
    private final Explanation explanation;
    private final AutoCloseable listening;
    private final AutoCloseable mapListening;
    private final Map<TrustBook, AutoCloseable> trustListening = new ConcurrentHashMap<>();
    private Loop.Timer sweeper;
    private Loop.Timer entries;
    private boolean stopped;

    @Activate
    public CircuitService(
            @Reference Links links,
            @Reference NetMap map,
            @Reference Plugins plugins,
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY)
                    Places places,
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY)
                    DestinationPlaces learned,
            CircuitConfig config) {
        CircuitLimits limits = CircuitLimits.of(config);
        this.links = links;
        this.rulings = new Rulings(new RegistrableDomains(), config.without_rules());
        this.planner = new RoutePlanner(
                links,
                map,
                plugins,
                trust,
                new NodeSites(() -> Optional.ofNullable(places).map(Places::table), config.local_network()),
                limits.hops(),
                (application, destination) ->
                        learned == null ? DestinationPlace.UNKNOWN : learned.placeOf(application, destination));
        this.explanation = new Explanation(plugins, planner);
        this.directs = new DirectStreams(links.loop(), rulings);
        this.pool = new CircuitPool(
                links,
                planner,
                rulings,
                directs,
                limits,
                new ExitReports(Optional.ofNullable(places), Optional.ofNullable(learned)));
        this.listening = plugins.onChange(this);
        this.mapListening = map.onChange(view -> links.loop().execute(pool::mapChanged));
        links.loop().execute(() -> {
            if (!stopped) {
                sweep();
                keepEntries();
            }
        });
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindRules(RuleBook book) {
        rulings.use(book);
    }

    void unbindRules(RuleBook book) {
        // It is asked on until there is another one.
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindTrust(TrustBook book) {
        trust.use(book);
        trustListening.put(book, book.onChange(this::trustChanged));
        trustChanged();
    }

    void unbindTrust(TrustBook book) throws Exception {
        AutoCloseable heard = trustListening.remove(book);
        // It may go away before it was bound.
        if (heard != null) {
            heard.close();
        }
        trust.without(book);
        trustChanged();
    }

    /** Running streams keep their exits, new ones go by what holds now. */
    private void trustChanged() {
        links.loop().execute(() -> {
            planner.forget();
            pool.renew();
        });
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindDirect(DirectDialer dialer) {
        directs.use(dialer);
    }

    void unbindDirect(DirectDialer dialer) {
        directs.without(dialer);
    }

    private void sweep() {
        pool.sweep();
        sweeper = links.loop().schedule(this::sweep, SWEEP);
    }

    /**
     * Links to entries stand ready, so that a first route needs no connection: those that the strategy keeps, or two of different
     * owners if it keeps none.
     */
    private void keepEntries() {
        RoutePlanner.Entries standing = planner.standing();
        standing.kept().forEach(this::link);
        linkTwo(standing.any());
        entries = links.loop().schedule(this::keepEntries, ENTRIES);
    }

    private void linkTwo(List<Node> any) {
        Set<String> owners = new HashSet<>();
        List<Node> others = new ArrayList<>();
        for (Node node : any) {
            if (links.linked(node.id())) {
                owners.add(node.owner());
            } else {
                others.add(node);
            }
        }
        java.util.Collections.shuffle(others, new java.security.SecureRandom());
        for (Node node : others) {
            if (owners.size() < STANDING_ENTRIES && owners.add(node.owner()) && !link(node)) {
                owners.remove(node.owner());
            }
        }
    }

    private boolean link(Node node) {
        try {
            links.to(node);
            return true;
        } catch (Port17Exception e) {
            LOG.debug("no standing entry: {}", e.getMessage());
            return false;
        }
    }

    @Override
    public TunnelStream open(StreamRequest request, StreamEvents events) throws Port17Exception {
        return pool.open(request, events);
    }

    @Override
    public Loop loop() {
        return links.loop();
    }

    @Override
    public CompletionStage<List<CircuitView>> circuits() {
        return ask(() -> pool.circuits().stream().map(ClientCircuit::view).toList());
    }

    @Override
    public CompletionStage<List<StreamView>> streams() {
        return ask(pool::streams);
    }

    @Override
    public CompletionStage<Boolean> closeCircuit(long id) {
        return ask(() -> pool.close(id));
    }

    @Override
    public CompletionStage<Integer> renewCircuits() {
        return ask(pool::renew);
    }

    @Override
    public CompletionStage<Integer> newExit(String domain) {
        return ask(() -> pool.renewExit(rulings.domain(domain)));
    }

    @Override
    public CompletionStage<RouteView> explain(String application, Destination destination, boolean plain) {
        CompletableFuture<RouteView> answer = new CompletableFuture<>();
        links.loop().execute(() -> {
            try {
                Wish wish = rulings.explained(new StreamRequest(destination, application, "console"));
                answer.complete(wish.direct() ? directs.explained(wish) : explanation.of(wish, plain));
            } catch (Port17Exception | RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    private <T> CompletionStage<T> ask(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        links.loop().execute(() -> {
            try {
                answer.complete(question.get());
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    @Override
    public void changed(PluginKind kind) {
        links.loop().execute(() -> {
            planner.forget();
            switch (kind) {
                case SUITE -> pool.suitesChanged();
                case TRANSPORT -> {
                    // The links see to it.
                }
                // The next stream goes by the new plugin; running circuits keep what they were built with.
                case ROUTE, EXIT, PAYMENT -> pool.renew();
            }
        });
    }

    @Override
    public CompletionStage<Void> draining(PluginKind kind, String name, Object plugin) {
        if (kind != PluginKind.SUITE) {
            // Routes and verdicts are values. Nothing to wait for.
            return CompletableFuture.completedFuture(null);
        }
        return ask(() -> pool.leave((CipherSuite) plugin)).thenCompose(left -> left);
    }

    @Deactivate
    void stop() throws Exception {
        listening.close();
        mapListening.close();
        links.loop().execute(() -> {
            stopped = true;
            for (Loop.Timer timer : new Loop.Timer[] {sweeper, entries}) {
                if (timer != null) {
                    timer.cancel();
                }
            }
            pool.closeAll();
            planner.close();
        });
    }
}
