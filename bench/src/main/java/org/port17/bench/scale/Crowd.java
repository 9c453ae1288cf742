package org.port17.bench.scale;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.port17.api.Destination;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.circuit.CircuitService;
import org.port17.launcher.cli.HostPort;
import org.port17.launcher.cli.LaunchException;
import org.port17.link.LinkService;
import org.port17.netmap.MapView;
import org.port17.netmap.NetMapSettings;
import org.port17.netmap.SyncedMap;
import org.port17.netmap.format.Quorum;
import org.port17.netty.IoKind;
import org.port17.netty.NodeLoops;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.PrekeyUse;
import org.port17.transport.tcp.TcpTransport;

/**
 * Many clients in this process, each of the product's own classes with links of its own and at most {@link #EACH} circuits,
 * which is within what ships for a client. They share one loop, and the map. A circuit is built by an application of its own
 * that brings one block from the origin over it and leaves; another stream of that application uses it again.
 */
final class Crowd implements AutoCloseable {
    static final int EACH = 1_000;

    /** Circuits under construction at a time. */
    private static final int AT_ONCE = 64;

    /** Times that a circuit is built, since on a busy machine one may take longer than its client waits. */
    private static final int TRIES = 5;

    private static final long PATIENCE_SECONDS = 300;
    private static final int IDLE_MINUTES = 600;
    private static final Duration POLL = Duration.ofSeconds(1);

    private final NodeLoops loops = new NodeLoops(IoKind.AUTO);
    private final SyncedMap map;
    private final CrowdPlugins plugins;
    private final Destination destination;
    private final List<LinkService> links = new ArrayList<>();
    private final List<CircuitService> clients = new ArrayList<>();
    private final List<Visit> visits = new ArrayList<>();
    private final AtomicLong blocks = new AtomicLong();
    private final int number;
    private int built;
    private int again;

    /**
     * @param etc configuration of a client of the network
     * @param authority where the map is
     * @param nodes names of the nodes every circuit goes over, entry first
     * @param most circuits that will be wanted
     */
    Crowd(Path etc, String authority, HostPort origin, List<String> nodes, CipherSuite suite, int most)
            throws LaunchException {
        number = (most + EACH - 1) / EACH;
        try {
            destination = Destination.of(origin.host(), origin.port());
            map = new SyncedMap(settings(etc, authority), InstantSource.system());
            map.start();
            plugins = new CrowdPlugins(Components.made(TcpTransport.class, Map.of(), loops), suite, nodes);
            awaitMap(nodes.size());
        } catch (IOException | Port17Exception | ReflectiveOperationException e) {
            throw LaunchException.failed("the clients cannot be made: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw LaunchException.failed("interrupted", e);
        }
    }

    private static NetMapSettings settings(Path etc, String authority) throws IOException {
        Properties configured = new Properties();
        try (var in = Files.newInputStream(etc.resolve("org.port17.netmap.cfg"))) {
            configured.load(in);
        }
        byte[] key = HexFormat.of().parseHex(configured.getProperty("authority.key"));
        return new NetMapSettings(List.of(URI.create(authority)), Quorum.single(key), POLL, Optional.empty());
    }

    private void awaitMap(int nodes) throws InterruptedException, LaunchException {
        for (int second = 0; !isWhole(map.current(), nodes); second++) {
            if (second > PATIENCE_SECONDS) {
                throw LaunchException.failed("the network's map never had all its nodes");
            }
            Thread.sleep(POLL.toMillis());
        }
    }

    private boolean isWhole(MapView view, int nodes) {
        return view.nodes().size() == nodes
                && view.nodes().stream()
                        .allMatch(node -> Arrays.stream(PrekeyUse.values())
                                .allMatch(use -> view.prekey(
                                                node.id(),
                                                plugins.suite().traits().id(),
                                                use)
                                        .isPresent()));
    }

    /** Blocks that came since the start, of all circuits. */
    long blocks() {
        return blocks.get();
    }

    /** Circuits that were built anew since the first one failed. */
    int again() {
        return again;
    }

    /** Builds circuits until there are so many, and lets them rest. @throws LaunchException if one fails too often */
    void grow(int circuits) throws LaunchException, InterruptedException {
        await(done -> new Round(built, circuits, Optional.empty(), done).begin());
        built = circuits;
    }

    /**
     * Opens a stream on each of the last so many circuits, some at a time, and brings block after block over it. Returns when each
     * has brought one.
     *
     * @param pause between a block and the request for the next
     */
    void load(int circuits, Duration pause) throws LaunchException, InterruptedException {
        await(done -> new Round(built - circuits, built, Optional.of(pause), done).begin());
    }

    /** Ends what {@link #load} began. @return how many streams had failed meanwhile */
    int rest() throws LaunchException, InterruptedException {
        AtomicInteger failed = new AtomicInteger();
        await(done -> {
            failed.set((int)
                    visits.stream().filter(visit -> visit.failure.isPresent()).count());
            visits.forEach(Visit::leave);
            visits.clear();
            done.complete(null);
        });
        return failed.get();
    }

    private interface Work {
        void begin(CompletableFuture<Void> done) throws Port17Exception;
    }

    private void await(Work work) throws LaunchException, InterruptedException {
        CompletableFuture<Void> done = new CompletableFuture<>();
        loops.execute(() -> {
            try {
                work.begin(done);
            } catch (Port17Exception e) {
                done.completeExceptionally(e);
            }
        });
        try {
            done.get(PATIENCE_SECONDS * 4, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw LaunchException.failed("a circuit failed: " + e.getCause().getMessage(), e);
        } catch (TimeoutException e) {
            throw LaunchException.failed("circuits were not built in time", e);
        }
    }

    private Visit open(int circuit, Optional<Duration> pause, Runnable first) throws Port17Exception {
        Visit visit = new Visit(loops, pause.orElse(Duration.ZERO), pause.isPresent(), blocks, first);
        visit.begin(client(circuit % number), destination, "application-" + circuit);
        return visit;
    }

    /** Circuits go round: a relay takes no more than so many BUILDs a second of one client. */
    private CircuitService client(int which) throws Port17Exception {
        try {
            while (clients.size() <= which) {
                LinkService own = Components.made(LinkService.class, Map.of(), loops, plugins, map, null);
                links.add(own);
                clients.add(Components.made(
                        CircuitService.class,
                        Map.of("local_network", true, "without_rules", true, "idle_minutes", IDLE_MINUTES),
                        own,
                        map,
                        plugins,
                        null,
                        null));
            }
            return clients.get(which);
        } catch (ReflectiveOperationException e) {
            throw new Port17Exception(ErrorKind.INTERNAL, "a client cannot be made: " + e);
        }
    }

    /** Circuits from one number to another, some at a time. On the loop. */
    private final class Round {
        private final int end;
        private final Optional<Duration> pause;
        private final CompletableFuture<Void> done;
        private int next;
        private int left;

        /** @param pause of streams that stay; empty if they leave */
        Round(int from, int end, Optional<Duration> pause, CompletableFuture<Void> done) {
            this.next = from;
            this.end = end;
            this.left = end - from;
            this.pause = pause;
            this.done = done;
        }

        void begin() throws Port17Exception {
            for (int i = 0; i < AT_ONCE && next < end; i++) {
                one();
            }
            if (left == 0) {
                done.complete(null);
            }
        }

        private void one() throws Port17Exception {
            build(next++, TRIES);
        }

        private void build(int circuit, int tries) throws Port17Exception {
            Visit[] visit = new Visit[1];
            visit[0] = open(circuit, pause, () -> loops.execute(() -> through(visit[0], circuit, tries - 1)));
        }

        private void through(Visit visit, int circuit, int tries) {
            if (pause.isPresent() && visit.failure.isEmpty()) {
                visits.add(visit);
            } else {
                visit.leave();
            }
            try {
                if (visit.failure.isPresent() && tries > 0) {
                    again++;
                    build(circuit, tries);
                } else if (visit.failure.isPresent()) {
                    done.completeExceptionally(visit.failure.get());
                } else if (--left == 0) {
                    done.complete(null);
                } else if (next < end) {
                    one();
                }
            } catch (Port17Exception e) {
                done.completeExceptionally(e);
            }
        }
    }

    @Override
    public void close() {
        try {
            for (CircuitService client : clients) {
                Components.stop(client);
            }
            for (LinkService own : links) {
                Components.stop(own);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a component has no end", e);
        }
        map.stop();
        loops.close();
    }
}
