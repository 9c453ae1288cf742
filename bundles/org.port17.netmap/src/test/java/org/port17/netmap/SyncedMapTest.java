package org.port17.netmap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.port17.api.ErrorKind;
import org.port17.api.Node;
import org.port17.api.Port17Exception;
import org.port17.netmap.column.ColumnDiff;
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
    private final BlockingQueue<String> otherRequests = new LinkedBlockingQueue<>();
    private final List<HttpServer> servers = new ArrayList<>();
    private final AtomicLong millis = new AtomicLong(Samples.NOW_MILLIS);
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
        servers.forEach(s -> s.stop(0));
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

    /** However long a poll takes that would notice it: here there is none any more. */
    @Test
    void anExpiredMapIsNoneWhoeverAsks() throws Exception {
        offer(3);
        map = new SyncedMap(settings(true), () -> Instant.ofEpochMilli(millis.get()));
        map.onChange(views::add);
        map.start();
        long until = await(3, 1).facts().validUntil();
        map.stop();
        millis.set(until - 1);
        assertEquals(3, map.current().epoch());
        millis.set(until);
        assertEquals(0, map.current().epoch());
        assertTrue(map.current().nodes().isEmpty());
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
        offer(4);
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

    /** A node could give each client one of its own, and know him by it in every circuit that follows. */
    @Test
    void whatANodeHandsOverIsJudgedWithoutAFetchAndNotKept() throws Exception {
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
        assertEquals(2, map.successor(refused, next.bytes()).id());
        assertEquals(1, held(), "the next circuit goes by the map");
        assertEquals(2, map.successor(refused, next.bytes()).id(), "a second circuit hears the same");
        assertTrue(requests.isEmpty());
        byte[] older =
                Samples.prekey(ADA, 0x0101, PrekeyUse.LINK, 3, Samples.NOW).bytes();
        for (byte[] bad : List.of(older, new byte[0], new byte[5_000])) {
            assertThrows(Port17Exception.class, () -> map.successor(refused, bad));
        }
        PrekeyRecord stranger = Samples.prekey(Samples.key(50), 0x0101, PrekeyUse.LINK, 4, Samples.NOW)
                .record();
        byte[] own = Samples.prekey(Samples.key(50), 0x0101, PrekeyUse.LINK, 5, Samples.NOW + 9)
                .bytes();
        assertThrows(Port17Exception.class, () -> map.successor(stranger, own), "a node that is not in the map");
    }

    @Test
    void aSetThatTheHeadDoesNotNameIsRefusedAndTheOneBeforeServesOn() throws Exception {
        offer(3);
        start(true);
        await(3, 1);
        Samples.Made next = Samples.signedMap(
                AUTHORITY, 4, List.of(Samples.prekey(ADA, 0x0101, PrekeyUse.LINK, 2, Samples.NOW + 1)));
        offer(next);
        String path = path(next);
        served.put(path, PrekeySet.write(List.of(Samples.prekey(ADA, 0x0101, PrekeyUse.LINK, 666, Samples.NOW + 2))));
        await(4, 1);
        requests.clear();
        awaitRequests(4);
        assertEquals(1, held());
        map.stop();
        views.clear();
        start(true);
        await(4, 1);
        assertEquals(1, held(), "also over a restart, from the disk");
        served.put(path, next.prekeys());
        awaitHeld(2);
    }

    @Test
    void aNewHeadWithTheSameColumnsBringsNewPrekeysAndNothingElse() throws Exception {
        offer(3);
        start(true);
        await(3, 1);
        Samples.Made next = Samples.signedMap(
                AUTHORITY, 4, List.of(Samples.prekey(ADA, 0x0101, PrekeyUse.LINK, 2, Samples.NOW - 1)));
        offer(next);
        served.remove("/v1/columns/" + next.root());
        served.remove("/v1/records/" + next.root() + "/0");
        requests.clear();
        awaitHeld(2);
        assertTrue(requests.contains(path(next)));
        assertTrue(
                requests.stream().noneMatch(r -> r.startsWith("/v1/columns") || r.startsWith("/v1/records")),
                requests.toString());
    }

    private void awaitHeld(int id) throws InterruptedException {
        while (held() != id) {
            assertNotNull(views.poll(10, TimeUnit.SECONDS), "prekey " + id + " does not come");
        }
    }

    private static String path(Samples.Made map) {
        return "/v1/prekeys/" + map.head().statement().prekeys();
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
        byte[] set = PrekeySet.write(List.of(Samples.prekey(ADA, 0x0101, PrekeyUse.LINK, 1, Samples.NOW)));
        offer(Samples.made(
                List.of(AUTHORITY),
                Samples.statement(3, now, now + 86_400_000, List.of(0x0101, 0x0103), nodes, set),
                nodes,
                set));
        start(true);
        await(3, 1);
        PrekeyRecord refused = twice(1, 1).record();
        assertEquals(
                ErrorKind.TAMPERED,
                assertThrows(
                                Port17Exception.class,
                                () -> map.successor(refused, twice(2, 2).bytes()))
                        .kind());
        assertTrue(map.current().prekey(refused.node(), 0x0103, PrekeyUse.LINK).isEmpty());
        assertEquals(3, map.successor(refused, twice(1, 3).bytes()).id());
    }

    @Test
    void aDiffLeadsToTheNextMapWithoutItsColumns() throws Exception {
        Samples.Made before = made(3);
        offer(3);
        start(true);
        await(3, 1);
        Samples.Made after = made(4, Samples.node(1, "ada"), Samples.node(2, "bob"), Samples.node(5, "eve"));
        offer(after);
        served.remove("/v1/columns/" + after.root());
        String path = "/v1/diff/" + before.root() + "/" + after.root();
        served.put(path, ColumnDiff.between(before.columns(), after.columns()));
        MapView view = await(4, 1);
        assertEquals(
                Set.of("ada", "bob", "eve"),
                view.nodes().stream().map(Node::name).collect(Collectors.toSet()));
        assertTrue(requests.contains(path));
    }

    @Test
    void aDiffThatLeadsElsewhereCostsTheWholeMapAndNoMore() throws Exception {
        Samples.Made before = made(3);
        offer(3);
        start(true);
        await(3, 1);
        Samples.Made after = made(4, Samples.node(1, "ada"), Samples.node(5, "eve"));
        Samples.Made other = made(4, Samples.node(1, "ada"));
        offer(after);
        served.put(
                "/v1/diff/" + before.root() + "/" + after.root(),
                ColumnDiff.between(before.columns(), other.columns()));
        served.put("/v1/head", after.head().bytes());
        Set<String> names = new HashSet<>();
        // The wrong diff is well-formed and leads to a map that nobody signed under this head.
        while (!names.equals(Set.of("ada", "eve"))) {
            MapView view = await(4, 1);
            names = view.nodes().stream().map(Node::name).collect(Collectors.toSet());
            assertTrue(names.isEmpty() || names.equals(Set.of("ada", "eve")), names.toString());
        }
    }

    /** A second authority, or whoever sits before it with stolen keys, shows another map of the same number. */
    @Test
    void twoSourcesWithTwoMapsOfOneNumberStopEverythingForGood() throws Exception {
        offer(3);
        byte[] other = Samples.map(AUTHORITY, 3, List.of(Samples.node(4, "dora")))
                .head()
                .bytes();
        HttpServer second = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        second.createContext("/", exchange -> {
            boolean head = exchange.getRequestURI().getPath().startsWith("/v1/head");
            exchange.sendResponseHeaders(head ? 200 : 404, head ? other.length : -1);
            if (head) {
                exchange.getResponseBody().write(other);
            }
            exchange.close();
        });
        second.start();
        try {
            URI one = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
            URI two = URI.create("http://127.0.0.1:" + second.getAddress().getPort());
            NetMapSettings both = new NetMapSettings(
                    List.of(one, two),
                    Quorum.single(AUTHORITY.publicKey()),
                    Duration.ofMillis(50),
                    Optional.of(cache()));
            map = new SyncedMap(both, () -> Instant.ofEpochMilli(Samples.NOW_MILLIS));
            map.onChange(views::add);
            map.start();
            awaitFork();
            map.stop();
            assertTrue(Files.exists(cache().resolveSibling("map.fork")));
            offer(4);
            views.clear();
            start(true);
            awaitFork();
            assertEquals(0, map.current().epoch(), "over a restart, and from the honest source alone");
        } finally {
            second.stop(0);
        }
    }

    /** The first source, or whoever sits before it, leaves prekeys of two of three nodes out. */
    @Test
    void aSourceThatLeavesNodesOutIsNotTheLastOneAsked() throws Exception {
        List<SignedPrekey> all = new ArrayList<>();
        for (int number = 1; number <= 3; number++) {
            for (PrekeyUse use : PrekeyUse.values()) {
                all.add(Samples.prekey(Samples.key(number), 0x0101, use, number, Samples.NOW));
            }
        }
        Samples.Made same = Samples.signedMap(AUTHORITY, 3, all);
        offer(same);
        served.put(path(same), PrekeySet.write(all.subList(0, 2)));
        Map<String, byte[]> honest = new ConcurrentHashMap<>();
        honest.put("/v1/head", same.head().bytes());
        honest.put("/v1/head/3", same.head().bytes());
        honest.put("/v1/columns/" + same.root(), same.columns().bytes());
        honest.put("/v1/records/" + same.root() + "/0", same.records());
        honest.put(path(same), same.prekeys());
        second(honest);
        startBoth();
        MapView view;
        do {
            view = views.poll(10, TimeUnit.SECONDS);
            assertNotNull(view, "the second source was not asked");
        } while (view.epoch() != 3 || !view.complete());
    }

    @Test
    void aMapThatNoSecondSourceHasWaitsWhileTheOneBeforeIsValid() throws Exception {
        offer(3);
        Map<String, byte[]> other = new ConcurrentHashMap<>();
        other.put("/v1/head/3", made(3).head().bytes());
        second(other);
        startBoth();
        assertEquals(MapFacts.Split.AGREED, await(3, 1).facts().split());
        offer(4);
        awaitRequest("/v1/head/4", other);
        assertEquals(3, map.current().epoch());
        other.put("/v1/head/4", made(4).head().bytes());
        assertEquals(MapFacts.Split.AGREED, await(4, 1).facts().split());
        map.stop();
        other.clear();
        offer(6);
        views.clear();
        millis.addAndGet(86_400_000);
        Samples.Made late = Samples.map(
                AUTHORITY,
                6,
                millis.get(),
                millis.get() + 1_000,
                List.of(Samples.node(1, "ada"), Samples.node(2, "bob"), Samples.node(3, "cleo")));
        offer(late);
        startBoth();
        assertEquals(MapFacts.Split.UNCHECKED, await(6, 0).facts().split(), "without any other it is used");
        other.put("/v1/head/6", late.head().bytes());
        MapView view;
        do {
            view = views.poll(10, TimeUnit.SECONDS);
            assertNotNull(view, "it is never compared again");
        } while (view.facts().split() != MapFacts.Split.AGREED);
    }

    private void awaitRequest(String path, Map<String, byte[]> of) throws InterruptedException {
        for (int i = 0; i < 2; i++) {
            String asked;
            do {
                asked = otherRequests.poll(10, TimeUnit.SECONDS);
                assertNotNull(asked, "nobody asked for " + path);
            } while (!asked.equals(path) || of.containsKey(path));
        }
    }

    private void second(Map<String, byte[]> answers) throws IOException {
        HttpServer second = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        second.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            otherRequests.add(path);
            byte[] body = answers.get(path);
            exchange.sendResponseHeaders(body == null ? 404 : 200, body == null ? -1 : body.length);
            if (body != null) {
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        second.start();
        servers.add(second);
    }

    private void startBoth() {
        List<URI> sources = Stream.of(server, servers.get(0))
                .map(s -> URI.create("http://127.0.0.1:" + s.getAddress().getPort()))
                .toList();
        map = new SyncedMap(
                new NetMapSettings(
                        sources, Quorum.single(AUTHORITY.publicKey()), Duration.ofMillis(50), Optional.of(cache())),
                () -> Instant.ofEpochMilli(millis.get()));
        map.onChange(views::add);
        map.start();
    }

    private void awaitFork() throws InterruptedException {
        MapView view;
        do {
            view = views.poll(10, TimeUnit.SECONDS);
            assertNotNull(view, "the fork went unnoticed");
            assertTrue(view.nodes().isEmpty(), "no node of a forked map is used");
        } while (view.facts().split() != MapFacts.Split.FORKED);
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
        offer(made(epoch));
    }

    private static Samples.Made made(long epoch) throws Port17Exception {
        return made(epoch, Samples.node(1, "ada"), Samples.node(2, "bob"), Samples.node(3, "cleo"));
    }

    /** A map of these nodes, with one prekey. */
    private static Samples.Made made(long epoch, SignedNode... nodes) throws Port17Exception {
        long now = Samples.NOW_MILLIS;
        SignedPrekey prekey = Samples.prekey(ADA, 0x0101, PrekeyUse.LINK, 1, Samples.NOW);
        return Samples.map(AUTHORITY, epoch, now, now + 86_400_000, List.of(nodes), List.of(prekey));
    }

    private void offer(Samples.Made map) {
        served.put("/v1/head", map.head().bytes());
        served.put("/v1/head/" + map.head().statement().epoch(), map.head().bytes());
        served.put("/v1/columns/" + map.root(), map.columns().bytes());
        served.put("/v1/records/" + map.root() + "/0", map.records());
        served.put(path(map), map.prekeys());
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
