package org.port17.authority;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.port17.api.Endpoint;
import org.port17.api.ErrorKind;
import org.port17.api.GeoPoint;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.authority.Whereabouts.Kind;
import org.port17.netmap.MapFacts;
import org.port17.netmap.MapView;
import org.port17.netmap.format.MapNode;
import org.port17.netmap.format.PrekeySet;
import org.port17.netmap.format.SignedNode;
import org.port17.netmap.format.SigningKey;
import org.port17.netmap.http.AuthorityClient;
import org.port17.spi.suite.PrekeyUse;

/** How three authorities come to one map, and with one of them missing, wrong or bad. */
class SeveralAuthoritiesTest extends ThreeAuthorities {
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
                () -> RunningAuthority.open(foreign, new FakeProver(), FakeMeter.meters(), InstantSource.system()));
        assertEquals(ErrorKind.CONFIG, e.kind());
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

    /** Each looked for himself. */
    @Test
    void whereTwoFoundANodeTheMapHasIt() throws Exception {
        byte[] record = record();
        found(0, record, Kind.ELSEWHERE, Optional.of(new GeoPoint(59.9, 10.8)));
        found(1, record, Kind.ELSEWHERE, Optional.of(new GeoPoint(60.4, 11.4)));
        authority(0, InstantSource.system(), Set.of());
        authority(1, InstantSource.system(), Set.of());
        register(record, 0, 1);
        client();
        MapView view =
                await(v -> v.nodes().size() == 1 && v.nodes().get(0).measured().isPresent());
        assertEquals(60, view.nodes().get(0).measured().orElseThrow().latitude(), 1);
    }

    @Test
    void whereOneAloneFoundItIsNot() throws Exception {
        byte[] record = record();
        found(0, record, Kind.ELSEWHERE, Optional.of(new GeoPoint(59.9, 10.8)));
        found(1, record, Kind.HERE, Optional.empty());
        authority(0, InstantSource.system(), Set.of());
        authority(1, InstantSource.system(), Set.of());
        register(record, 0, 1);
        client();
        MapView view = await(v -> v.nodes().size() == 1 && v.epoch() > 4);
        assertEquals(Optional.empty(), view.nodes().get(0).measured());
        assertEquals(2, view.facts().signers(), "and nobody refuses the other's map for it");
    }

    private static byte[] record() throws Exception {
        return RegistryTest.record(RegistryTest.key(1), "ada", false, now()).bytes();
    }

    /** Where it found the node of that record before its start. */
    private void found(int number, byte[] record, Kind kind, Optional<GeoPoint> point) throws Exception {
        Placed file = new Placed(
                directory.resolve("authority" + number).resolve("placed"), Duration.ofDays(21), InstantSource.system());
        file.put(MapNode.of(SignedNode.parse(record)), new Whereabouts.Finding(kind, point), true);
        file.save();
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
}
