package org.port17.authority;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
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
import org.port17.netmap.format.Quorum;
import org.port17.netmap.format.Signatures;
import org.port17.netmap.format.SigningKey;
import org.port17.netmap.http.AuthorityClient;

/** Three authorities of which two have to sign, over real HTTP on loopback. */
class SeveralAuthoritiesTest {
    @TempDir
    Path directory;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final BlockingQueue<MapView> views = new LinkedBlockingQueue<>();
    private final List<Integer> ports = new ArrayList<>();
    private NetworkFile network;

    @BeforeEach
    void found() throws Exception {
        List<String> keys = new ArrayList<>();
        List<URI> sources = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            try (ServerSocket free = new ServerSocket(0)) {
                ports.add(free.getLocalPort());
            }
            keys.add(AuthorityKey.create(directory.resolve("authority" + i)));
            sources.add(URI.create("http://127.0.0.1:" + ports.get(i)));
        }
        long founded = System.currentTimeMillis() / 1_000;
        network = new NetworkFile("several", founded, Quorum.of(keys, 2), sources, false);
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
        try (SigningKey liar =
                        AuthorityKey.open(directory.resolve("authority0")).key();
                AuthorityClient other = new AuthorityClient(network.sources().get(1))) {
            MapNode honest = MapNode.of(RegistryTest.record(RegistryTest.key(1), "ada", false, now()));
            long since = network.founded() + 1;
            MapNode fresh = new MapNode(honest.record(), false, false, 0, since);
            assertEquals(96, other.ask("/v1/cosign", proposal(liar, 1_000, fresh, now()), 96).length);
            assertRefused(other, proposal(liar, 1_000, fresh, now()), "signs no two maps of one number");
            assertRefused(other, proposal(RegistryTest.key(77), 1_001, fresh, now()), "of a stranger");
            assertRefused(other, proposal(liar, 1_001, fresh, now() + 86_400_000), "of tomorrow");
            MapNode trusted = new MapNode(honest.record(), true, false, 0, since);
            assertRefused(other, proposal(liar, 1_001, trusted, now()), "trusts whom nobody trusts");
            MapNode fast = new MapNode(honest.record(), false, false, 1L << 30, since);
            assertRefused(other, proposal(liar, 1_001, fast, now()), "calls fast what nobody measured");
            byte[] elsewhereInTheWorld = proposal(
                    liar,
                    1_001,
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
            byte[] altered = proposal(liar, 1_001, fresh, now());
            altered[altered.length - 70] ^= 1;
            assertRefused(other, altered, "a record was altered");
            assertRefused(other, new byte[100], "nonsense");
            assertEquals(96, other.ask("/v1/cosign", proposal(liar, 2_000, fresh, now()), 96).length);
        }
    }

    @Test
    void mapThatTooFewSignedIsNotTakenFromAnotherAuthority() throws Exception {
        authority(1, InstantSource.system(), Set.of());
        try (SigningKey liar =
                        AuthorityKey.open(directory.resolve("authority0")).key();
                AuthorityClient other = new AuthorityClient(network.sources().get(1))) {
            MapNode node = MapNode.of(RegistryTest.record(RegistryTest.key(1), "ada", false, now()));
            byte[] alone = proposal(liar, 9, new MapNode(node.record(), false, false, 0, network.founded()), now());
            assertThrows(Port17Exception.class, () -> other.post("/v1/signed", alone));
            assertThrows(Port17Exception.class, () -> other.fetch("/v1/head", "", MapHead.MAX_BYTES));
        }
    }

    @Test
    void keyThatTheNetworkFileDoesNotNameIsRefused() {
        AuthoritySettings settings = settings(0, Set.of());
        AuthoritySettings foreign = new AuthoritySettings(
                new AuthoritySettings.Place("several", "127.0.0.1", 0, directory.resolve("stranger")),
                settings.judgement(),
                settings.rules(),
                settings.times());
        Port17Exception e =
                assertThrows(Port17Exception.class, () -> RunningAuthority.open(foreign, InstantSource.system()));
        assertEquals(ErrorKind.CONFIG, e.kind());
    }

    private static void assertRefused(AuthorityClient authority, byte[] proposal, String why) {
        assertThrows(Port17Exception.class, () -> authority.ask("/v1/cosign", proposal, 96), why);
    }

    /** Trust in a name is for who holds it, not for whom another authority calls so. */
    @Test
    void aProposalMintsNoTrustedNode() throws Exception {
        authority(1, InstantSource.system(), Set.of("bob"));
        try (SigningKey liar =
                        AuthorityKey.open(directory.resolve("authority0")).key();
                AuthorityClient other = new AuthorityClient(network.sources().get(1))) {
            MapNode bob = MapNode.of(RegistryTest.record(RegistryTest.key(1), "bob", false, now()));
            long since = network.founded() + 1;
            assertRefused(other, proposal(liar, 1, new MapNode(bob.record(), true, false, 0, since), now()), "trusted");
            byte[] plain = proposal(liar, 1, new MapNode(bob.record(), false, false, 0, since), now());
            assertEquals(96, other.ask("/v1/cosign", plain, 96).length);
        }
    }

    private byte[] proposal(SigningKey key, long epoch, MapNode node, long created) throws Port17Exception {
        return proposal(key, epoch, node, created, row -> row);
    }

    private byte[] proposal(SigningKey key, long epoch, MapNode node, long created, UnaryOperator<Row> lie)
            throws Port17Exception {
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
                0);
        Quorum.Endorsement own = Quorum.Endorsement.by(key, Signatures.MAP, statement.message());
        return Proposal.write(MapHead.write(statement, List.of(own)), edition);
    }

    private static long now() {
        return System.currentTimeMillis();
    }

    private RunningAuthority authority(int number, InstantSource clock, Set<String> trusted) throws Port17Exception {
        RunningAuthority authority = RunningAuthority.open(settings(number, trusted), clock);
        open.add(authority);
        return authority;
    }

    private AuthoritySettings settings(int number, Set<String> trusted) {
        return new AuthoritySettings(
                new AuthoritySettings.Place(
                        "several", "127.0.0.1", ports.get(number), directory.resolve("authority" + number)),
                new Judgement(trusted, Set.of(), Map.of()),
                new AuthoritySettings.Rules(List.of(0x0101), OwnerRule.free(), 0, Optional.of(network)),
                new AuthoritySettings.Times(Duration.ofMillis(200), Duration.ofMinutes(30), Duration.ofHours(24)));
    }

    private void register(int... authorities) throws Port17Exception {
        byte[] record =
                RegistryTest.record(RegistryTest.key(1), "ada", false, now()).bytes();
        for (int number : authorities) {
            try (AuthorityClient client = new AuthorityClient(network.sources().get(number))) {
                client.post("/v1/node", record);
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
