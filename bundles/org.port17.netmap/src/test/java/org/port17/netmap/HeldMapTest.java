package org.port17.netmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.port17.api.ErrorKind;
import org.port17.api.Node;
import org.port17.api.Port17Exception;
import org.port17.netmap.format.HeadStatement;
import org.port17.netmap.format.MapNode;
import org.port17.netmap.format.NodeStatement;
import org.port17.netmap.format.PrekeySet;
import org.port17.netmap.format.Quorum;
import org.port17.netmap.format.RecordBundle;
import org.port17.netmap.format.SignedNode;
import org.port17.netmap.format.SignedPrekey;
import org.port17.netmap.format.SigningKey;
import org.port17.spi.suite.PrekeyUse;

class HeldMapTest {
    private static final SigningKey AUTHORITY = Samples.key(99);
    private static final SigningKey ADA = Samples.key(1);
    private final AtomicLong millis = new AtomicLong(Samples.NOW_MILLIS);
    private final InstantSource clock = () -> Instant.ofEpochMilli(millis.get());
    private final HeldMap held = new HeldMap(Quorum.single(AUTHORITY.publicKey()), clock);

    @Test
    void newerMapReplacesOlder() throws Port17Exception {
        assertEquals(0, view().epoch());
        take(Samples.signedMap(AUTHORITY, 5));
        take(Samples.signedMap(AUTHORITY, 5));
        take(Samples.signedMap(AUTHORITY, 6));
        assertEquals(6, view().epoch());
        assertEquals(3, view().nodes().size());
        assertTrue(view().node(Samples.id(ADA)).orElseThrow().trusted());
        assertEquals("6", held.mapTag());
    }

    @Test
    void rollbackIsRefusedAndChangesNothing() throws Port17Exception {
        take(Samples.signedMap(AUTHORITY, 6));
        assertEquals(ErrorKind.REPLAYED, refusal(Samples.signedMap(AUTHORITY, 5)));
        assertEquals(6, view().epoch());
    }

    @Test
    void twoMapsOfOneEpochAreRefused() throws Port17Exception {
        take(Samples.signedMap(AUTHORITY, 6));
        assertEquals(ErrorKind.PROTOCOL, refusal(Samples.map(AUTHORITY, 6, List.of(Samples.node(4, "dora")))));
        assertEquals(MapFacts.Split.FORKED, view().facts().split());
        assertEquals(0, view().epoch(), "nothing is used any more");
        assertEquals(ErrorKind.PROTOCOL, refusal(Samples.signedMap(AUTHORITY, 7)), "nor taken");
        MapFork proof = MapFork.parse(held.fork().orElseThrow().bytes());
        HeldMap restarted = new HeldMap(Quorum.single(AUTHORITY.publicKey()), clock);
        restarted.fork(proof);
        assertThrows(
                Port17Exception.class,
                () -> restarted.judge(Samples.signedMap(AUTHORITY, 7).head().bytes()));
    }

    @Test
    void expiredMapIsRefusedAndStillCountsAgainstRollback() throws Port17Exception {
        long now = Samples.NOW_MILLIS;
        Samples.Made old = Samples.map(AUTHORITY, 9, now - 2_000, now, List.of());
        assertEquals(ErrorKind.TIMEOUT, refusal(old));
        assertEquals(ErrorKind.REPLAYED, refusal(Samples.signedMap(AUTHORITY, 8)));
        take(Samples.signedMap(AUTHORITY, 10));
    }

    @Test
    void mapExpiresWhileHeld() throws Port17Exception {
        take(Samples.signedMap(AUTHORITY, 1));
        assertFalse(held.expire());
        millis.addAndGet(86_400_000);
        assertTrue(held.expire());
        assertEquals(0, view().epoch());
    }

    @Test
    void futureMapIsRefusedButAnHourOfSkewIsNot() throws Port17Exception {
        long hour = 3_600_000;
        long now = Samples.NOW_MILLIS;
        Samples.Made far = Samples.map(AUTHORITY, 9, now + hour + 1, now + 3 * hour, List.of());
        assertEquals(ErrorKind.BAD_INPUT, refusal(far));
        take(Samples.map(AUTHORITY, 2, now + hour, now + 3 * hour, List.of()));
        assertEquals(2, view().epoch());
    }

    /** This computer's clock, not the authority's: the reason names it, and once it is right the map is taken. */
    @Test
    void clockWrongByADayIsNamed() throws Port17Exception {
        Samples.Made map = Samples.map(AUTHORITY, 9, Samples.NOW_MILLIS, Samples.NOW_MILLIS + 86_400_000, List.of());
        for (long wrong : new long[] {-86_400_000, 86_400_000}) {
            millis.addAndGet(wrong);
            Port17Exception e = assertThrows(
                    Port17Exception.class, () -> held.judge(map.head().bytes()));
            assertTrue(e.getMessage().contains("clock"), e.getMessage());
            millis.addAndGet(-wrong);
        }
        take(map);
        assertEquals(9, view().epoch());
    }

    @Test
    void forgedMapIsRefused() throws Port17Exception {
        assertEquals(ErrorKind.TAMPERED, refusal(Samples.signedMap(Samples.key(98), 1)));
    }

    @Test
    void newestUsablePrekeyIsChosen() throws Port17Exception {
        take(Samples.signedMap(AUTHORITY, 1));
        SignedPrekey old = Samples.prekey(ADA, 0x0101, PrekeyUse.LINK, 1, Samples.NOW - 7_200);
        SignedPrekey fresh = Samples.prekey(ADA, 0x0101, PrekeyUse.LINK, 2, Samples.NOW - 60);
        SignedPrekey later = Samples.prekey(ADA, 0x0101, PrekeyUse.LINK, 3, Samples.NOW + 7_200);
        SignedPrekey stranger = Samples.prekey(Samples.key(50), 0x0101, PrekeyUse.LINK, 4, Samples.NOW);
        SignedPrekey forbidden = Samples.prekey(ADA, 0x0999, PrekeyUse.LINK, 5, Samples.NOW);
        held.prekeys(PrekeySet.write(List.of(old, fresh, later, stranger, forbidden)));
        MapView view = view();
        assertEquals(
                2,
                view.prekey(Samples.id(ADA), 0x0101, PrekeyUse.LINK)
                        .orElseThrow()
                        .id());
        assertTrue(view.prekey(Samples.id(ADA), 0x0101, PrekeyUse.ONION).isEmpty());
        assertTrue(view.prekey(Samples.id(ADA), 0x0999, PrekeyUse.LINK).isEmpty(), "a suite the map does not permit");
        assertTrue(
                view.prekey(Samples.id(Samples.key(50)), 0x0101, PrekeyUse.LINK).isEmpty(), "not in the map");
        millis.addAndGet(21_600_000 - 60_000);
        assertEquals(
                3,
                view.prekey(Samples.id(ADA), 0x0101, PrekeyUse.LINK)
                        .orElseThrow()
                        .id());
        millis.addAndGet(86_400_000);
        assertTrue(view.prekey(Samples.id(ADA), 0x0101, PrekeyUse.LINK).isEmpty(), "use time over");
    }

    @Test
    void prekeysOfAKeyThatTheMapDoesNotNameAreNotUsed() throws Port17Exception {
        NodeStatement s = Samples.statement("ada", true, 1);
        NodeStatement names = new NodeStatement(
                s.name(),
                s.owner(),
                s.country(),
                s.as(),
                s.exit(),
                s.endpoints(),
                List.of(0x0103),
                Samples.mlDsa(1).digest(),
                1);
        List<MapNode> nodes = List.of(MapNode.of(SignedNode.sign(ADA, names)));
        long now = Samples.NOW_MILLIS;
        take(Samples.made(
                List.of(AUTHORITY), Samples.statement(1, now, now + 86_400_000, List.of(0x0103), nodes), nodes));
        SignedPrekey own = twice(1, 1, Samples.NOW - 60);
        SignedPrekey foreign = twice(2, 2, Samples.NOW);
        held.prekeys(PrekeySet.write(List.of(foreign)));
        assertTrue(view().prekey(Samples.id(ADA), 0x0103, PrekeyUse.LINK).isEmpty());
        held.prekeys(PrekeySet.write(List.of(own, foreign)));
        assertEquals(
                1,
                view().prekey(Samples.id(ADA), 0x0103, PrekeyUse.LINK)
                        .orElseThrow()
                        .id());
    }

    private static SignedPrekey twice(int second, int id, long notBefore) throws Port17Exception {
        return SignedPrekey.sign(
                ADA, Samples.mlDsa(second), Samples.unsigned(ADA, 0x0103, PrekeyUse.LINK, id, notBefore));
    }

    @Test
    void forgedPrekeyIsLeftOut() throws Port17Exception {
        take(Samples.signedMap(AUTHORITY, 1));
        SignedPrekey good = Samples.prekey(ADA, 0x0101, PrekeyUse.LINK, 1, Samples.NOW);
        byte[] forged = Samples.prekey(ADA, 0x0101, PrekeyUse.LINK, 2, Samples.NOW + 1)
                .bytes()
                .clone();
        forged[100] ^= 1;
        byte[] set = PrekeySet.write(List.of(good, new SignedPrekey(good.record(), "", forged)));
        assertEquals(1, held.prekeys(set));
        assertEquals(
                1,
                view().prekey(Samples.id(ADA), 0x0101, PrekeyUse.LINK)
                        .orElseThrow()
                        .id());
    }

    @Test
    void columnsThatNobodySignedAreRefused() throws Port17Exception {
        Samples.Made map = Samples.signedMap(AUTHORITY, 3);
        Samples.Made other = Samples.map(AUTHORITY, 3, List.of(Samples.node(4, "dora")));
        assertEquals(
                ErrorKind.TAMPERED,
                assertThrows(
                                Port17Exception.class,
                                () -> held.take(held.judge(map.head().bytes()), other.columns()))
                        .kind());
        assertEquals(0, view().epoch());
    }

    @Test
    void recordsThatTheMapDoesNotCommitToAreRefused() throws Port17Exception {
        Samples.Made map = Samples.signedMap(AUTHORITY, 3);
        held.take(held.judge(map.head().bytes()), map.columns());
        assertEquals(List.of(0), held.incomplete());
        assertTrue(view().nodes().isEmpty());
        SignedNode stranger = Samples.node(4, "dora");
        SignedNode newer = SignedNode.sign(ADA, Samples.statement("ada", true, Samples.NOW_MILLIS + 1));
        assertEquals(2, held.records(RecordBundle.write(List.of(stranger, newer))));
        assertTrue(view().nodes().isEmpty());
        assertEquals(0, held.records(map.records()));
        assertEquals(3, view().nodes().size());
        assertTrue(held.incomplete().isEmpty());
    }

    @Test
    void columnsSayWhatNoNodeSaysOfItself() throws Port17Exception {
        take(Samples.signedMap(AUTHORITY, 3));
        Node ada = view().node(Samples.id(ADA)).orElseThrow();
        assertEquals(8_388_608, ada.capacity(), "rounded down to a power of two");
        assertEquals(Samples.FOUNDED + 6 * 7 * 86_400, ada.since(), "the end of its first week");
        MapFacts facts = view().facts();
        assertEquals("local", facts.network());
        assertEquals(3, facts.owners());
        assertEquals(1, facts.signers());
        assertFalse(facts.bootstrap());
    }

    @Test
    void tooFewSignaturesAreNotEnough() throws Port17Exception {
        SigningKey second = Samples.key(98);
        SigningKey third = Samples.key(97);
        List<String> keys = Stream.of(AUTHORITY, second, third)
                .map(k -> HexFormat.of().formatHex(k.publicKey()))
                .toList();
        HeldMap strict = new HeldMap(Quorum.of(keys, 2), clock);
        List<MapNode> nodes = List.of(MapNode.of(Samples.node(1, "ada")));
        HeadStatement statement =
                Samples.statement(1, Samples.NOW_MILLIS, Samples.NOW_MILLIS + 86_400_000, List.of(0x0101), nodes);
        byte[] one = Samples.made(List.of(AUTHORITY), statement, nodes).head().bytes();
        assertEquals(
                ErrorKind.TAMPERED,
                assertThrows(Port17Exception.class, () -> strict.judge(one)).kind());
        byte[] strangers = Samples.made(List.of(AUTHORITY, Samples.key(5)), statement, nodes)
                .head()
                .bytes();
        assertThrows(Port17Exception.class, () -> strict.judge(strangers), "a stranger's signature counts nothing");
        byte[] two =
                Samples.made(List.of(third, second), statement, nodes).head().bytes();
        assertEquals(2, strict.judge(two).signers());
        byte[] others = Samples.made(List.of(AUTHORITY, second), statement, nodes)
                .head()
                .bytes();
        assertEquals(2, strict.judge(others).signers(), "the same map signed by others is no fork");
    }

    private VerifiedView view() {
        return held.view(MapFacts.Split.ALONE);
    }

    private void take(Samples.Made map) throws Port17Exception {
        held.take(held.judge(map.head().bytes()), map.columns());
        held.records(map.records());
    }

    private ErrorKind refusal(Samples.Made map) {
        return assertThrows(Port17Exception.class, () -> take(map)).kind();
    }
}
