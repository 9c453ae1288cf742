package org.port17.netmap;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
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
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.netmap.format.SignedPrekey;
import org.port17.spi.suite.PrekeyUse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the cached map, then polls the authorities, on one daemon thread of its own. The whole map, all records and all
 * prekeys are fetched by everyone in the same way, whether anybody browses or not, so that no request tells a choice of route.
 *
 * <p>Wrong configuration leaves an empty view and one log line that names the key; the component comes back when the
 * configuration is corrected.
 */
@Component(
        name = "org.port17.netmap",
        service = NetMap.class,
        immediate = true,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = NetMapConfig.class)
public final class SyncedMap implements NetMap {
    private static final Logger LOG = LoggerFactory.getLogger(SyncedMap.class);
    /** With a usable map from the cache, the first question to the authority leaves the first moments to applications. */
    private static final Duration FIRST_POLL = Duration.ofSeconds(3);

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final NetMapSettings settings;
    private final HeldMap held;
    private final Optional<MapCache> cache;
    private final Optional<MapFetch> fetch;
    private final ScheduledExecutorService thread;
    private final List<Consumer<MapView>> listeners = new CopyOnWriteArrayList<>();
    private final AtomicInteger ownMirrors = new AtomicInteger();
    private final AtomicBoolean asked = new AtomicBoolean();
    private final InstantSource clock;
    private volatile VerifiedView current = VerifiedView.empty();

    private final Random jitter = new Random();
    private String lastTrouble = "";

    @Activate
    public SyncedMap(NetMapConfig config, BundleContext context) {
        this(settings(config, context), InstantSource.system());
        start();
    }

    /** Without OSGi; {@link #start} it. */
    public SyncedMap(NetMapSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.held = new HeldMap(settings.quorum(), clock);
        this.cache = settings.cache().map(MapCache::new);
        this.fetch = settings.sources().isEmpty() ? Optional.empty() : Optional.of(new MapFetch(settings, held, cache));
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, "port17-netmap");
            made.setDaemon(true);
            return made;
        });
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindMirror(MapMirror mirror) {
        ownMirrors.incrementAndGet();
        fetch.ifPresent(f -> f.amMirror(true));
    }

    void unbindMirror(MapMirror mirror) {
        boolean left = ownMirrors.decrementAndGet() > 0; // one that replaces another comes before the other goes
        fetch.ifPresent(f -> f.amMirror(left));
    }

    private static NetMapSettings settings(NetMapConfig config, BundleContext context) {
        try {
            String data = context.getProperty("karaf.data");
            return NetMapSettings.of(config, data == null ? "" : data);
        } catch (Port17Exception e) {
            LOG.error("org.port17.netmap: {}. There is no map until this is corrected.", e.getMessage());
            return NetMapSettings.idle();
        }
    }

    /** Begins to load and poll on its own thread. */
    public void start() {
        thread.execute(() -> {
            load();
            long every = settings.poll().toMillis();
            long first = isUsable(current) ? Math.min(every, FIRST_POLL.toMillis()) : 0;
            later(first, every);
        });
    }

    /** Polls again and again, each time a fifth sooner or later, whatever else this process does. */
    private void later(long wait, long every) {
        try {
            thread.schedule(
                    () -> {
                        poll();
                        later(every - every / 5 + jitter.nextInt((int) (2 * every / 5) + 1), every);
                    },
                    wait,
                    TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("stopped while polling", e);
        }
    }

    /** A write under way is over when this returns, so that the next start finds whole files. */
    @Deactivate
    public void stop() {
        thread.shutdownNow();
        try {
            thread.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        fetch.ifPresent(MapFetch::close);
        listeners.clear();
    }

    @Override
    public MapView current() {
        return valid();
    }

    private VerifiedView valid() {
        VerifiedView view = current;
        // The thread that says so to listeners may be at a slow source still.
        boolean over = view.epoch() > 0 && clock.millis() >= view.facts().validUntil();
        return over ? VerifiedView.empty(view.facts().split()) : view;
    }

    @Override
    public AutoCloseable onChange(Consumer<MapView> listener) {
        // A wrapper, so that one listener may be added twice and removed once.
        Consumer<MapView> own = listener::accept;
        listeners.add(own);
        return () -> listeners.remove(own);
    }

    @Override
    public PrekeyRecord successor(PrekeyRecord refused, byte[] signed) throws Port17Exception {
        VerifiedView view = valid();
        if (!view.permits(refused.node(), refused.suite())) {
            throw new Port17Exception(
                    ErrorKind.PROTOCOL, "a prekey record that the map does not permit was handed over");
        }
        SignedPrekey successor = SignedPrekey.parse(signed);
        PrekeyRecord record = PrekeySuccessor.judge(
                successor,
                refused,
                view.prekey(refused.node(), refused.suite(), refused.use()),
                clock.instant().getEpochSecond());
        if (!view.permits(successor)) {
            throw new Port17Exception(
                    ErrorKind.TAMPERED, "the map does not name the key that signed a prekey record too");
        }
        return record;
    }

    @Override
    public void refresh() {
        if (asked.compareAndSet(false, true)) {
            try {
                thread.execute(this::poll);
            } catch (RejectedExecutionException e) {
                LOG.debug("asked to refresh after the stop", e);
            }
        }
    }

    /** Whether every node can be reached with what is held. */
    private static boolean isUsable(MapView view) {
        return !view.nodes().isEmpty()
                && view.nodes().stream()
                        .allMatch(node -> view.permittedSuites().stream()
                                .anyMatch(suite -> view.prekey(node.id(), suite, PrekeyUse.LINK)
                                                .isPresent()
                                        && view.prekey(node.id(), suite, PrekeyUse.ONION)
                                                .isPresent()));
    }

    private void load() {
        cache.ifPresent(c -> c.load(held));
        publish();
    }

    private void poll() {
        asked.set(false);
        try {
            if (held.expire()) {
                LOG.warn("the map held has expired; there is none until the authority gives a newer one");
                publish();
            }
            if (fetch.isPresent()) {
                fetch.get().poll(this::publish);
            }
            if (!lastTrouble.isEmpty()) {
                LOG.info("the map is current again");
                lastTrouble = "";
            }
        } catch (Port17Exception e) {
            report(e);
        } catch (RuntimeException e) {
            LOG.error("a defect stopped this poll; the next one follows", e);
        }
    }

    private void publish() {
        VerifiedView view = held.view(fetch.map(MapFetch::split).orElse(MapFacts.Split.ALONE));
        current = view;
        if (view.epoch() > 0) {
            LOG.info("map {}: {} nodes, {} prekeys", view.epoch(), view.nodes().size(), held.prekeyCount());
        }
        for (Consumer<MapView> listener : listeners) {
            try {
                listener.accept(view);
            } catch (RuntimeException e) {
                LOG.error("a listener to the map failed", e);
            }
        }
    }

    /** A state of trouble is told once, not at every poll. */
    private void report(Port17Exception trouble) {
        if (Thread.currentThread().isInterrupted() || trouble.getMessage().equals(lastTrouble)) {
            return;
        }
        lastTrouble = trouble.getMessage();
        LOG.warn("no newer map: {}", lastTrouble);
    }
}
