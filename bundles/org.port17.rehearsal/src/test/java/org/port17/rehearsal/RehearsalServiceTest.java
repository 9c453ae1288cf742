package org.port17.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.Tunnels;
import org.port17.api.view.RehearsalView;
import org.port17.netty.IoKind;
import org.port17.netty.NodeLoops;
import org.port17.plugins.PluginKind;
import org.port17.plugins.PluginListener;
import org.port17.plugins.Plugins;
import org.port17.spi.suite.CipherSuite;
import org.port17.suite.aesgcm.AesGcmSuite;
import org.port17.suite.chacha.ChaChaSuite;
import org.port17.transport.tcp.TcpTransport;

class RehearsalServiceTest {
    private static final long PATIENCE_SECONDS = 60;
    private static final Duration LONG = Duration.ofDays(1);
    private final List<CipherSuite> suites = new CopyOnWriteArrayList<>();
    private final List<PluginListener> listeners = new CopyOnWriteArrayList<>();
    private final NodeLoops loops = new NodeLoops(IoKind.AUTO);
    private final TcpTransport wires = tcp(loops);
    private final Plugins plugins = new SomePlugins(suites, wires, listeners);

    @AfterEach
    void endTheLoop() {
        loops.close();
    }

    private static TcpTransport tcp(NodeLoops loops) {
        TcpTransport.Config defaults = (TcpTransport.Config) Proxy.newProxyInstance(
                TcpTransport.class.getClassLoader(),
                new Class<?>[] {TcpTransport.Config.class},
                (proxy, method, arguments) -> method.getDefaultValue());
        try {
            return new TcpTransport(defaults, loops);
        } catch (Port17Exception e) {
            throw new AssertionError(e);
        }
    }

    private Troupe troupe(NodePart node, ClientPart client) {
        return new Troupe(loops, wires, node, client, null, null);
    }

    @Test
    void aRoundBringsSmallAndBulkAnswersInEverySuite() throws Exception {
        for (CipherSuite suite : List.of(new AesGcmSuite(), new ChaChaSuite())) {
            try (Stage stage = new Stage(List.of(suite), troupe(null, null), new SecureRandom())) {
                stage.round(1);
                stage.round(3 << 20);
                stage.again();
                stage.again();
            }
        }
    }

    @Test
    void aNodeThatTakesNoBuildFailsTheRound() throws Exception {
        NodePart broken = (place, exit) -> (lane, blob) -> {
            lane.destroy();
            return new Silent();
        };
        try (Stage stage = new Stage(List.of(new AesGcmSuite()), troupe(broken, null), new SecureRandom())) {
            assertThrows(Port17Exception.class, () -> stage.round(1));
        }
    }

    @Test
    void everySuiteIsPlayedAndOneThatComesLaterToo() throws Exception {
        AesGcmSuite first = new AesGcmSuite();
        ChaChaSuite later = new ChaChaSuite();
        suites.add(first);
        Watched part = new Watched();
        RehearsalService service = new RehearsalService(plugins, loops);
        try {
            service.setClientPart(part);
            assertTrue(part.awaitStages(2, PATIENCE_SECONDS));
            assertTrue(part.saw(first));
            assertFalse(part.saw(later));
            suites.add(0, later);
            suites.remove(first);
            listeners.forEach(l -> l.changed(PluginKind.SUITE));
            var over = service.draining(PluginKind.SUITE, "", first);
            over.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            int before = part.stages.get();
            assertTrue(part.awaitStages(before + 1, PATIENCE_SECONDS));
            assertTrue(part.saw(later));
        } finally {
            service.stop();
        }
    }

    private static CompletableFuture<Void> warm(RehearsalService service, Duration most) {
        return service.nodeIsWarm(most).toCompletableFuture();
    }

    @Test
    void aNodeIsWarmWhenEverySuiteWasPlayed() throws Exception {
        suites.addAll(List.of(new AesGcmSuite(), new ChaChaSuite()));
        Watched part = new Watched();
        RehearsalService service = new RehearsalService(plugins, loops);
        try {
            service.setClientPart(part);
            assertFalse(warm(service, LONG).isDone());
            service.setNodePart((place, exit) -> new ScriptedNode(place));
            warm(service, LONG).get(2 * PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertEquals(
                    List.of(new RehearsalView(2, 2)),
                    service.rehearsal().toCompletableFuture().join());
            // The preferred one once more.
            assertEquals(List.of(suites.get(0)), part.last);
        } finally {
            service.stop();
        }
    }

    @Test
    void aFailureDoesNotKeepANodeWaiting() throws Exception {
        suites.add(new AesGcmSuite());
        RehearsalService service = new RehearsalService(plugins, loops);
        try {
            service.setNodePart((place, exit) -> {
                throw new IllegalStateException("a part that does not play");
            });
            warm(service, LONG).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } finally {
            service.stop();
        }
    }

    @Test
    void nobodyWaitsLongerThanHeWants() throws Exception {
        suites.add(new AesGcmSuite());
        RehearsalService service = new RehearsalService(plugins, loops);
        try {
            assertFalse(warm(service, LONG).isDone());
            warm(service, Duration.ofMillis(1)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertTrue(warm(service, LONG).isDone());
        } finally {
            service.stop();
        }
    }

    @Test
    void whoHasNothingToPlayDoesNotWait() throws Exception {
        RehearsalService service = new RehearsalService(plugins, loops);
        try {
            warm(service, LONG).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } finally {
            service.stop();
        }
    }

    @Test
    void itStopsWithTheBundle() throws Exception {
        suites.add(new AesGcmSuite());
        Watched part = new Watched();
        RehearsalService service = new RehearsalService(plugins, loops);
        CompletableFuture<Void> waiting = warm(service, LONG);
        service.setClientPart(part);
        assertTrue(part.awaitStages(1, PATIENCE_SECONDS));
        service.stop();
        assertTrue(waiting.isCompletedExceptionally());
        assertTrue(listeners.isEmpty());
        assertTrue(service.ended(PATIENCE_SECONDS));
    }

    @Test
    void theKeysOfAStageEndWithIt() throws Exception {
        AesGcmSuite suite = new AesGcmSuite();
        StageNode node = new StageNode("n", 1, List.of(suite), new SecureRandom());
        var prekey = node.prekey(node.prekey(suite.traits().id(), org.port17.spi.suite.PrekeyUse.LINK)
                        .orElseThrow()
                        .id())
                .orElseThrow();
        byte[] share = suite.initiate(
                        org.port17.spi.suite.PrekeyUse.LINK,
                        prekey.record().publicKey(),
                        new byte[0],
                        new SecureRandom())
                .share();
        node.close();
        Port17Exception refused =
                assertThrows(Port17Exception.class, () -> suite.respond(prekey.secret(), share, new byte[0]));
        assertEquals(ErrorKind.STALE_PREKEY, refused.kind());
    }

    /** Plays the scripted client and notes with which suites. */
    private static final class Watched implements ClientPart {
        private final List<CipherSuite> seen = new CopyOnWriteArrayList<>();
        private volatile List<CipherSuite> last;
        private final AtomicInteger stages = new AtomicInteger();
        private volatile CountDownLatch reached = new CountDownLatch(1);
        private volatile int awaited = Integer.MAX_VALUE;

        @Override
        public Tunnels client(Place place) {
            last = List.copyOf(place.plugins().suites());
            seen.addAll(last);
            if (stages.incrementAndGet() >= awaited) {
                reached.countDown();
            }
            return new ScriptedClient(place);
        }

        boolean awaitStages(int count, long seconds) throws InterruptedException {
            reached = new CountDownLatch(1);
            awaited = count;
            return stages.get() >= count || reached.await(seconds, TimeUnit.SECONDS);
        }

        boolean saw(CipherSuite suite) {
            return seen.contains(suite);
        }
    }
}
