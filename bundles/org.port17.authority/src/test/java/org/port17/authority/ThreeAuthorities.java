package org.port17.authority;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
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
import org.junit.jupiter.api.io.TempDir;
import org.port17.api.ErrorKind;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.mirror.door.Edition;
import org.port17.netmap.MapView;
import org.port17.netmap.NetMapSettings;
import org.port17.netmap.SyncedMap;
import org.port17.netmap.column.Columns;
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

/** Three authorities of which two have to sign, over real HTTP on loopback. */
abstract class ThreeAuthorities {
    static final AuthoritySettings.Measuring NEVER =
            new AuthoritySettings.Measuring(Duration.ZERO, Duration.ofSeconds(30), Duration.ZERO);

    @TempDir
    Path directory;

    final List<AutoCloseable> open = new ArrayList<>();
    final BlockingQueue<MapView> views = new LinkedBlockingQueue<>();
    final Random random = new Random();
    final List<Integer> ports = new ArrayList<>();
    final List<FakeProver> provers = List.of(new FakeProver(), new FakeProver(), new FakeProver());
    NetworkFile network;

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

    /** That authority's own key, in the hands of whoever has it. */
    SigningKey keyOf(int number) throws Port17Exception {
        return AuthorityKey.open(directory.resolve("authority" + number)).key();
    }

    AuthorityClient asking(int number) {
        return new AuthorityClient(network.sources().get(number));
    }

    /** A row as an honest authority proposes it. */
    MapNode row(SignedNode record) {
        return new MapNode(record, false, false, 0, network.founded() + 1);
    }

    /** Until so many nodes proved their addresses to this authority. */
    static void awaitProven(AuthorityClient authority, int nodes) throws Port17Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (authority.fetch("/v1/proven", "", Proven.MAX_BYTES).orElseThrow().length != nodes * Proven.TOKEN) {
            assertTrue(System.nanoTime() < end, "nobody proved anything");
            LockSupport.parkNanos(20_000_000);
        }
    }

    static void assertRefused(AuthorityClient authority, byte[] proposal, String why) {
        assertThrows(Port17Exception.class, () -> authority.ask("/v1/cosign", proposal, 96), why);
    }

    byte[] proposal(SigningKey key, long epoch, MapNode node, long created) throws Port17Exception {
        return proposal(key, epoch, node, created, row -> row);
    }

    byte[] proposal(SigningKey key, long epoch, MapNode node, long created, UnaryOperator<Row> lie)
            throws Port17Exception {
        return proposal(key, epoch, node, created, lie, prekeys(node, created));
    }

    /** What a node of the tests needs to be reached; other prekeys than it registered with, and no older ones. */
    private static List<SignedPrekey> prekeys(MapNode node, long created) throws Port17Exception {
        int number = node.record().id().equals(NodeId.of(RegistryTest.key(1).publicKey())) ? 1 : 2;
        SigningKey own = RegistryTest.key(number);
        return List.of(RegistryTest.prekey(own, 11, created / 1_000), RegistryTest.onion(own, 12, created / 1_000));
    }

    byte[] proposal(
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

    static long now() {
        return System.currentTimeMillis();
    }

    RunningAuthority authority(int number, InstantSource clock, Set<String> trusted) throws Port17Exception {
        RunningAuthority authority =
                RunningAuthority.open(settings(number, trusted), provers.get(number), FakeMeter.meters(), clock);
        open.add(authority);
        return authority;
    }

    AuthoritySettings settings(int number, Set<String> trusted) {
        return new AuthoritySettings(
                new AuthoritySettings.Place(
                        "several", "127.0.0.1", ports.get(number), directory.resolve("authority" + number)),
                new Judgement(trusted, Set.of(), Map.of()),
                new AuthoritySettings.Rules(List.of(0x0101), OwnerRule.free(), 0, Optional.of(network)),
                RegistryTest.LOCAL,
                new AuthoritySettings.Times(Duration.ofMillis(200), Duration.ofMinutes(30), Duration.ofHours(24)),
                new AuthoritySettings.Measuring(Duration.ofHours(24), Duration.ofSeconds(30), Duration.ofHours(168)));
    }

    void register(int... authorities) throws Port17Exception {
        register(RegistryTest.key(1), "ada", authorities);
    }

    void register(SigningKey key, String name, int... authorities) throws Port17Exception {
        register(key, RegistryTest.record(key, name, false, now()).bytes(), authorities);
    }

    /** Of the node of the first key. */
    void register(byte[] record, int... authorities) throws Port17Exception {
        register(RegistryTest.key(1), record, authorities);
    }

    private void register(SigningKey key, byte[] record, int... authorities) throws Port17Exception {
        SignedPrekey prekey = RegistryTest.prekey(key, 1, now() / 1_000 - 60);
        byte[] prekeys = PrekeySet.write(List.of(prekey, RegistryTest.onion(key, 2, now() / 1_000 - 60)));
        for (int number : authorities) {
            try (AuthorityClient client = asking(number)) {
                client.post("/v1/node", record);
                client.post("/v1/prekeys", prekeys);
            } catch (Port17Exception e) {
                assertEquals(ErrorKind.BAD_INPUT, e.kind(), "only the clock may be in the way");
            }
        }
    }

    void client() {
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

    MapView await(Predicate<MapView> condition) throws InterruptedException {
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
