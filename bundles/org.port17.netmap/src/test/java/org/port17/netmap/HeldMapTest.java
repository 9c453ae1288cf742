package org.port17.netmap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
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
        List<MapFork> proof = MapFork.parse(MapFork.write(held.signers().proofs()));
        HeldMap restarted = new HeldMap(Quorum.single(AUTHORITY.publicKey()), clock);
        restarted.signers().restore(proof);
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
        SignedPrekey old = Samples.prekey(ADA, 0x0101, PrekeyUse.LINK, 1, Samples.NOW - 7_200);
        SignedPrekey fresh = Samples.prekey(ADA, 0x0101, PrekeyUse.LINK, 2, Samples.NOW - 60);
        SignedPrekey later = Samples.prekey(ADA, 0x0101, PrekeyUse.LINK, 3, Samples.NOW + 7_200);
        SignedPrekey stranger = Samples.prekey(Samples.key(50), 0x0101, PrekeyUse.LINK, 4, Samples.NOW);
        SignedPrekey forbidden = Samples.prekey(ADA, 0x0999, PrekeyUse.LINK, 5, Samples.NOW);
        take(Samples.signedMap(AUTHORITY, 1, List.of(old, fresh, later, stranger, forbidden)));
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
        SignedPrekey own = twice(1, 1, Samples.NOW - 60);
        SignedPrekey foreign = twice(2, 2, Samples.NOW);
        take(withPrekeys(1, nodes, 0x0103, List.of(foreign)));
        assertTrue(view().prekey(Samples.id(ADA), 0x0103, PrekeyUse.LINK).isEmpty());
        take(withPrekeys(2, nodes, 0x0103, List.of(own, foreign)));
        assertEquals(
                1,
                view().prekey(Samples.id(ADA), 0x0103, PrekeyUse.LINK)
                        .orElseThrow()
                        .id());
    }

    /** Whoever serves prekeys, or sits in between, and owns a node, would know this reader by a prekey that nobody else has. */
    @Test
    void aSetThatNoHeadNamesIsRefusedAndTakesNothingAway() throws Port17Exception {
        take(Samples.signedMap(AUTHORITY, 1, both(1, 2, 3)));
        assertTrue(view().complete());
        List<SignedPrekey> personal = new ArrayList<>(both(1, 2));
        personal.add(Samples.prekey(Samples.key(3), 0x0101, PrekeyUse.LINK, 666, Samples.NOW + 60));
        personal.add(Samples.prekey(Samples.key(3), 0x0101, PrekeyUse.ONION, 667, Samples.NOW + 60));
        for (List<SignedPrekey> foreign : List.of(personal, both(3), List.<SignedPrekey>of())) {
            assertEquals(ErrorKind.TAMPERED, refusal(() -> held.prekeys(PrekeySet.write(foreign))));
            assertTrue(view().complete());
            assertEquals(6, held.prekeyCount());
            assertEquals(7, idOf(3));
        }
        assertEquals(ErrorKind.TAMPERED, refusal(() -> held.prekeys(new byte[100])));
        HeldMap empty = new HeldMap(Quorum.single(AUTHORITY.publicKey()), clock);
        assertEquals(ErrorKind.TAMPERED, refusal(() -> empty.prekeys(PrekeySet.write(both(1)))), "without a map");
    }

    @Test
    void theSetOfBeforeServesUntilThatOfTheNewMapIsThere() throws Port17Exception {
        take(Samples.signedMap(AUTHORITY, 1, both(1, 2, 3)));
        SignedPrekey next = Samples.prekey(ADA, 0x0101, PrekeyUse.LINK, 9, Samples.NOW - 5);
        List<SignedPrekey> later = new ArrayList<>(both(1, 2, 3));
        later.set(0, next);
        Samples.Made second = Samples.signedMap(AUTHORITY, 2, later);
        assertTrue(held.hasPrekeys());
        held.take(held.judge(second.head().bytes()), second.columns());
        assertFalse(held.hasPrekeys());
        assertTrue(view().complete());
        assertTrue(view().pieces().orElseThrow().prekeys().isEmpty(), "they do not go with this map");
        assertEquals(7, idOf(1));
        assertEquals(
                ErrorKind.TAMPERED,
                refusal(() -> held.prekeys(PrekeySet.write(both(1, 2, 3)))),
                "what another head named is no more taken");
        held.prekeys(second.prekeys());
        assertTrue(held.hasPrekeys());
        assertEquals(9, idOf(1), "also if it begins before the one of the earlier set");
        assertArrayEquals(
                second.prekeys(),
                PrekeySet.write(view().pieces().orElseThrow().prekeys().orElseThrow()));
        millis.addAndGet(21_600_000);
        assertFalse(view().complete(), "until their use is over");
    }

    /** Heads that differ in nothing but the prekeys they name are two maps all the same. */
    @Test
    void twoSetsUnderOneNumberProveAFork() throws Port17Exception {
        take(Samples.signedMap(AUTHORITY, 6, both(1, 2, 3)));
        assertEquals(ErrorKind.PROTOCOL, refusal(Samples.signedMap(AUTHORITY, 6, both(1, 2))));
        assertEquals(MapFacts.Split.FORKED, view().facts().split());
        assertEquals(0, held.prekeyCount(), "what they named goes too");
    }

    @Test
    void prekeysComeBackFromTheCacheWithTheHeadThatNamedThem() throws Port17Exception {
        Samples.Made first = Samples.signedMap(AUTHORITY, 1, both(1, 2, 3));
        Samples.Made second = Samples.signedMap(AUTHORITY, 2, both(1, 2));
        held.take(held.judge(second.head().bytes()), second.columns());
        held.records(second.records());
        assertEquals(
                ErrorKind.TAMPERED,
                refusal(() -> held.prekeys(
                        Samples.signedMap(Samples.key(98), 1, both(1, 2, 3))
                                .head()
                                .bytes(),
                        first.prekeys())));
        assertEquals(ErrorKind.TAMPERED, refusal(() -> held.prekeys(first.head().bytes(), second.prekeys())));
        assertFalse(view().complete());
        assertEquals(0, held.prekeys(first.head().bytes(), first.prekeys()));
        assertTrue(view().complete(), "those of the map before are as good");
        assertFalse(held.hasPrekeys(), "and those of this one are still wanted");
    }

    @Test
    void twoThirdsOfTheNodesAndOfTheCapacityMustBeAtHand() throws Port17Exception {
        assertTrue(view().complete(), "nobody holds anything back of a map that is not there");
        take(Samples.signedMap(AUTHORITY, 1, both(1)));
        assertFalse(view().complete(), "one of three");
        List<SignedPrekey> half = new ArrayList<>(both(1));
        half.addAll(both(2).subList(0, 1));
        take(Samples.signedMap(AUTHORITY, 2, half));
        assertFalse(view().complete(), "a link without a layer");
        take(Samples.signedMap(AUTHORITY, 3, both(1, 2)));
        assertTrue(view().complete());
        List<MapNode> nodes = List.of(
                new MapNode(Samples.node(1, "ada"), false, false, 1L << 20, Samples.NOW),
                new MapNode(Samples.node(2, "bob"), false, false, 1L << 20, Samples.NOW),
                new MapNode(Samples.node(3, "cleo"), false, false, 1L << 24, Samples.NOW));
        take(withPrekeys(4, nodes, 0x0101, both(1, 2)));
        assertFalse(view().complete(), "the fast one is left out");
        take(withPrekeys(5, nodes, 0x0101, both(1, 2, 3)));
        assertTrue(view().complete());
    }

    @Test
    void recordsLeftOutCountToo() throws Port17Exception {
        Samples.Made map = Samples.signedMap(AUTHORITY, 1, both(1, 2, 3));
        held.take(held.judge(map.head().bytes()), map.columns());
        held.records(RecordBundle.write(List.of(map.nodes().get(0).record())));
        held.prekeys(map.prekeys());
        assertFalse(view().complete());
        held.records(map.records());
        assertTrue(view().complete(), "prekeys need not come again");
    }

    private int idOf(int number) {
        return view().prekey(Samples.id(Samples.key(number)), 0x0101, PrekeyUse.LINK)
                .orElseThrow()
                .id();
    }

    private static Samples.Made withPrekeys(long epoch, List<MapNode> nodes, int suite, List<SignedPrekey> prekeys)
            throws Port17Exception {
        long now = Samples.NOW_MILLIS;
        byte[] set = PrekeySet.write(prekeys);
        HeadStatement statement = Samples.statement(epoch, now, now + 86_400_000, List.of(suite), nodes, set);
        return Samples.made(List.of(AUTHORITY), statement, nodes, set);
    }

    /** What a node of each number needs to be reached. */
    private static List<SignedPrekey> both(int... numbers) throws Port17Exception {
        List<SignedPrekey> all = new ArrayList<>();
        for (int number : numbers) {
            all.add(Samples.prekey(Samples.key(number), 0x0101, PrekeyUse.LINK, 7, Samples.NOW));
            all.add(Samples.prekey(Samples.key(number), 0x0101, PrekeyUse.ONION, 8, Samples.NOW));
        }
        return all;
    }

    private static SignedPrekey twice(int second, int id, long notBefore) throws Port17Exception {
        return SignedPrekey.sign(
                ADA, Samples.mlDsa(second), Samples.unsigned(ADA, 0x0103, PrekeyUse.LINK, id, notBefore));
    }

    @Test
    void forgedPrekeyIsLeftOut() throws Port17Exception {
        SignedPrekey good = Samples.prekey(ADA, 0x0101, PrekeyUse.LINK, 1, Samples.NOW);
        byte[] forged = Samples.prekey(ADA, 0x0101, PrekeyUse.LINK, 2, Samples.NOW + 1)
                .bytes()
                .clone();
        forged[100] ^= 1;
        Samples.Made map = Samples.signedMap(AUTHORITY, 1, List.of(good, new SignedPrekey(good.record(), "", forged)));
        take(map);
        assertEquals(1, held.prekeys(map.prekeys()));
        assertTrue(
                view().pieces().orElseThrow().prekeys().isEmpty(), "and nobody is handed the rest as if it were all");
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

    /** One bad key of three signs one map with the one of the others, another map with the other. */
    @Test
    void whoSignedTwoMapsOfOneNumberIsIgnoredAndTheOthersGoOn() throws Port17Exception {
        SigningKey bad = Samples.key(97);
        SigningKey other = Samples.key(98);
        Quorum three = Quorum.of(
                Stream.of(AUTHORITY, other, bad)
                        .map(k -> HexFormat.of().formatHex(k.publicKey()))
                        .toList(),
                2);
        HeldMap several = new HeldMap(three, clock);
        Samples.Made first = by(1, List.of(AUTHORITY, bad), "ada");
        several.take(several.judge(first.head().bytes()), first.columns());
        Samples.Made second = by(1, List.of(other, bad), "bob");
        assertEquals(
                ErrorKind.PROTOCOL,
                assertThrows(
                                Port17Exception.class,
                                () -> several.judge(second.head().bytes()))
                        .kind());
        assertEquals(0, several.view(MapFacts.Split.AGREED).epoch(), "neither of the two is used");
        assertFalse(several.signers().stopped());
        HeldMap restarted = new HeldMap(three, clock);
        restarted
                .signers()
                .restore(MapFork.parse(MapFork.write(several.signers().proofs())));
        for (HeldMap map : List.of(several, restarted)) {
            byte[] again = by(2, List.of(AUTHORITY, bad), "ada").head().bytes();
            assertEquals(
                    ErrorKind.TAMPERED,
                    assertThrows(Port17Exception.class, () -> map.judge(again)).kind());
            Samples.Made honest = by(3, List.of(AUTHORITY, other, bad), "ada");
            map.take(map.judge(honest.head().bytes()), honest.columns());
            MapFacts facts = map.view(MapFacts.Split.AGREED).facts();
            assertEquals(
                    List.of(2, 2, 3, 1),
                    List.of(facts.signers(), facts.needed(), facts.authorities(), facts.ignored()));
        }
        // A second one that does it leaves too few.
        byte[] twice = by(3, List.of(AUTHORITY, other), "bob").head().bytes();
        assertThrows(Port17Exception.class, () -> several.judge(twice));
        assertTrue(several.signers().stopped());
        assertEquals(
                MapFacts.Split.FORKED,
                several.view(MapFacts.Split.AGREED).facts().split());
        HeldMap later = new HeldMap(three, clock);
        later.signers().restore(MapFork.parse(MapFork.write(several.signers().proofs())));
        assertTrue(later.signers().stopped());
        byte[] bytes = MapFork.write(several.signers().proofs());
        for (int length = 1; length < bytes.length; length += 97) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThrows(Port17Exception.class, () -> new Signers(three).restore(MapFork.parse(cut)));
        }
    }

    @Test
    void threeOfFourIsTheLeastThatOneBadKeyCannotFork() throws Port17Exception {
        int[][] cases = {{1, 1, 1, 1}, {3, 2, 1, 2}, {4, 3, 2, 2}, {5, 4, 3, 2}, {6, 4, 2, 3}, {7, 5, 3, 3}};
        for (int[] c : cases) {
            List<String> keys = new ArrayList<>();
            for (int i = 0; i < c[0]; i++) {
                keys.add(HexFormat.of().formatHex(Samples.key(i + 1).publicKey()));
            }
            assertEquals(c[1], Quorum.advised(c[0]));
            Quorum quorum = Quorum.of(keys, c[1]);
            assertEquals(List.of(c[2], c[3]), List.of(quorum.toFork(), quorum.toStop()), c[0] + " authorities");
        }
    }

    private static Samples.Made by(long epoch, List<SigningKey> keys, String name) throws Port17Exception {
        List<MapNode> nodes = List.of(MapNode.of(Samples.node(1, name)));
        long now = Samples.NOW_MILLIS;
        return Samples.made(keys, Samples.statement(epoch, now, now + 86_400_000, List.of(0x0101), nodes), nodes);
    }

    private VerifiedView view() {
        return held.view(MapFacts.Split.ALONE);
    }

    private void take(Samples.Made map) throws Port17Exception {
        held.take(held.judge(map.head().bytes()), map.columns());
        held.records(map.records());
        held.prekeys(map.prekeys());
    }

    private static ErrorKind refusal(Executable step) {
        return assertThrows(Port17Exception.class, step).kind();
    }

    private ErrorKind refusal(Samples.Made map) {
        return assertThrows(Port17Exception.class, () -> take(map)).kind();
    }
}
