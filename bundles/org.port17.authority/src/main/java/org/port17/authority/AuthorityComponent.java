package org.port17.authority;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.port17.api.Port17Exception;
import org.port17.api.view.CandidateView;
import org.port17.api.view.Inspection;
import org.port17.api.view.MeasuredView;
import org.port17.spi.measure.CapacityMeter;
import org.port17.spi.measure.LatencyMeter;
import org.port17.spi.place.Places;
import org.port17.spi.proof.AddressProver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs an authority where {@code org.port17.authority} is configured. The constructor only starts a thread, since keys
 * and ports are input and output. Where something is wrong one log line says what to do, and nothing runs until the
 * configuration changes.
 */
@Component(
        name = "org.port17.authority",
        service = Inspection.class,
        immediate = true,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = AuthorityConfig.class)
public final class AuthorityComponent implements Inspection {
    private static final Logger LOG = LoggerFactory.getLogger(AuthorityComponent.class);
    private static final long PATIENCE_MILLIS = 5_000;
    private final AuthorityConfig config;
    private final AddressProver prover;
    private final CapacityMeter capacity;
    private final LatencyMeter latency;
    private final BundleContext context;
    private final AtomicReference<RunningAuthority> running = new AtomicReference<>();
    private final Thread starter;
    private volatile boolean stopped;

    /** Where addresses stand; without it nobody looks where nodes do. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Places places;

    @Activate
    public AuthorityComponent(
            AuthorityConfig config,
            @Reference AddressProver prover,
            @Reference CapacityMeter capacity,
            @Reference LatencyMeter latency,
            BundleContext context) {
        this.config = config;
        this.prover = prover;
        this.capacity = capacity;
        this.latency = latency;
        this.context = context;
        this.starter = new Thread(this::open, "port17-authority-start");
        starter.setDaemon(true);
        starter.start();
    }

    /** Waits for a start still under way, so that the next start finds the port free. */
    @Deactivate
    public void stop() {
        stopped = true;
        try {
            starter.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        release();
    }

    @Override
    public CompletionStage<List<CandidateView>> candidates() {
        RunningAuthority authority = running.get();
        return CompletableFuture.completedFuture(authority == null ? List.of() : authority.candidates());
    }

    @Override
    public CompletionStage<List<MeasuredView>> measured() {
        RunningAuthority authority = running.get();
        return CompletableFuture.completedFuture(authority == null ? List.of() : authority.measured());
    }

    private void open() {
        try {
            String data = context.getProperty("karaf.data");
            AuthoritySettings settings = AuthoritySettings.of(config, data == null ? "" : data);
            Meters meters = new Meters(
                    capacity, latency, () -> Optional.ofNullable(places).map(Places::table));
            running.set(RunningAuthority.open(settings, prover, meters, InstantSource.system()));
        } catch (Port17Exception e) {
            LOG.error("org.port17.authority: {}. There is no authority until that is corrected.", e.getMessage());
        } catch (IllegalStateException e) {
            LOG.debug("stopped while starting", e);
        }
        if (stopped) {
            release();
        }
    }

    private void release() {
        RunningAuthority authority = running.getAndSet(null);
        if (authority != null) {
            authority.close();
        }
    }
}
