package org.port17.route.near;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.port17.api.Node;
import org.port17.api.Port17Exception;
import org.port17.route.kit.GuardFile;
import org.port17.route.kit.Guards;
import org.port17.route.kit.Level;
import org.port17.spi.place.Places;
import org.port17.spi.route.ExitOutlook;
import org.port17.spi.route.LevelTraits;
import org.port17.spi.route.NetworkView;
import org.port17.spi.route.Route;
import org.port17.spi.route.RouteRequest;
import org.port17.spi.route.RouteStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Route strategy {@code near}: an exit near the destination, bounded; an entry kept for months; a quick middle. What is known of
 * it in numbers stands in docs/routes.md. A changed configuration makes a new instance, which reads the entries from their
 * file again.
 */
@Component(
        name = NearStrategy.PID,
        configurationPid = NearStrategy.PID,
        service = RouteStrategy.class,
        property = RouteStrategy.NAME + "=" + NearStrategy.NAME_VALUE)
@Designate(ocd = NearConfig.class)
public final class NearStrategy implements RouteStrategy {
    static final String PID = "org.port17.route.near";
    static final String NAME_VALUE = "near";
    private static final Logger LOG = LoggerFactory.getLogger(NearStrategy.class);
    /** As the rehearsal does, for the same reason. */
    private static final long AFTER_THE_FIRST_REQUESTS = 3_000;

    private final LevelSet levels;
    private final GuardStore store;
    private final ExecutorService files;
    private final CompletableFuture<Guards> guards;
    private final CompletableFuture<NearRoute> route;
    private final Function<NetworkView, RouteDrill> drills;
    private Thread drill;
    private long written;

    @Activate
    public NearStrategy(
            @Reference(cardinality = ReferenceCardinality.MULTIPLE, policyOption = ReferencePolicyOption.GREEDY)
                    List<ConfiguredLevel> configured,
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY)
                    Places places,
            NearConfig config,
            BundleContext context) {
        this(
                configured.stream().map(ConfiguredLevel::level).toList(),
                Optional.ofNullable(places),
                settings(config, context),
                InstantSource.system());
    }

    /** Without OSGi. */
    NearStrategy(List<Level> levels, Optional<Places> places, NearSettings settings, InstantSource clock) {
        this.levels = new LevelSet(levels, settings.level());
        this.store = new GuardStore(settings.guards());
        this.files = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "port17-guards");
            thread.setDaemon(true);
            return thread;
        });
        this.guards = CompletableFuture.supplyAsync(store::read, files);
        this.drills =
                view -> new RouteDrill(this.levels, settings.country(), places, clock, view, AFTER_THE_FIRST_REQUESTS);
        this.route = guards.thenApply(read -> {
            places.ifPresent(
                    Places::table); // right after the start it waits for its file: here rather than on the loop
            return new NearRoute(this.levels, settings.country(), read, places, clock);
        });
    }

    private static NearSettings settings(NearConfig config, BundleContext context) {
        String data = context.getProperty("karaf.data");
        try {
            return NearSettings.of(config, data == null ? "" : data);
        } catch (IllegalArgumentException e) {
            LOG.error("configuration {}: {}. There are no routes by it until this is corrected", PID, e.getMessage());
            throw e;
        }
    }

    @Override
    public String name() {
        return NAME_VALUE;
    }

    @Override
    public List<LevelTraits> levels() {
        return levels.traits();
    }

    @Override
    public int floor() {
        return levels.floor();
    }

    @Override
    public boolean boundsExits() {
        return true;
    }

    @Override
    public Route plan(RouteRequest request, NetworkView view, RandomGenerator random) throws Port17Exception {
        Route planned = route().plan(request, view, random);
        save();
        return planned;
    }

    @Override
    public void prepare(RouteRequest like, NetworkView view) {
        route().prepare(like, view);
    }

    @Override
    public boolean keepsEntries() {
        return true;
    }

    @Override
    public List<Node> standing(NetworkView view, RandomGenerator random) {
        List<Node> standing = route().standing(view, random);
        save();
        drill(standing, view);
        return standing;
    }

    @Override
    public Optional<ExitOutlook> outlook(RouteRequest request, NetworkView view) throws Port17Exception {
        return route().outlook(request, view);
    }

    /** Once, as soon as there are routes. */
    private void drill(List<Node> entries, NetworkView view) {
        if (drill == null && !entries.isEmpty()) {
            drill = new Thread(drills.apply(view), "port17-route-drill");
            drill.setDaemon(true);
            drill.setPriority(Thread.MIN_PRIORITY);
            drill.start();
        }
    }

    /** Reading began when the instance was made and takes a moment: whoever comes this early waits for the rest of it. */
    private NearRoute route() {
        return route.join();
    }

    private void save() {
        Guards kept = guards.join();
        if (kept.changes() != written) {
            written = kept.changes();
            byte[] content = GuardFile.write(kept);
            try {
                files.execute(() -> store.write(content));
            } catch (RejectedExecutionException e) {
                // It stops; the next instance chooses again.
            }
        }
    }

    /** Waits for what is being written, since the next instance reads it. */
    @Deactivate
    void stop() throws InterruptedException {
        if (drill != null) {
            drill.interrupt();
        }
        files.shutdown();
        if (!files.awaitTermination(2, TimeUnit.SECONDS)) {
            LOG.warn("the file of guards is still being written");
        }
    }
}
