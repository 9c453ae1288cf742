package org.port17.authority;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.port17.api.ErrorKind;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.netmap.format.MapNode;
import org.port17.netmap.format.MapStatement;
import org.port17.netmap.format.PrekeySet;
import org.port17.netmap.format.SignedMap;
import org.port17.netmap.format.SigningKey;
import org.port17.netmap.store.PrivateFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs a new map within 200 ms of a change, and at every interval. Guarantee: an epoch is on disk before a map carries
 * it, so no two maps ever share one. One daemon thread.
 */
final class MapIssuer {
    private static final Logger LOG = LoggerFactory.getLogger(MapIssuer.class);
    private static final long BATCH_MILLIS = 200;
    private static final long SWEEP_MILLIS = 10_000;
    private static final long PATIENCE_SECONDS = 3;
    private final AuthoritySettings settings;
    private final SigningKey key;
    private final Registry registry;
    private final InstantSource clock;
    private final Path file;
    private final ScheduledExecutorService thread;
    private final AtomicBoolean pending = new AtomicBoolean();
    private volatile Issued issued;
    private long epoch;

    MapIssuer(AuthoritySettings settings, SigningKey key, Registry registry, InstantSource clock) {
        this.settings = settings;
        this.key = key;
        this.registry = registry;
        this.clock = clock;
        this.file = settings.place().state().resolve("registry");
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, "port17-authority");
            made.setDaemon(true);
            return made;
        });
    }

    /** Takes back what was saved, signs the first map and goes on. @throws Port17Exception CONFIG if it cannot */
    void start() throws Port17Exception {
        try {
            if (Files.exists(file)) {
                RegistryImage image = RegistryImage.parse(
                        PrivateFiles.read(file, RegistryImage.MAX_BYTES, "the authority's file registry"));
                registry.restore(image);
                epoch = image.epoch();
            }
            issue(true);
        } catch (IOException e) {
            throw new Port17Exception(
                    ErrorKind.CONFIG, Retry.LATER, "the authority's state directory cannot be read or written to", e);
        }
        long interval = settings.times().interval().toMillis();
        thread.scheduleAtFixedRate(() -> guarded(true), interval, interval, TimeUnit.MILLISECONDS);
        thread.scheduleWithFixedDelay(() -> guarded(false), SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Lets a map that is being signed get done, so that its files are whole and the port's last answer true. */
    void stop() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    Issued issued() {
        return issued;
    }

    /** Something changed. Does not block. */
    void touch() {
        if (pending.compareAndSet(false, true)) {
            try {
                thread.schedule(
                        () -> {
                            pending.set(false);
                            guarded(false);
                        },
                        BATCH_MILLIS,
                        TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                LOG.debug("a change came after the stop", e);
            }
        }
    }

    private void guarded(boolean always) {
        try {
            issue(always);
        } catch (IOException | Port17Exception | RuntimeException e) {
            LOG.error("no new map could be signed; the old one stands", e);
        }
    }

    private void issue(boolean always) throws IOException, Port17Exception {
        List<MapNode> nodes = registry.live(settings.capacities());
        Set<NodeId> trusted = registry.trusted(settings.trusted());
        byte[] prekeys = PrekeySet.write(registry.prekeys());
        Issued before = issued;
        boolean sameMap = !always
                && before != null
                && before.map().statement().nodes().equals(nodes)
                && before.map().statement().trusted().equals(trusted);
        if (sameMap && Arrays.equals(before.prekeys(), prekeys)) {
            return;
        }
        long next = sameMap ? epoch : epoch + 1;
        PrivateFiles.write(file, registry.image(next).write());
        epoch = next;
        SignedMap map = sameMap ? before.map() : SignedMap.sign(key, statement(nodes, trusted));
        issued = new Issued(map, prekeys);
        if (!sameMap) {
            LOG.info("map {} signed: {} nodes", epoch, nodes.size());
        }
    }

    private MapStatement statement(List<MapNode> nodes, Set<NodeId> trusted) {
        long now = clock.millis();
        return new MapStatement(
                settings.place().network(),
                epoch,
                now,
                now + settings.times().validity().toMillis(),
                settings.suites(),
                trusted,
                nodes);
    }
}
