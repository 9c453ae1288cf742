package org.port17.relay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.port17.api.Endpoint;
import org.port17.api.Loop;
import org.port17.api.Node;
import org.port17.api.Port17Exception;
import org.port17.api.view.Inspection;
import org.port17.api.view.RelayView;
import org.port17.api.view.StatusView;
import org.port17.link.Links;
import org.port17.netmap.NetMap;
import org.port17.node.Announcement;
import org.port17.node.ThisNode;
import org.port17.plugins.PluginKind;
import org.port17.plugins.PluginListener;
import org.port17.plugins.Plugins;
import org.port17.rehearsal.Rehearsals;
import org.port17.spi.dialer.ExitDialer;
import org.port17.spi.suite.CipherSuite;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes this process a relay: listens, announces the node, and makes it an exit for as long as an {@link ExitDialer} is
 * present.
 */
@Designate(ocd = RelayConfig.class)
@Component(
        name = "org.port17.relay",
        configurationPid = "org.port17.relay",
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true,
        service = Inspection.class)
public final class RelayService implements Inspection, PluginListener {
    private static final Logger LOG = LoggerFactory.getLogger(RelayService.class);
    private static final Duration REPLACED = Duration.ofSeconds(1);
    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final Duration SWEEP = Duration.ofSeconds(30);
    private static final Duration TEND = Duration.ofSeconds(1);
    private final Links links;
    private final ThisNode self;
    private final NetMap map;
    private final RelayCore core;
    private final RelayConfig config;
    private final AutoCloseable listeningToPlugins;
    private final AutoCloseable listeningToMap;
    private Links.Listening listening;
    private Loop.Timer sweeper;
    private Loop.Timer tender;
    private List<Endpoint> announced = List.of();
    private boolean warm;
    private boolean complained;
    private boolean stopped;

    @Activate
    public RelayService(
            @Reference Links links,
            @Reference ThisNode self,
            @Reference NetMap map,
            @Reference Plugins plugins,
            @Reference Rehearsals rehearsals,
            RelayConfig config) {
        this.links = links;
        this.self = self;
        this.map = map;
        this.config = config;
        this.core = new RelayCore(links, self, map::current, plugins::suites, plugins::payment, RelayLimits.of(config));
        this.listeningToPlugins = plugins.onChange(this);
        this.listeningToMap = map.onChange(view -> links.loop().execute(core::suitesChanged));
        links.loop().execute(this::start);
        rehearsals
                .nodeIsWarm(Duration.ofSeconds(Math.max(0, config.warm_seconds())))
                .thenRun(() -> links.loop().execute(this::warm));
    }

    /** What comes from now on finds everything compiled, or has waited long enough. */
    private void warm() {
        warm = true;
        if (!stopped) {
            announce();
        }
    }

    private void start() {
        if (stopped) {
            return;
        }
        try {
            List<Endpoint> endpoints = parse(config.listen());
            if (endpoints.isEmpty()) {
                LOG.error("relay not started: 'listen' in etc/org.port17.relay.cfg names no endpoint");
                return;
            }
            listening = links.listen(endpoints, core);
            announce();
            LOG.info(
                    "relay {} listens on {} endpoint(s)",
                    self.name(),
                    listening.endpoints().size());
        } catch (Port17Exception e) {
            // While the identity is being bound, the links are of before it and refuse; both are replaced at once.
            links.loop().schedule(() -> again(e), complained ? RETRY : REPLACED);
            return;
        }
        sweeper = links.loop().schedule(this::sweep, SWEEP);
        tender = links.loop().schedule(this::tend, Duration.ofMillis(200));
    }

    /** A port that is taken may be free later: one clear message, then try on. */
    private void again(Port17Exception e) {
        if (!stopped) {
            if (!complained) {
                complained = true;
                LOG.error("relay not started: {}; trying again every {} s", e.getMessage(), RETRY.toSeconds());
            }
            start();
        }
    }

    private static List<Endpoint> parse(String[] texts) throws Port17Exception {
        List<Endpoint> endpoints = new ArrayList<>();
        // A .cfg file gives a list as one string with commas.
        for (String text : String.join(",", texts).split(",")) {
            if (!text.isBlank()) {
                endpoints.add(Endpoint.parse(text.trim()));
            }
        }
        return endpoints;
    }

    private void announce() {
        if (listening == null || !warm) {
            return;
        }
        announced = listening.endpoints();
        try {
            List<Endpoint> shown = parse(config.advertise());
            self.announce(new Announcement(
                    shown.isEmpty() ? listening.endpoints() : shown,
                    core.dialer().isPresent()));
        } catch (Port17Exception e) {
            LOG.error("node not announced: {}", e.getMessage());
        }
    }

    private void sweep() {
        core.sweep();
        sweeper = links.loop().schedule(this::sweep, SWEEP);
    }

    /** Keeps links to neighbours up, so that a client's route rarely opens a connection (D11). */
    private void standingLinks() {
        int left = core.limits().standingLinks();
        for (Node node : map.current().nodes()) {
            // One side dials: the one with the smaller identity. The other accepts.
            if (left-- > 0 && self.id().compareTo(node.id()) < 0 && !links.linked(node.id())) {
                try {
                    links.to(node);
                } catch (Port17Exception e) {
                    LOG.debug("no standing link: {}", e.getMessage());
                }
            }
        }
    }

    /** Doors open and close with their transports, and neighbours come and go. */
    private void tend() {
        if (!listening.endpoints().equals(announced)) {
            announce();
        }
        standingLinks();
        tender = links.loop().schedule(this::tend, TEND);
    }

    /** An exit feature was installed. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setDialer(ExitDialer dialer) {
        links.loop().execute(() -> {
            core.dialer(dialer);
            announce();
        });
    }

    void unsetDialer(ExitDialer dialer) {
        links.loop().execute(() -> {
            if (core.dialer().filter(d -> d == dialer).isPresent()) {
                core.dialer(null);
                announce();
            }
        });
    }

    @Override
    public CompletionStage<List<RelayView>> relay() {
        CompletableFuture<List<RelayView>> answer = new CompletableFuture<>();
        links.loop().execute(() -> answer.complete(List.of(core.view())));
        return answer;
    }

    @Override
    public CompletionStage<List<StatusView>> status() {
        CompletableFuture<List<StatusView>> answer = new CompletableFuture<>();
        links.loop()
                .execute(() -> answer.complete(
                        List.of(new StatusView("relay", warm, warm ? "" : "the rehearsal", List.of()))));
        return answer;
    }

    @Override
    public void changed(PluginKind kind) {
        if (kind == PluginKind.SUITE) {
            links.loop().execute(core::suitesChanged);
        }
    }

    @Override
    public CompletionStage<Void> draining(PluginKind kind, String name, Object plugin) {
        if (kind != PluginKind.SUITE) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<CompletionStage<Void>> left = new CompletableFuture<>();
        links.loop().execute(() -> left.complete(core.leave((CipherSuite) plugin)));
        return left.thenCompose(stage -> stage);
    }

    @Deactivate
    void stop() throws Exception {
        listeningToPlugins.close();
        listeningToMap.close();
        links.loop().execute(() -> {
            stopped = true;
            for (Loop.Timer timer : new Loop.Timer[] {sweeper, tender}) {
                if (timer != null) {
                    timer.cancel();
                }
            }
            if (listening != null) {
                listening.close();
            }
            core.close();
        });
    }
}
