package org.port17.authority;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.port17.api.Endpoint;
import org.port17.api.ErrorKind;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.mirror.door.Edition;
import org.port17.netmap.MapFacts;
import org.port17.netmap.MapView;
import org.port17.netmap.NetMapSettings;
import org.port17.netmap.SyncedMap;
import org.port17.netmap.column.Columns;
import org.port17.netmap.column.Located;
import org.port17.netmap.column.RecordRows;
import org.port17.netmap.column.Row;
import org.port17.netmap.format.HeadStatement;
import org.port17.netmap.format.MapHead;
import org.port17.netmap.format.MapNode;
import org.port17.netmap.format.NetworkFile;
import org.port17.netmap.format.PrekeySet;
import org.port17.netmap.format.Quorum;
import org.port17.netmap.format.Signatures;
import org.port17.netmap.format.SignedNode;
import org.port17.netmap.format.SignedPrekey;
import org.port17.netmap.format.SigningKey;
import org.port17.netmap.http.AuthorityClient;
import org.port17.spi.suite.PrekeyUse;

/** Three authorities of which two have to sign, over real HTTP on loopback. */
class SeveralAuthoritiesTest {
    static final AuthoritySettings.Measuring NEVER =
            new AuthoritySettings.Measuring(Duration.ZERO, Duration.ofSeconds(30));

    @TempDir
    Path directory;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final BlockingQueue<MapView> views = new LinkedBlockingQueue<>();
    private final Random random = new Random();
    private final List<Integer> ports = new ArrayList<>();
    private final List<FakeProver> provers = List.of(new FakeProver(), new FakeProver(), new FakeProver());
    private NetworkFile network;

    @BeforeEach
    void found() throws Exception {
        List<String> keys = new ArrayList<>();
        List<URI> sources = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ports.add(freePort());
            keys.add(AuthorityKey.create(directory.resolve("authority" + i)));
            sources.add(URI.create("http://127.0.0.1:" + ports.get(i)));
        }
        long founded = System.currentTimeMillis() / 1_000;
        network = new NetworkFile("several", founded, Quorum.of(keys, 2), sources, false);
    }

    /** Below those that this machine gives outgoing connections: one that is opened later is free then, too. */
    private int freePort() throws IOException {
        for (int tries = 0; tries < 1_000; tries++) {
            int port = 15_000 + random.nextInt(15_000);
            try (ServerSocket free = new ServerSocket(port)) {
                if (!ports.contains(free.getLocalPort())) {
                    return port;
                }
            } catch (BindException e) {
                continue;
            }
        }
        throw new IOException("no free port");
    }

    @AfterEach
    void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    @Test
    void twoOfThreeSignAndOneMayBeMissing() throws Exception {
        authority(0, InstantSource.system(), Set.of("ada"));
        RunningAuthority second = authority(1, InstantSource.system(), Set.of("ada"));
        register(0, 1);
        client();
        MapView view = await(v -> v.nodes().size() == 1 && v.facts().split() == MapFacts.Split.AGREED);
        assertEquals(2, view.facts().signers());
        assertTrue(view.nodes().get(0).trusted());
        authority(2, InstantSource.system(), Set.of("ada"));
        register(2);
        await(v -> v.facts().signers() == 3);
        second.close();
        views.clear();
        long epoch = await(v -> v.facts().signers() == 2).epoch();
        MapView later = await(v -> v.epoch() > epoch + 3);
        assertEquals(1, later.nodes().size(), "the network goes on without one of them");
    }

    @Test
    void authorityWhoseClockIsADayAheadOrThatLiesAboutTrustIsOutvoted() throws Exception {
        authority(0, () -> Instant.now().plus(Duration.ofDays(1)), Set.of("ada"));
        authority(1, InstantSource.system(), Set.of("ada"));
        authority(2, InstantSource.system(), Set.of("ada"));
        register(1, 2);
        client();
        MapView view = await(v -> v.nodes().size() == 1);
        assertEquals(2, view.facts().signers());
        long ahead = view.facts().created() - System.currentTimeMillis();
        assertTrue(Math.abs(ahead) < SecondOpinion.SKEW_MILLIS, "nobody signs tomorrow's map");
    }

    @Test
    void liarsProposalsAreNotSigned() throws Exception {
        authority(1, InstantSource.system(), Set.of());
        register(1);
        try (SigningKey liar =
                        AuthorityKey.open(directory.resolve("authority0")).key();
                AuthorityClient other = new AuthorityClient(network.sources().get(1))) {
            awaitProven(other, 1);
            MapNode honest = MapNode.of(RegistryTest.record(RegistryTest.key(1), "ada", false, now()));
            long since = network.founded() + 1;
            MapNode fresh = new MapNode(honest.record(), false, false, 0, since);
            assertEquals(96, other.ask("/v1/cosign", proposal(liar, 1_000, fresh, now()), 96).length);
            assertRefused(other, proposal(liar, 1_000, fresh, now()), "signs no two maps of one number");
            assertRefused(other, proposal(RegistryTest.key(77), 1_003, fresh, now()), "of a stranger");
            assertRefused(other, proposal(liar, 1_003, fresh, now() + 86_400_000), "of tomorrow");
            SignedNode elsewhere = RegistryTest.record(RegistryTest.key(1), "ada", false, now(), 4_002);
            MapNode moved = new MapNode(elsewhere, false, false, 0, since);
            assertRefused(other, proposal(liar, 1_003, moved, now()), "at an address that was not proven here");
            MapNode fake =
                    new MapNode(RegistryTest.record(RegistryTest.key(2), "bob", false, now()), false, false, 0, since);
            assertRefused(other, proposal(liar, 1_003, fake, now()), "a node that nobody else found");
            MapNode trusted = new MapNode(honest.record(), true, false, 0, since);
            assertRefused(other, proposal(liar, 1_003, trusted, now()), "trusts whom nobody trusts");
            MapNode fast = new MapNode(honest.record(), false, false, 1L << 30, since);
            assertRefused(other, proposal(liar, 1_003, fast, now()), "calls fast what nobody measured");
            byte[] elsewhereInTheWorld = proposal(
                    liar,
                    1_003,
                    fresh,
                    now(),
                    row -> new Row(
                            row.ipv4(),
                            row.ipv6(),
                            row.shape(),
                            row.owner(),
                            row.capacity(),
                            row.load(),
                            row.week(),
                            Optional.of(new Located(64_500, "ZZ")),
                            row.coordinates(),
                            row.commitment()));
            assertRefused(other, elsewhereInTheWorld, "puts a node into a network of its own choice");
            assertRefused(other, proposal(liar, 1_001, fresh, now()), "under another authority's number");
            assertRefused(
                    other, proposal(liar, 1_000 + 3 * Numbers.STEP, fresh, now()), "under a number too far ahead");
            byte[] altered = proposal(liar, 1_003, fresh, now());
            altered[altered.length - 70] ^= 1;
            assertRefused(other, altered, "a record was altered");
            assertRefused(other, new byte[100], "nonsense");
            assertEquals(96, other.ask("/v1/cosign", proposal(liar, 2_002, fresh, now()), 96).length);
        }
    }

    /** Each authority may hold other prekeys of a node; what it signs is one set that every client can use. */
    @Test
    void prekeysOfAProposalAreThoseOfItsNodesAndOfNow() throws Exception {
        authority(1, InstantSource.system(), Set.of());
        register(1);
        try (SigningKey liar =
                        AuthorityKey.open(directory.resolve("authority0")).key();
                AuthorityClient other = new AuthorityClient(network.sources().get(1))) {
            awaitProven(other, 1);
            SigningKey ada = RegistryTest.key(1);
            MapNode node = MapNode.of(RegistryTest.record(ada, "ada", false, now()));
            MapNode fresh = new MapNode(node.record(), false, false, 0, network.founded() + 1);
            long seconds = now() / 1_000;
            SignedPrekey link = RegistryTest.prekey(ada, 21, seconds - 20_000);
            SignedPrekey onion = RegistryTest.onion(ada, 22, seconds);
            byte[] forged = onion.bytes().clone();
            forged[forged.length - 1] ^= 1;
            Map<String, List<SignedPrekey>> bad = Map.of(
                    "none at all", List.of(),
                    "no layer", List.of(link),
                    "no link", List.of(onion),
                    "of nobody in the map", List.of(link, onion, RegistryTest.onion(RegistryTest.key(2), 23, seconds)),
                    "two for one thing", List.of(link, onion, RegistryTest.onion(ada, 24, seconds)),
                    "out of use", List.of(RegistryTest.prekey(ada, 25, seconds - 21_700), onion),
                    "about to end", List.of(RegistryTest.prekey(ada, 27, seconds - 21_000), onion),
                    "too far ahead", List.of(link, RegistryTest.onion(ada, 26, seconds + 4_000)),
                    "forged", List.of(link, new SignedPrekey(onion.record(), "", forged)));
            for (Map.Entry<String, List<SignedPrekey>> lie : bad.entrySet()) {
                byte[] proposal = proposal(liar, 1, fresh, now(), row -> row, lie.getValue());
                assertRefused(other, proposal, lie.getKey());
            }
            byte[] exchanged = proposal(liar, 1, fresh, now(), row -> row, List.of(link, onion));
            int at = exchanged.length - fresh.record().bytes().length - 11 - 1;
            exchanged[at] ^= 1;
            assertRefused(other, exchanged, "not the set that the head names");
            byte[] older = proposal(liar, 1, fresh, now(), row -> row, List.of(link, onion));
            assertEquals(96, other.ask("/v1/cosign", older, 96).length, "earlier ones than it holds itself");
        }
    }

    /** The node says one thing to one authority and another to the next. */
    @Test
    void nodeThatGivesEachAuthorityOtherPrekeysIsListedAndEverybodyHasTheSame() throws Exception {
        for (int i = 0; i < 3; i++) {
            authority(i, InstantSource.system(), Set.of());
        }
        SigningKey ada = RegistryTest.key(1);
        NodeId id = NodeId.of(ada.publicKey());
        for (int i = 0; i < 3; i++) {
            byte[] set = PrekeySet.write(List.of(
                    RegistryTest.prekey(ada, 100 + i, now() / 1_000 - 60),
                    RegistryTest.onion(ada, 200 + i, now() / 1_000 - 60)));
            try (AuthorityClient client = new AuthorityClient(network.sources().get(i))) {
                client.post(
                        "/v1/node",
                        RegistryTest.record(ada, "ada", false, now()).bytes());
                client.post("/v1/prekeys", set);
            }
        }
        client();
        MapView view = await(v -> v.nodes().size() == 1
                && v.complete()
                && v.pieces().orElseThrow().prekeys().isPresent());
        String digest = view.pieces().orElseThrow().head().statement().prekeys();
        List<byte[]> sets = new ArrayList<>();
        for (URI source : network.sources()) {
            try (AuthorityClient client = new AuthorityClient(source)) {
                sets.add(client.fetch("/v1/prekeys/" + digest, "", PrekeySet.MAX_BYTES)
                        .orElseThrow());
            }
        }
        for (byte[] set : sets) {
            assertEquals(digest, PrekeySet.digest(set));
        }
        int first = view.prekey(id, 0x0101, PrekeyUse.LINK).orElseThrow().id();
        await(v -> v.prekey(id, 0x0101, PrekeyUse.LINK)
                .filter(p -> p.id() != first)
                .isPresent());
    }

    /** However far ahead a liar's number is, those of the others are free. */
    @Test
    void aLiarUsesUpNoNumbersOfOthers() throws Exception {
        authority(1, InstantSource.system(), Set.of());
        register(1);
        try (SigningKey liar =
                        AuthorityKey.open(directory.resolve("authority0")).key();
                SigningKey honest =
                        AuthorityKey.open(directory.resolve("authority2")).key();
                AuthorityClient other = new AuthorityClient(network.sources().get(1))) {
            awaitProven(other, 1);
            MapNode ada = MapNode.of(RegistryTest.record(RegistryTest.key(1), "ada", false, now()));
            MapNode fresh = new MapNode(ada.record(), false, false, 0, network.founded() + 1);
            long far = Numbers.STEP - Math.floorMod(Numbers.STEP - 1, 3L);
            assertEquals(96, other.ask("/v1/cosign", proposal(liar, far, fresh, now()), 96).length);
            assertEquals(96, other.ask("/v1/cosign", proposal(honest, 3, fresh, now()), 96).length);
            assertRefused(other, proposal(honest, 3, fresh, now()), "twice");
            assertEquals(96, other.ask("/v1/cosign", proposal(honest, 6, fresh, now()), 96).length);
        }
    }

    /** Trust in a name is for who holds it here, whatever another authority says it is called. */
    @Test
    void aProposalMintsNoTrustedNode() throws Exception {
        authority(1, InstantSource.system(), Set.of("bob"));
        register(1);
        try (SigningKey liar =
                        AuthorityKey.open(directory.resolve("authority0")).key();
                AuthorityClient other = new AuthorityClient(network.sources().get(1))) {
            awaitProven(other, 1);
            MapNode bob = MapNode.of(RegistryTest.record(RegistryTest.key(1), "bob", false, now()));
            long since = network.founded() + 1;
            assertRefused(other, proposal(liar, 1, new MapNode(bob.record(), true, false, 0, since), now()), "trusted");
            byte[] plain = proposal(liar, 1, new MapNode(bob.record(), false, false, 0, since), now());
            assertEquals(96, other.ask("/v1/cosign", plain, 96).length);
        }
    }

    /** Sixty megabytes are announced, none of them is waited for. */
    @Test
    void ofAStrangersMapOnlyTheHeadIsRead() throws Exception {
        authority(1, InstantSource.system(), Set.of());
        MapNode node = MapNode.of(RegistryTest.record(RegistryTest.key(1), "ada", false, now()));
        byte[] proposal = proposal(RegistryTest.key(77), 1_000, node, now());
        int head = 4 + ByteBuffer.wrap(proposal).getInt();
        for (String path : List.of("/v1/cosign", "/v1/signed")) {
            try (Socket socket = new Socket("127.0.0.1", ports.get(1))) {
                socket.setSoTimeout(15_000);
                socket.getOutputStream()
                        .write(("POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: 60000000\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().write(proposal, 0, head);
                socket.getOutputStream().flush();
                byte[] status = socket.getInputStream().readNBytes(12);
                assertEquals("HTTP/1.1 403", new String(status, StandardCharsets.US_ASCII), path);
            }
        }
    }

    @Test
    void mapThatTooFewSignedIsNotTakenFromAnotherAuthority() throws Exception {
        authority(1, InstantSource.system(), Set.of());
        try (SigningKey liar =
                        AuthorityKey.open(directory.resolve("authority0")).key();
                AuthorityClient other = new AuthorityClient(network.sources().get(1))) {
            MapNode node = MapNode.of(RegistryTest.record(RegistryTest.key(1), "ada", false, now()));
            byte[] alone = proposal(liar, 10, new MapNode(node.record(), false, false, 0, network.founded()), now());
            assertThrows(Port17Exception.class, () -> other.post("/v1/signed", alone));
            assertThrows(Port17Exception.class, () -> other.fetch("/v1/head", "", MapHead.MAX_BYTES));
        }
    }

    /** One authority says yes to everything: what only it was shown gets into no map. */
    @Test
    void nodeThatOneAuthorityAloneFoundIsInNoMap() throws Exception {
        provers.get(1).nobodyAt(new Endpoint("tcp", "127.0.0.1:4001"));
        provers.get(2).nobodyAt(new Endpoint("tcp", "127.0.0.1:4001"));
        for (int i = 0; i < 3; i++) {
            authority(i, InstantSource.system(), Set.of());
        }
        register(RegistryTest.key(2), "fake", 0, 1, 2);
        register(0, 1, 2);
        try (AuthorityClient credulous = new AuthorityClient(network.sources().get(0))) {
            awaitProven(credulous, 2);
        }
        client();
        long epoch = await(v -> v.nodes().size() == 1).epoch();
        MapView later = await(v -> v.epoch() > epoch + 3);
        assertEquals(List.of("ada"), later.nodes().stream().map(n -> n.name()).toList(), "also at the liar's turns");
    }

    @Test
    void keyThatTheNetworkFileDoesNotNameIsRefused() {
        AuthoritySettings settings = settings(0, Set.of());
        AuthoritySettings foreign = new AuthoritySettings(
                new AuthoritySettings.Place("several", "127.0.0.1", 0, directory.resolve("stranger")),
                settings.judgement(),
                settings.rules(),
                settings.addresses(),
                settings.times(),
                NEVER);
        Port17Exception e = assertThrows(
                Port17Exception.class,
                () -> RunningAuthority.open(foreign, new FakeProver(), new FakeMeter(), InstantSource.system()));
        assertEquals(ErrorKind.CONFIG, e.kind());
    }

    /** Until so many nodes proved their addresses to this authority. */
    private static void awaitProven(AuthorityClient authority, int nodes) throws Port17Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (authority.fetch("/v1/proven", "", Proven.MAX_BYTES).orElseThrow().length != nodes * Proven.TOKEN) {
            assertTrue(System.nanoTime() < end, "nobody proved anything");
            LockSupport.parkNanos(20_000_000);
        }
    }

    private static void assertRefused(AuthorityClient authority, byte[] proposal, String why) {
        assertThrows(Port17Exception.class, () -> authority.ask("/v1/cosign", proposal, 96), why);
    }

    /** Each measured for himself; the map says the lower of two that do not differ by more than a fourth. */
    @Test
    void whatTwoMeasuredMuchTheSameIsInTheMap() throws Exception {
        measured(0, 100_000_000);
        measured(1, 110_000_000);
        authority(0, InstantSource.system(), Set.of());
        authority(1, InstantSource.system(), Set.of());
        register(0, 1);
        client();
        MapView view = await(v -> v.nodes().size() == 1 && v.nodes().get(0).capacity() > 0);
        assertEquals(1 << 26, view.nodes().get(0).capacity(), "down to a power of two");
    }

    @Test
    void whatOneAloneSaysIsNot() throws Exception {
        measured(0, 1 << 30);
        measured(1, 1 << 20);
        authority(0, InstantSource.system(), Set.of());
        authority(1, InstantSource.system(), Set.of());
        register(0, 1);
        client();
        MapView view = await(v -> v.nodes().size() == 1 && v.epoch() > 4);
        assertEquals(0, view.nodes().get(0).capacity());
        assertEquals(2, view.facts().signers(), "and nobody refuses the other's map for it");
    }

    /** What it measured before its start. */
    private void measured(int number, long bytesPerSecond) throws Exception {
        Measured file = new Measured(
                directory.resolve("authority" + number).resolve("measured"),
                Duration.ofDays(3),
                InstantSource.system());
        file.put(NodeId.of(RegistryTest.key(1).publicKey()), bytesPerSecond);
        file.save();
    }

    private byte[] proposal(SigningKey key, long epoch, MapNode node, long created) throws Port17Exception {
        return proposal(key, epoch, node, created, row -> row);
    }

    private byte[] proposal(SigningKey key, long epoch, MapNode node, long created, UnaryOperator<Row> lie)
            throws Port17Exception {
        return proposal(key, epoch, node, created, lie, prekeys(node, created));
    }

    /** What a node of the tests needs to be reached; other prekeys than it registered with, and no older ones. */
    private static List<SignedPrekey> prekeys(MapNode node, long created) throws Port17Exception {
        int number = node.record().id().equals(NodeId.of(RegistryTest.key(1).publicKey())) ? 1 : 2;
        SigningKey own = RegistryTest.key(number);
        return List.of(RegistryTest.prekey(own, 11, created / 1_000), RegistryTest.onion(own, 12, created / 1_000));
    }

    private byte[] proposal(
            SigningKey key, long epoch, MapNode node, long created, UnaryOperator<Row> lie, List<SignedPrekey> prekeys)
            throws Port17Exception {
        byte[] set = PrekeySet.write(prekeys);
        Row row = RecordRows.row(node, network.founded(), 0);
        Edition edition = Edition.of(Columns.of(List.of(lie.apply(row))), List.of(node));
        HeadStatement statement = new HeadStatement(
                "several",
                network.founded(),
                epoch,
                created,
                created + 3_600_000,
                List.of(0x0101),
                edition.root(),
                1,
                "",
                PrekeySet.digest(set),
                0);
        Quorum.Endorsement own = Quorum.Endorsement.by(key, Signatures.MAP, statement.message());
        return Proposal.write(MapHead.write(statement, List.of(own)), edition, set);
    }

    private static long now() {
        return System.currentTimeMillis();
    }

    private RunningAuthority authority(int number, InstantSource clock, Set<String> trusted) throws Port17Exception {
        RunningAuthority authority =
                RunningAuthority.open(settings(number, trusted), provers.get(number), new FakeMeter(), clock);
        open.add(authority);
        return authority;
    }

    private AuthoritySettings settings(int number, Set<String> trusted) {
        return new AuthoritySettings(
                new AuthoritySettings.Place(
                        "several", "127.0.0.1", ports.get(number), directory.resolve("authority" + number)),
                new Judgement(trusted, Set.of(), Map.of()),
                new AuthoritySettings.Rules(List.of(0x0101), OwnerRule.free(), 0, Optional.of(network)),
                RegistryTest.LOCAL,
                new AuthoritySettings.Times(Duration.ofMillis(200), Duration.ofMinutes(30), Duration.ofHours(24)),
                new AuthoritySettings.Measuring(Duration.ofHours(24), Duration.ofSeconds(30)));
    }

    private void register(int... authorities) throws Port17Exception {
        register(RegistryTest.key(1), "ada", authorities);
    }

    private void register(SigningKey key, String name, int... authorities) throws Port17Exception {
        byte[] record = RegistryTest.record(key, name, false, now()).bytes();
        SignedPrekey prekey = RegistryTest.prekey(key, 1, now() / 1_000 - 60);
        byte[] prekeys = PrekeySet.write(List.of(prekey, RegistryTest.onion(key, 2, now() / 1_000 - 60)));
        for (int number : authorities) {
            try (AuthorityClient client = new AuthorityClient(network.sources().get(number))) {
                client.post("/v1/node", record);
                client.post("/v1/prekeys", prekeys);
            } catch (Port17Exception e) {
                assertEquals(ErrorKind.BAD_INPUT, e.kind(), "only the clock may be in the way");
            }
        }
    }

    private void client() {
        SyncedMap map = new SyncedMap(
                new NetMapSettings(
                        network.sources(),
                        network.quorum(),
                        Duration.ofMillis(100),
                        Optional.of(directory.resolve("client").resolve("map"))),
                InstantSource.system());
        map.onChange(views::add);
        map.start();
        open.add(map::stop);
    }

    private MapView await(Predicate<MapView> condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            MapView view = views.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            assertNotNull(view, "no such view came");
            if (condition.test(view)) {
                return view;
            }
        }
    }
}
