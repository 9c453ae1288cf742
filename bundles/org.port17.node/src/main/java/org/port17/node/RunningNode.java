package org.port17.node;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.port17.api.ErrorKind;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.netmap.format.NodeStatement;
import org.port17.netmap.format.OwnerCertificate;
import org.port17.netmap.format.SignedPrekey;
import org.port17.netmap.http.AuthorityClient;
import org.port17.netmap.store.PrivateFiles;
import org.port17.plugins.PluginKind;
import org.port17.plugins.PluginListener;
import org.port17.plugins.Plugins;
import org.port17.spi.suite.PrekeyUse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node with its identity key in memory. Keeps prekeys fresh and its record published until it is closed. */
public final class RunningNode implements ThisNode, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunningNode.class);
    private static final long TURN_SECONDS = 5;

    private final NodeSettings settings;
    private final NodeKeys keys;
    private final NodeId id;
    private final Optional<OwnerCertificate> certificate;
    private final Plugins plugins;
    private final PrekeyRing ring;
    private final Optional<Publisher> publisher;
    private final ScheduledExecutorService thread;
    private volatile Announcement announcement;
    private volatile int mirror;
    private volatile AutoCloseable listening;

    private RunningNode(
            NodeSettings settings,
            NodeKeys keys,
            Optional<OwnerCertificate> certificate,
            Plugins plugins,
            NodeClock clock) {
        this.settings = settings;
        this.keys = keys;
        this.id = NodeId.of(keys.identity().publicKey(), 0);
        this.certificate = certificate;
        this.plugins = plugins;
        Sequence sequence = new Sequence(settings.state().resolve("sequence"), clock.wall());
        this.ring = new PrekeyRing(
                keys,
                clock,
                new SecureRandom(),
                settings.replayCapacity(),
                sequence.lastSecond(),
                () -> later(this::turn, 0));
        List<AuthorityClient> authorities =
                settings.publish().stream().map(AuthorityClient::new).toList();
        this.publisher = authorities.isEmpty()
                ? Optional.empty()
                : Optional.of(new Publisher(keys.identity(), sequence, authorities, this::statement, ring::published));
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, "port17-node");
            made.setDaemon(true);
            return made;
        });
    }

    /**
     * Loads the keys, or makes them at the first start. Reads and writes files.
     *
     * @throws Port17Exception CONFIG if the directory cannot be used, a key file is damaged or the certificate is another
     *     node's; nothing was overwritten
     */
    public static RunningNode open(NodeSettings settings, Plugins plugins, NodeClock clock) throws Port17Exception {
        PrivateFiles.ownDirectory(settings.state(), "the node's state directory");
        NodeKeys keys = NodeKeys.open(settings.state());
        Optional<OwnerCertificate> certificate;
        try {
            certificate = certificate(settings, NodeId.of(keys.identity().publicKey(), 0));
        } catch (Port17Exception e) {
            keys.close();
            throw e;
        }
        RunningNode node = new RunningNode(settings, keys, certificate, plugins, clock);
        LOG.info("node {} {}: identity {}", settings.name(), node.id.brief(), keys.made() ? "made" : "loaded");
        return node;
    }

    private static Optional<OwnerCertificate> certificate(NodeSettings settings, NodeId id) throws Port17Exception {
        if (settings.certificate().isEmpty()) {
            return Optional.empty();
        }
        try {
            byte[] file = PrivateFiles.read(
                    settings.certificate().get(), OwnerCertificate.MAX_FILE_BYTES, "the owner's certificate");
            return Optional.of(OwnerCertificate.parse(file, settings.owner(), id));
        } catch (IOException e) {
            throw new Port17Exception(
                    ErrorKind.CONFIG, Retry.LATER, "owner.certificate must name a file that can be read", e);
        }
    }

    NodeSettings settings() {
        return settings;
    }

    /** Makes the first prekeys, then keeps them fresh on a thread of its own. */
    public void start() {
        listening = plugins.onChange(new Suites());
        turn();
        thread.scheduleWithFixedDelay(this::turn, TURN_SECONDS, TURN_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public NodeId id() {
        return id;
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public byte[] sign(String purpose, byte[] message) {
        return keys.identity().sign(purpose, message);
    }

    @Override
    public Optional<OwnPrekey> prekey(int prekeyId) {
        return ring.find(prekeyId);
    }

    @Override
    public Optional<SignedPrekey> offered(int suite, PrekeyUse use) {
        return ring.offered(suite, use);
    }

    @Override
    public String missing() {
        return publisher.map(Publisher::missing).orElse("");
    }

    @Override
    public void announce(Announcement wanted) {
        announcement = wanted;
        publisher.ifPresent(Publisher::wake);
    }

    /** Says in the node's record where it hands out maps. @param port 0: nowhere */
    public void mirror(int port) {
        mirror = port;
        publisher.ifPresent(Publisher::wake);
    }

    /** Wipes every secret. */
    @Override
    public void close() {
        AutoCloseable heard = listening;
        if (heard != null) {
            try {
                heard.close();
            } catch (Exception e) {
                LOG.warn("the node could not stop listening to plugins", e);
            }
        }
        thread.shutdownNow();
        publisher.ifPresent(Publisher::close);
        ring.close();
        keys.close();
    }

    private Optional<NodeStatement> statement() {
        Announcement wanted = announcement;
        List<Integer> suites =
                plugins.suites().stream().map(suite -> suite.traits().id()).toList();
        if (wanted == null || suites.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new NodeStatement(
                settings.name(),
                settings.owner(),
                settings.country(),
                settings.as(),
                wanted.exit(),
                wanted.endpoints(),
                suites,
                keys.second().digest(),
                certificate,
                mirror,
                1));
    }

    private void turn() {
        try {
            if (ring.turn(plugins.suites())) {
                publisher.ifPresent(Publisher::wake);
            }
        } catch (RuntimeException e) {
            LOG.error("a defect kept prekeys from being renewed; the next try follows", e);
        }
    }

    private void later(Runnable task, long seconds) {
        try {
            thread.schedule(task, seconds, TimeUnit.SECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("plugins changed after the stop", e);
        }
    }

    /** Prekeys follow the suites. */
    private final class Suites implements PluginListener {
        @Override
        public void changed(PluginKind kind) {
            if (kind == PluginKind.SUITE) {
                later(
                        () -> {
                            turn();
                            publisher.ifPresent(Publisher::wake);
                        },
                        0);
            }
        }

        /** Its prekeys are no longer offered at once, but answered for a few seconds while clients learn of it. */
        @Override
        public CompletionStage<Void> draining(PluginKind kind, String name, Object plugin) {
            if (kind != PluginKind.SUITE || !ring.dismiss(plugin)) {
                return CompletableFuture.completedFuture(null);
            }
            publisher.ifPresent(Publisher::wake);
            CompletableFuture<Void> done = new CompletableFuture<>();
            done.completeOnTimeout(null, PrekeyRing.FAREWELL_SECONDS, TimeUnit.SECONDS);
            return done;
        }
    }
}
