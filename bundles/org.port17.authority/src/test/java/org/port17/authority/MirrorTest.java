package org.port17.authority;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.port17.api.Endpoint;
import org.port17.api.Port17Exception;
import org.port17.mirror.Mirror;
import org.port17.netmap.MapView;
import org.port17.netmap.NetMapSettings;
import org.port17.netmap.SyncedMap;
import org.port17.netmap.format.PrekeySet;
import org.port17.netmap.format.Quorum;
import org.port17.netmap.format.RecordBundle;
import org.port17.netmap.format.SignedPrekey;
import org.port17.node.Announcement;
import org.port17.node.NodeClock;
import org.port17.node.NodeSettings;
import org.port17.node.RunningNode;
import org.port17.spi.suite.PrekeyUse;

/** A node hands out the map over real HTTP, honestly and not. */
class MirrorTest {
    @TempDir
    Path directory;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final FakePlugins plugins = new FakePlugins(new FakeSuite(0x0101, true));
    private final HttpClient http = HttpClient.newHttpClient();
    private RunningAuthority authority;
    private RunningNode ada;
    private RunningNode bob;
    private Client adas;
    private Mirror mirror;
    private boolean bobIsExit;

    @BeforeEach
    void network() throws Exception {
        authority = RunningAuthority.open(
                new AuthoritySettings(
                        new AuthoritySettings.Place("local", "127.0.0.1", 0, directory.resolve("authority")),
                        new Judgement(Set.of(), Set.of(), Map.of()),
                        new AuthoritySettings.Rules(List.of(0x0101), OwnerRule.free(), 0, Optional.empty()),
                        RegistryTest.LOCAL,
                        new AuthoritySettings.Times(
                                Duration.ofMinutes(5), Duration.ofMinutes(30), Duration.ofHours(24)),
                        SeveralAuthoritiesTest.NEVER),
                new FakeProver(),
                FakeMeter.meters(),
                InstantSource.system());
        open.add(authority);
        ada = node("ada");
        bob = node("bob");
        adas = client("adas", List.of(base(authority.port())));
        mirror = Mirror.open("127.0.0.1", 0, adas.map);
        open.add(mirror);
        ada.announce(new Announcement(List.of(new Endpoint("tcp", "127.0.0.1:4001")), false));
        bob.announce(new Announcement(List.of(new Endpoint("tcp", "127.0.0.1:4002")), false));
        adas.await(this::whole);
    }

    @AfterEach
    void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    @Test
    void clientTakesNewMapsFromTheNodeThatItsMapNames() throws Exception {
        Forwarder named = new Forwarder();
        Client client = clientThatKnows(named);
        assertTrue(named.asked.isEmpty());
        client.await(change());
        assertTrue(named.asked.stream().anyMatch(path -> path.startsWith("/v1/diff/")), () -> named.asked.toString());
        assertTrue(
                named.asked.stream().noneMatch(path -> path.startsWith("/v1/head")),
                "it is asked for nothing that no head commits to");
    }

    /** Which these are is for the head to say, so anybody may hand them out, and nobody another set. */
    @Test
    void prekeysComeFromTheNodeTooAndOnlyThoseThatTheHeadNames() throws Exception {
        SignedPrekey own = RegistryTest.prekey(RegistryTest.key(1), 1, System.currentTimeMillis() / 1_000);
        for (byte[] lie : Arrays.asList(null, PrekeySet.write(List.of(own)), new byte[100])) {
            Forwarder named = new Forwarder();
            named.to = authority.port(); // the mirror may not have it yet, and is then not asked for more in that poll
            named.instead = lie;
            named.about = "/v1/prekeys/";
            Client client = clientThatKnows(named);
            RunningNode next = node("next" + open.size());
            next.announce(new Announcement(List.of(new Endpoint("tcp", "127.0.0.1:" + (4_100 + open.size()))), false));
            client.await(view -> whole(view)
                    && view.prekey(next.id(), 0x0101, PrekeyUse.LINK).isPresent());
            assertTrue(
                    named.asked.stream().anyMatch(path -> path.matches("/v1/prekeys/[0-9a-f]{64}")),
                    () -> named.asked.toString());
            assertTrue(client.map.current().nodes().stream()
                    .noneMatch(node -> node.id().equals(own.record().node())));
        }
    }

    @Test
    void whatTheNodeMakesUpOrLeavesOutIsAskedOfTheAuthority() throws Exception {
        for (byte[] lie : List.of(new byte[0], new byte[100], RecordBundle.write(List.of()))) {
            Forwarder liar = new Forwarder();
            liar.instead = lie;
            Client client = clientThatKnows(liar);
            client.await(change());
            assertTrue(liar.asked.size() > 0, "it was asked");
        }
    }

    /** The map names the forwarder and the client holds that map. */
    private Client clientThatKnows(Forwarder node) throws Exception {
        ada.mirror(node.port());
        Client client = client("client" + open.size(), List.of(base(authority.port())));
        client.await(view -> whole(view)
                && view.pieces().orElseThrow().records().stream()
                        .anyMatch(record -> record.statement().mirror() == node.port()));
        return client;
    }

    /** Makes a new map, and says what it looks like. */
    private Predicate<MapView> change() {
        boolean exit = !bobIsExit;
        bobIsExit = exit;
        bob.announce(new Announcement(List.of(new Endpoint("tcp", "127.0.0.1:4002")), exit));
        return view -> view.node(bob.id()).filter(node -> node.exit() == exit).isPresent();
    }

    @Test
    void handsOutWhatTheAuthorityDoes() throws Exception {
        URI one = base(authority.port());
        URI other = base(mirror.port());
        assertArrayEquals(get(one, "/v1/head"), get(other, "/v1/head"));
        Client client = client("client", List.of(one));
        MapView view = client.await(this::whole);
        String root = view.pieces().orElseThrow().head().statement().root();
        assertArrayEquals(get(one, "/v1/columns/" + root), get(other, "/v1/columns/" + root));
        assertArrayEquals(get(one, "/v1/records/" + root + "/0"), get(other, "/v1/records/" + root + "/0"));
        assertArrayEquals(get(one, "/v1/head/" + view.epoch()), get(other, "/v1/head/" + view.epoch()));
        String prekeys = view.pieces().orElseThrow().head().statement().prekeys();
        assertArrayEquals(get(one, "/v1/prekeys/" + prekeys), get(other, "/v1/prekeys/" + prekeys));
        assertEquals(404, status(other, "/v1/prekeys"), "which ones is for the head to say");
        assertEquals(404, status(other, "/v1/prekeys/" + "0".repeat(64)));
        Predicate<MapView> changed = change();
        MapView next = client.await(changed);
        adas.await(changed);
        String after = next.pieces().orElseThrow().head().statement().root();
        assertArrayEquals(get(one, "/v1/diff/" + root + "/" + after), get(other, "/v1/diff/" + root + "/" + after));
    }

    @Test
    void takesNothing() throws Exception {
        for (String path : List.of("/v1/node", "/v1/prekeys", "/v1/cosign", "/v1/signed")) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(base(mirror.port()) + path))
                    .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[100]))
                    .build();
            int status =
                    http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            assertTrue(status == 404 || status == 429, path + " gave " + status);
        }
    }

    @Test
    void takenPortIsAClearError() {
        Port17Exception taken =
                assertThrows(Port17Exception.class, () -> Mirror.open("127.0.0.1", mirror.port(), adas.map));
        assertTrue(taken.getMessage().contains(Integer.toString(mirror.port())));
    }

    private boolean whole(MapView view) {
        return List.of(ada, bob).stream()
                .allMatch(node -> view.prekey(node.id(), 0x0101, PrekeyUse.LINK).isPresent()
                        && view.prekey(node.id(), 0x0101, PrekeyUse.ONION).isPresent());
    }

    private byte[] get(URI base, String path) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = http.send(
                HttpRequest.newBuilder(URI.create(base + path)).build(), HttpResponse.BodyHandlers.ofByteArray());
        assertEquals(200, answer.statusCode(), path);
        return answer.body();
    }

    private int status(URI base, String path) throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(URI.create(base + path)).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private RunningNode node(String name) throws Port17Exception {
        RunningNode node = RunningNode.open(
                new NodeSettings(
                        name,
                        "Owner " + name,
                        "DE",
                        0,
                        directory.resolve(name),
                        List.of(base(authority.port())),
                        Optional.empty(),
                        1_000),
                plugins,
                NodeClock.system());
        node.start();
        open.add(node);
        return node;
    }

    private Client client(String name, List<URI> sources) {
        return new Client(name, sources);
    }

    private static URI base(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    private final class Client {
        final BlockingQueue<MapView> views = new LinkedBlockingQueue<>();
        final SyncedMap map;

        Client(String name, List<URI> sources) {
            map = new SyncedMap(
                    new NetMapSettings(
                            sources,
                            Quorum.single(HexFormat.of().parseHex(authority.publicKey())),
                            Duration.ofMillis(100),
                            Optional.of(directory.resolve(name).resolve("map"))),
                    InstantSource.system());
            map.onChange(views::add);
            map.start();
            open.add(map::stop);
        }

        MapView await(Predicate<MapView> wanted) throws InterruptedException {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (true) {
                MapView view = views.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                assertNotNull(view, "no such view came");
                if (wanted.test(view)) {
                    return view;
                }
            }
        }
    }

    /** Stands for a node that hands out what the mirror does, or the authority, and says something else about some of it. */
    private final class Forwarder {
        volatile byte[] instead;
        volatile String about = "/";
        volatile int to;
        final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
        private final HttpServer server;

        Forwarder() throws IOException {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 16);
            server.createContext("/", this::serve);
            server.start();
            open.add(() -> server.stop(0));
        }

        int port() {
            return server.getAddress().getPort();
        }

        private void serve(HttpExchange exchange) throws IOException {
            try (exchange) {
                String path = exchange.getRequestURI().getPath();
                asked.add(path);
                byte[] said = path.startsWith(about) ? instead : null;
                HttpResponse<byte[]> real = said != null
                        ? null
                        : http.send(
                                HttpRequest.newBuilder(URI.create(base(to == 0 ? mirror.port() : to) + path))
                                        .build(),
                                HttpResponse.BodyHandlers.ofByteArray());
                byte[] body = said != null ? said : real.body();
                exchange.sendResponseHeaders(said != null ? 200 : real.statusCode(), body.length);
                exchange.getResponseBody().write(body);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
