package org.port17.authority;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.port17.api.Endpoint;
import org.port17.api.ErrorKind;
import org.port17.api.Node;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.mirror.door.MapDoor;
import org.port17.mirror.door.RateLimit;
import org.port17.netmap.MapView;
import org.port17.netmap.NetMapSettings;
import org.port17.netmap.PrekeyRecord;
import org.port17.netmap.SyncedMap;
import org.port17.netmap.format.PrekeySet;
import org.port17.netmap.format.Quorum;
import org.port17.netmap.format.SignedNode;
import org.port17.netmap.format.SignedPrekey;
import org.port17.netmap.format.SigningKey;
import org.port17.node.Announcement;
import org.port17.node.NodeClock;
import org.port17.node.NodeSettings;
import org.port17.node.RunningNode;
import org.port17.spi.suite.PrekeyUse;

/** Authority, nodes and a client's map over real HTTP on loopback. */
class LocalNetworkTest {
    @TempDir
    Path directory;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final BlockingQueue<MapView> views = new LinkedBlockingQueue<>();
    private final FakePlugins plugins = new FakePlugins(new FakeSuite(0x0101, true), new FakeSuite(0x7102, false));
    private final FakeProver everybody = new FakeProver();
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    @Test
    void nodesAppearWithPrekeysAndTheExitFlagFollows() throws Exception {
        RunningAuthority authority = authority(0);
        client(authority, "client");
        RunningNode ada = node(authority, "ada");
        RunningNode bob = node(authority, "bob");
        ada.announce(new Announcement(endpoints(1), false));
        bob.announce(new Announcement(endpoints(2), false));
        MapView view = await(v -> v.nodes().size() == 2
                && v.prekey(ada.id(), 0x0101, PrekeyUse.ONION).isPresent()
                && v.prekey(bob.id(), 0x7102, PrekeyUse.LINK).isPresent());
        assertEquals(Set.of(0x0101, 0x7102), view.permittedSuites());
        assertTrue(view.node(ada.id()).orElseThrow().trusted());
        assertFalse(view.node(bob.id()).orElseThrow().trusted());
        assertEquals(8_388_608, view.node(bob.id()).orElseThrow().capacity(), "down to a power of two");
        assertEquals(0, view.node(ada.id()).orElseThrow().capacity(), "nobody measured it");
        assertEquals(0, view.node(ada.id()).orElseThrow().since(), "its first week is not over");
        int id = view.prekey(ada.id(), 0x0101, PrekeyUse.LINK).orElseThrow().id();
        assertTrue(ada.prekey(id).isPresent());
        long began = System.nanoTime();
        bob.announce(new Announcement(endpoints(2), true));
        await(v -> v.node(bob.id()).filter(Node::exit).isPresent());
        bob.announce(new Announcement(endpoints(2), false));
        await(v -> v.node(bob.id()).filter(n -> !n.exit()).isPresent());
        assertTrue(System.nanoTime() - began < TimeUnit.SECONDS.toNanos(20));
        bob.announce(new Announcement(List.of(), false));
        await(v -> v.nodes().size() == 1);
    }

    @Test
    void suiteThatGoesLeavesRecordAndPrekeys() throws Exception {
        RunningAuthority authority = authority(0);
        client(authority, "client");
        RunningNode ada = node(authority, "ada");
        ada.announce(new Announcement(endpoints(1), false));
        await(v -> v.prekey(ada.id(), 0x7102, PrekeyUse.LINK).isPresent());
        plugins.suites(plugins.suites().get(0));
        MapView view = await(v ->
                v.node(ada.id()).filter(n -> n.suites().equals(List.of(0x0101))).isPresent()
                        && v.prekey(ada.id(), 0x7102, PrekeyUse.LINK).isEmpty());
        assertTrue(view.prekey(ada.id(), 0x0101, PrekeyUse.LINK).isPresent());
        plugins.suites(plugins.suites().get(0), new FakeSuite(0x7102, false));
        await(v -> {
            assertEquals(1, v.nodes().size(), "it stays in the map while the suite comes back");
            return v.prekey(ada.id(), 0x7102, PrekeyUse.LINK).isPresent();
        });
    }

    @Test
    void restartedAuthorityGoesOnWhereItStopped() throws Exception {
        RunningAuthority authority = authority(0);
        int port = authority.port();
        client(authority, "client");
        RunningNode ada = node(authority, "ada");
        ada.announce(new Announcement(endpoints(1), false));
        long epoch = await(v -> v.prekey(ada.id(), 0x0101, PrekeyUse.LINK).isPresent())
                .epoch();
        authority.close();
        RunningAuthority again = authority(port);
        assertEquals(authority.publicKey(), again.publicKey());
        MapView view = await(v -> v.epoch() > epoch);
        assertTrue(view.prekey(ada.id(), 0x0101, PrekeyUse.LINK).isPresent());
    }

    @Test
    void anotherAuthoritysMapIsRefused() throws Exception {
        RunningAuthority authority = authority(0);
        client(authority, "client");
        long epoch = await(v -> v.epoch() > 0).epoch();
        int port = authority.port();
        authority.close();
        Files.walk(directory.resolve("authority"))
                .filter(Files::isRegularFile)
                .forEach(f -> f.toFile().delete());
        RunningAuthority impostor = authority(port);
        assertFalse(impostor.publicKey().equals(authority.publicKey()));
        RunningNode ada = node(impostor, "ada");
        ada.announce(new Announcement(endpoints(1), false));
        client(impostor, "other client");
        await(v -> v.nodes().size() == 1);
        SyncedMap first = (SyncedMap) ((Closer) open.get(1)).owner();
        assertEquals(epoch, first.current().epoch());
        assertTrue(first.current().nodes().isEmpty());
    }

    @Test
    void badRequestsAreRefusedWithTheirCode() throws Exception {
        RunningAuthority authority = authority(0);
        SignedNode ada = RegistryTest.record(RegistryTest.key(1), "ada", false, System.currentTimeMillis());
        assertEquals(202, post(authority, "/v1/node", ada.bytes()), "not in the map before it is proven");
        SignedPrekey prekey = RegistryTest.prekey(RegistryTest.key(1), 1, System.currentTimeMillis() / 1_000 - 60);
        byte[] forged = ada.bytes().clone();
        forged[forged.length - 3] ^= 1;
        assertEquals(403, post(authority, "/v1/node", forged));
        assertEquals(400, post(authority, "/v1/node", new byte[10]));
        assertEquals(413, post(authority, "/v1/node", new byte[SignedNode.MAX + 1]));
        assertEquals(400, post(authority, "/v1/prekeys", new byte[AuthorityRequests.MAX_PREKEYS]));
        assertEquals(404, post(authority, "/v1/other", new byte[1]));
        assertEquals(204, post(authority, "/v1/prekeys", PrekeySet.write(List.of(prekey))));
        awaitListed(authority, ada);
        SignedNode rival = RegistryTest.record(RegistryTest.key(2), "ada", false, System.currentTimeMillis());
        assertEquals(409, post(authority, "/v1/node", rival.bytes()));
        SignedNode older = RegistryTest.record(RegistryTest.key(1), "ada", true, 1);
        assertEquals(412, post(authority, "/v1/node", older.bytes()));
        assertEquals(
                authority.publicKey(),
                get(base(authority), "/v1/key", "").body().strip());
    }

    /** Keys that no suite has, and suites that the network does not permit, would fill every client's fetch. */
    @Test
    void prekeysThatNobodyCanUseAreNotKept() throws Exception {
        RunningAuthority authority = authority(0);
        SigningKey key = RegistryTest.key(1);
        SignedNode ada = RegistryTest.record(key, "ada", false, System.currentTimeMillis());
        post(authority, "/v1/node", ada.bytes());
        assertEquals(400, post(authority, "/v1/prekeys", prekeys(key, 0x0101, 4_096)));
        assertEquals(400, post(authority, "/v1/prekeys", prekeys(key, 0x0101, 32)));
        assertEquals(204, post(authority, "/v1/prekeys", prekeys(key, 0x7777, 4_096)), "as if it had not been sent");
        assertEquals(204, post(authority, "/v1/prekeys", prekeys(key, 0x0101, 1_216)));
    }

    private static byte[] prekeys(SigningKey key, int suite, int length) throws Port17Exception {
        long now = System.currentTimeMillis() / 1_000;
        PrekeyRecord prekey = new PrekeyRecord(
                NodeId.of(key.publicKey()),
                suite,
                PrekeyUse.LINK,
                1,
                now,
                now + 21_600,
                now + 43_200,
                new byte[length],
                new byte[0]);
        return PrekeySet.write(List.of(SignedPrekey.sign(key, prekey)));
    }

    @Test
    void floodIsSlowedDown() throws Exception {
        AuthoritySettings settings = settings(0, "flooded");
        Registry registry = new Registry(clock(), Duration.ofMinutes(30), OwnerRule.free(), RegistryTest.LOCAL);
        SigningKey key = AuthorityKey.open(directory.resolve("flooded")).key();
        Findings findings = Findings.in(directory, SeveralAuthoritiesTest.NEVER, clock());
        MapIssuer issuer = new MapIssuer(settings, new CoSigners(key, Optional.empty()), registry, findings, clock());
        issuer.start();
        open.add(new Closer(issuer, issuer::stop));
        RateLimit generous = new RateLimit(1_000, 1_000, System::nanoTime);
        RateLimit tight = new RateLimit(0.001, 2, System::nanoTime);
        MapDoor door = new MapDoor(
                "test",
                issuer.history(),
                generous,
                tight,
                new AuthorityRequests(registry, RegistryTest.LOCAL, issuer, findings.placed(), key.publicKey()));
        int port = door.open("127.0.0.1", 0);
        open.add(new Closer(door, door::close));
        URI base = URI.create("http://127.0.0.1:" + port);
        assertEquals(400, post(base, "/v1/node", new byte[1]));
        assertEquals(400, post(base, "/v1/node", new byte[1]));
        assertEquals(429, post(base, "/v1/node", new byte[1]));
    }

    @Test
    void whatDidNotChangeIsNotSentAgain() throws Exception {
        URI base = base(authority(0));
        HttpResponse<String> first = get(base, "/v1/head", "");
        assertEquals(200, first.statusCode());
        assertEquals(200, get(base, "/v1/head", "\"other\"").statusCode());
        assertEquals(
                304,
                get(base, "/v1/head", first.headers().firstValue("ETag").orElseThrow())
                        .statusCode());
    }

    /** The nodes stay what they are; the head names other prekeys, and so it is another head. */
    @Test
    void otherPrekeysAloneMakeANewMap() throws Exception {
        RunningAuthority authority = authority(0);
        SigningKey ada = RegistryTest.key(1);
        NodeId id = NodeId.of(ada.publicKey());
        long now = System.currentTimeMillis() / 1_000;
        SignedNode record = RegistryTest.record(ada, "ada", false, System.currentTimeMillis());
        SignedPrekey onion = RegistryTest.onion(ada, 2, now - 60);
        post(authority, "/v1/node", record.bytes());
        post(authority, "/v1/prekeys", PrekeySet.write(List.of(RegistryTest.prekey(ada, 1, now - 60), onion)));
        client(authority, "client");
        MapView before = await(v -> v.complete() && v.nodes().size() == 1);
        String root = before.pieces().orElseThrow().head().statement().root();
        post(authority, "/v1/prekeys", PrekeySet.write(List.of(RegistryTest.prekey(ada, 7, now - 50))));
        MapView after = await(v ->
                v.prekey(id, 0x0101, PrekeyUse.LINK).filter(p -> p.id() == 7).isPresent());
        assertTrue(after.epoch() > before.epoch());
        assertEquals(root, after.pieces().orElseThrow().head().statement().root());
        String named = before.pieces().orElseThrow().head().statement().prekeys();
        assertEquals(200, get(base(authority), "/v1/prekeys/" + named, "").statusCode(), "for who is on the way");
    }

    @Test
    void portTakenAndDamagedStateAreClearErrors() throws Exception {
        RunningAuthority authority = authority(0);
        Port17Exception taken = assertThrows(
                Port17Exception.class,
                () -> RunningAuthority.open(settings(authority.port(), "b"), everybody, FakeMeter.meters(), clock()));
        assertEquals(ErrorKind.CONFIG, taken.kind());
        assertTrue(taken.getMessage().contains(Integer.toString(authority.port())));
        Files.write(directory.resolve("b/registry"), new byte[100]);
        Port17Exception damaged = assertThrows(
                Port17Exception.class,
                () -> RunningAuthority.open(settings(0, "b"), everybody, FakeMeter.meters(), clock()));
        assertTrue(damaged.getMessage().contains("registry is damaged"));
    }

    @Test
    void launcherLearnsTheKeyFirst() throws Exception {
        String hex = AuthorityKey.create(directory.resolve("authority"));
        assertEquals(hex, AuthorityKey.create(directory.resolve("authority")));
        assertEquals(
                hex,
                Files.readString(directory.resolve("authority/authority.pub")).strip());
        assertEquals(hex, authority(0).publicKey());
    }

    private RunningAuthority authority(int port) throws Port17Exception {
        RunningAuthority authority =
                RunningAuthority.open(settings(port, "authority"), everybody, FakeMeter.meters(), clock());
        open.add(authority);
        return authority;
    }

    private AuthoritySettings settings(int port, String state) {
        return new AuthoritySettings(
                new AuthoritySettings.Place("local", "127.0.0.1", port, directory.resolve(state)),
                new Judgement(Set.of("ada"), Set.of(), Map.of("bob", 12_500_000L)),
                new AuthoritySettings.Rules(List.of(0x0101, 0x7102), OwnerRule.free(), 0, Optional.empty()),
                RegistryTest.LOCAL,
                new AuthoritySettings.Times(Duration.ofMinutes(5), Duration.ofMinutes(30), Duration.ofHours(24)),
                SeveralAuthoritiesTest.NEVER);
    }

    private void client(RunningAuthority authority, String name) {
        SyncedMap map = new SyncedMap(
                new NetMapSettings(
                        List.of(base(authority)),
                        Quorum.single(HexFormat.of().parseHex(authority.publicKey())),
                        Duration.ofMillis(100),
                        Optional.of(directory.resolve(name).resolve("map"))),
                clock());
        map.onChange(views::add);
        map.start();
        open.add(new Closer(map, map::stop));
    }

    private RunningNode node(RunningAuthority authority, String name) throws Port17Exception {
        RunningNode node = RunningNode.open(
                new NodeSettings(
                        name,
                        "Owner " + name,
                        "DE",
                        0,
                        directory.resolve(name),
                        List.of(base(authority)),
                        Optional.empty(),
                        1_000),
                plugins,
                new NodeClock(clock(), System::nanoTime));
        node.start();
        open.add(node);
        return node;
    }

    private record Closer(Object owner, Runnable how) implements AutoCloseable {
        @Override
        public void close() {
            how.run();
        }
    }

    private MapView await(Predicate<MapView> condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (true) {
            MapView view = views.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            assertNotNull(view, "no such view came");
            if (condition.test(view)) {
                return view;
            }
        }
    }

    /** Until announcing the node again is answered as for a node of the map. */
    private void awaitListed(RunningAuthority authority, SignedNode node) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (post(authority, "/v1/node", node.bytes()) != 204) {
            assertTrue(System.nanoTime() < end, "the node was not proven");
            LockSupport.parkNanos(20_000_000);
        }
    }

    private int post(RunningAuthority authority, String path, byte[] body) throws Exception {
        return post(base(authority), path, body);
    }

    private int post(URI base, String path, byte[] body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private HttpResponse<String> get(URI base, String path, String tag) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
        if (!tag.isEmpty()) {
            request.header("If-None-Match", tag);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static URI base(RunningAuthority authority) {
        return URI.create("http://127.0.0.1:" + authority.port());
    }

    private static List<Endpoint> endpoints(int number) {
        return List.of(new Endpoint("tcp", "127.0.0.1:" + (4_000 + number)));
    }

    private static InstantSource clock() {
        return InstantSource.system();
    }
}
