package org.port17.netmap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.netmap.format.MapNode;
import org.port17.netmap.format.NodeStatement;
import org.port17.netmap.format.PrekeySet;
import org.port17.netmap.format.Quorum;
import org.port17.netmap.format.SignedNode;
import org.port17.netmap.format.SignedPrekey;
import org.port17.netmap.format.SigningKey;
import org.port17.spi.suite.PrekeyUse;

class SyncedMapTest {
    private static final SigningKey AUTHORITY = Samples.key(99);
    private static final SigningKey ADA = Samples.key(1);

    @TempDir
    Path directory;

    private final Map<String, byte[]> served = new ConcurrentHashMap<>();
    private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    private final BlockingQueue<MapView> views = new LinkedBlockingQueue<>();
    private HttpServer server;
    private SyncedMap map;

    @BeforeEach
    void serve() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            requests.add(path);
            byte[] body = served.get(path);
            exchange.sendResponseHeaders(body == null ? 404 : 200, body == null ? -1 : body.length);
            if (body != null) {
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void end() {
        if (map != null) {
            map.stop();
        }
        server.stop(0);
    }

    @Test
    void cachedMapAndPrekeysNeedNoFetch() throws Exception {
        offer(3);
        start(true);
        await(3, 1);
        map.stop();
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(cache())));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(cache().getParent())));
        views.clear();
        start(false);
        MapView view = await(3, 1);
        assertTrue(view.prekey(Samples.id(ADA), 0x0101, PrekeyUse.LINK).isPresent());
    }

    @Test
    void corruptCacheIsSetAsideAndFetchedAgain() throws Exception {
        offer(3);
        start(true);
        await(3, 1);
        map.stop();
        byte[] bytes = Files.readAllBytes(cache());
        bytes[60] ^= 1;
        Files.write(cache(), bytes);
        views.clear();
        start(true);
        await(3, 1);
        assertArrayEquals(bytes, Files.readAllBytes(cache().resolveSibling("map.corrupt")));
        map.stop();
        assertTrue(Files.exists(cache()));
    }

    @Test
    void rollbackOverARestartIsRefused() throws Exception {
        offer(7);
        start(true);
        await(7, 1);
        map.stop();
        offer(6);
        views.clear();
        requests.clear();
        start(true);
        await(7, 1);
        awaitRequests(4);
        assertEquals(7, map.current().epoch());
    }

    @Test
    void forgedOrOversizedAnswersLeaveTheViewAlone() throws Exception {
        offer(3);
        start(true);
        await(3, 1);
        offer(Samples.signedMap(Samples.key(98), 9));
        requests.clear();
        map.refresh();
        awaitRequests(2);
        assertEquals(3, map.current().epoch());
        offer(Samples.signedMap(AUTHORITY, 4));
        map.refresh();
        await(4, 1);
    }

    @Test
    void listenerThatFailsDoesNotStopOthers() throws Exception {
        offer(3);
        map = new SyncedMap(settings(true), () -> Instant.ofEpochMilli(Samples.NOW_MILLIS));
        map.onChange(view -> {
            throw new IllegalStateException("on purpose");
        });
        map.onChange(views::add);
        map.start();
        await(3, 1);
    }

    @Test
    void whatANodeHandsOverIsHeldWithoutAFetchUntilTheMapKnowsBetter() throws Exception {
        offer(3);
        start(true);
        await(3, 1);
        map.stop();
        views.clear();
        start(false);
        PrekeyRecord refused =
                await(3, 1).prekey(Samples.id(ADA), 0x0101, PrekeyUse.LINK).orElseThrow();
        requests.clear();
        SignedPrekey next = Samples.prekey(ADA, 0x0101, PrekeyUse.LINK, 2, Samples.NOW + 1);
        assertEquals(2, map.replace(refused, next.bytes()).id());
        assertEquals(2, held());
        assertEquals(2, map.replace(refused, next.bytes()).id(), "a second circuit hears the same");
        assertTrue(requests.isEmpty());
        byte[] older =
                Samples.prekey(ADA, 0x0101, PrekeyUse.LINK, 3, Samples.NOW + 1).bytes();
        for (byte[] bad : List.of(older, new byte[0], new byte[5_000])) {
            assertThrows(Port17Exception.class, () -> map.replace(refused, bad));
            assertEquals(2, held(), "nothing was taken");
        }
        PrekeyRecord stranger = Samples.prekey(Samples.key(50), 0x0101, PrekeyUse.LINK, 4, Samples.NOW)
                .record();
        byte[] own = Samples.prekey(Samples.key(50), 0x0101, PrekeyUse.LINK, 5, Samples.NOW + 9)
                .bytes();
        assertThrows(Port17Exception.class, () -> map.replace(stranger, own), "a node that is not in the map");
    }

    @Test
    void aFetchedPrekeyThatIsOlderDoesNotDriveOutWhatTheNodeHandedOver() throws Exception {
        offer(3);
        start(true);
        PrekeyRecord refused =
                await(3, 1).prekey(Samples.id(ADA), 0x0101, PrekeyUse.LINK).orElseThrow();
        map.replace(
                refused,
                Samples.prekey(ADA, 0x0101, PrekeyUse.LINK, 2, Samples.NOW + 1).bytes());
        offer(Samples.signedMap(AUTHORITY, 4));
        map.refresh();
        await(4, 1);
        assertEquals(2, held());
        served.put(
                "/v1/prekeys",
                PrekeySet.write(List.of(Samples.prekey(ADA, 0x0101, PrekeyUse.LINK, 3, Samples.NOW + 2))));
        offer(Samples.signedMap(AUTHORITY, 5));
        map.refresh();
        await(5, 1);
        assertEquals(3, held());
    }

    /** Whoever broke Ed25519 hands over a record that is signed twice, with an ML-DSA key of his own. */
    @Test
    void whatIsHandedOverMustBeSignedByTheKeyThatTheMapNames() throws Exception {
        NodeStatement s = Samples.statement("ada", true, 1);
        NodeStatement names = new NodeStatement(
                s.name(),
                s.owner(),
                s.country(),
                s.as(),
                s.exit(),
                s.endpoints(),
                List.of(0x0101, 0x0103),
                Samples.mlDsa(1).digest(),
                1);
        long now = Samples.NOW_MILLIS;
        List<MapNode> nodes = List.of(MapNode.of(SignedNode.sign(ADA, names)));
        offer(3);
        offer(Samples.made(
                List.of(AUTHORITY),
                Samples.statement(3, now, now + 86_400_000, List.of(0x0101, 0x0103), nodes),
                nodes));
        start(true);
        await(3, 1);
        PrekeyRecord refused = twice(1, 1).record();
        assertEquals(
                ErrorKind.TAMPERED,
                assertThrows(
                                Port17Exception.class,
                                () -> map.replace(refused, twice(2, 2).bytes()))
                        .kind());
        assertTrue(map.current().prekey(refused.node(), 0x0103, PrekeyUse.LINK).isEmpty());
        assertEquals(3, map.replace(refused, twice(1, 3).bytes()).id());
        assertTrue(map.current().prekey(refused.node(), 0x0103, PrekeyUse.LINK).isPresent());
    }

    private static SignedPrekey twice(int second, int id) throws Port17Exception {
        return SignedPrekey.sign(
                ADA, Samples.mlDsa(second), Samples.unsigned(ADA, 0x0103, PrekeyUse.LINK, id, Samples.NOW + id));
    }

    private int held() {
        return map.current()
                .prekey(Samples.id(ADA), 0x0101, PrekeyUse.LINK)
                .orElseThrow()
                .id();
    }

    private void offer(long epoch) throws Port17Exception {
        offer(Samples.signedMap(AUTHORITY, epoch));
        served.put(
                "/v1/prekeys", PrekeySet.write(List.of(Samples.prekey(ADA, 0x0101, PrekeyUse.LINK, 1, Samples.NOW))));
    }

    private void offer(Samples.Made map) {
        served.put("/v1/head", map.head().bytes());
        served.put("/v1/head/" + map.head().statement().epoch(), map.head().bytes());
        served.put("/v1/columns/" + map.root(), map.columns().bytes());
        served.put("/v1/records/" + map.root() + "/0", map.records());
    }

    private void start(boolean fetch) {
        map = new SyncedMap(settings(fetch), () -> Instant.ofEpochMilli(Samples.NOW_MILLIS));
        map.onChange(views::add);
        map.start();
    }

    private NetMapSettings settings(boolean fetch) {
        URI source = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        return new NetMapSettings(
                fetch ? List.of(source) : List.of(),
                Quorum.single(AUTHORITY.publicKey()),
                Duration.ofMillis(50),
                Optional.of(cache()));
    }

    private Path cache() {
        return directory.resolve("state").resolve("map");
    }

    private MapView await(long epoch, int prekeys) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (true) {
            MapView view = views.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            assertNotNull(view, "no view of epoch " + epoch);
            boolean complete = prekeys == 0
                    || view.prekey(Samples.id(ADA), 0x0101, PrekeyUse.LINK).isPresent();
            if (view.epoch() == epoch && complete) {
                return view;
            }
        }
    }

    /** After so many requests at least one whole poll is over. */
    private void awaitRequests(int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            assertNotNull(requests.poll(10, TimeUnit.SECONDS));
        }
    }
}
