package org.port17.netmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.netmap.format.MapNode;
import org.port17.netmap.format.MapStatement;
import org.port17.netmap.format.NodeStatement;
import org.port17.netmap.format.PrekeySet;
import org.port17.netmap.format.SignedMap;
import org.port17.netmap.format.SignedNode;
import org.port17.netmap.format.SignedPrekey;
import org.port17.netmap.format.SigningKey;
import org.port17.spi.suite.PrekeyUse;

class HeldMapTest {
    private static final SigningKey AUTHORITY = Samples.key(99);
    private static final SigningKey ADA = Samples.key(1);
    private final AtomicLong millis = new AtomicLong(Samples.NOW_MILLIS);
    private final InstantSource clock = () -> Instant.ofEpochMilli(millis.get());
    private final HeldMap held = new HeldMap(AUTHORITY.publicKey(), clock);

    @Test
    void newerMapReplacesOlder() throws Port17Exception {
        assertEquals(0, held.view().epoch());
        byte[] five = Samples.signedMap(AUTHORITY, 5).bytes();
        assertTrue(held.map(five));
        assertFalse(held.map(five));
        assertTrue(held.map(Samples.signedMap(AUTHORITY, 6).bytes()));
        assertEquals(6, held.view().epoch());
        assertEquals(3, held.view().nodes().size());
        assertTrue(held.view().node(Samples.id(ADA)).orElseThrow().trusted());
        assertEquals("6", held.mapTag());
    }

    @Test
    void rollbackIsRefusedAndChangesNothing() throws Port17Exception {
        held.map(Samples.signedMap(AUTHORITY, 6).bytes());
        assertEquals(ErrorKind.REPLAYED, refusal(Samples.signedMap(AUTHORITY, 5).bytes()));
        assertEquals(6, held.view().epoch());
    }

    @Test
    void twoMapsOfOneEpochAreRefused() throws Port17Exception {
        held.map(Samples.signedMap(AUTHORITY, 6).bytes());
        byte[] other = SignedMap.sign(AUTHORITY, Samples.map(6, List.of(Samples.node(4, "dora"))))
                .bytes();
        assertEquals(ErrorKind.PROTOCOL, refusal(other));
    }

    @Test
    void expiredMapIsRefusedAndStillCountsAgainstRollback() throws Port17Exception {
        long now = Samples.NOW_MILLIS;
        byte[] old = SignedMap.sign(AUTHORITY, Samples.map(9, now - 2_000, now, List.of()))
                .bytes();
        assertEquals(ErrorKind.TIMEOUT, refusal(old));
        assertEquals(ErrorKind.REPLAYED, refusal(Samples.signedMap(AUTHORITY, 8).bytes()));
        assertTrue(held.map(Samples.signedMap(AUTHORITY, 10).bytes()));
    }

    @Test
    void mapExpiresWhileHeld() throws Port17Exception {
        held.map(Samples.signedMap(AUTHORITY, 1).bytes());
        assertFalse(held.expire());
        millis.addAndGet(86_400_000);
        assertTrue(held.expire());
        assertEquals(0, held.view().epoch());
    }

    @Test
    void futureMapIsRefusedButAnHourOfSkewIsNot() throws Port17Exception {
        long hour = 3_600_000;
        long now = Samples.NOW_MILLIS;
        byte[] far = SignedMap.sign(AUTHORITY, Samples.map(9, now + hour + 1, now + 3 * hour, List.of()))
                .bytes();
        assertEquals(ErrorKind.BAD_INPUT, refusal(far));
        byte[] near = SignedMap.sign(AUTHORITY, Samples.map(2, now + hour, now + 3 * hour, List.of()))
                .bytes();
        assertTrue(held.map(near));
    }

    @Test
    void forgedMapIsRefused() throws Port17Exception {
        assertEquals(
                ErrorKind.TAMPERED,
                refusal(Samples.signedMap(Samples.key(98), 1).bytes()));
    }

    @Test
    void newestUsablePrekeyIsChosen() throws Port17Exception {
        held.map(Samples.signedMap(AUTHORITY, 1).bytes());
        SignedPrekey old = Samples.prekey(ADA, 0x0101, PrekeyUse.LINK, 1, Samples.NOW - 7_200);
        SignedPrekey fresh = Samples.prekey(ADA, 0x0101, PrekeyUse.LINK, 2, Samples.NOW - 60);
        SignedPrekey later = Samples.prekey(ADA, 0x0101, PrekeyUse.LINK, 3, Samples.NOW + 7_200);
        SignedPrekey stranger = Samples.prekey(Samples.key(50), 0x0101, PrekeyUse.LINK, 4, Samples.NOW);
        SignedPrekey forbidden = Samples.prekey(ADA, 0x0999, PrekeyUse.LINK, 5, Samples.NOW);
        held.prekeys(PrekeySet.write(List.of(old, fresh, later, stranger, forbidden)));
        MapView view = held.view();
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
        held.map(SignedMap.sign(
                        AUTHORITY,
                        new MapStatement(
                                "local",
                                1,
                                Samples.NOW_MILLIS,
                                Samples.NOW_MILLIS + 86_400_000,
                                List.of(0x0103),
                                Set.of(),
                                List.of(MapNode.of(SignedNode.sign(ADA, names)))))
                .bytes());
        SignedPrekey own = twice(1, 1, Samples.NOW - 60);
        SignedPrekey foreign = twice(2, 2, Samples.NOW);
        held.prekeys(PrekeySet.write(List.of(foreign)));
        assertTrue(held.view().prekey(Samples.id(ADA), 0x0103, PrekeyUse.LINK).isEmpty());
        held.prekeys(PrekeySet.write(List.of(own, foreign)));
        assertEquals(
                1,
                held.view()
                        .prekey(Samples.id(ADA), 0x0103, PrekeyUse.LINK)
                        .orElseThrow()
                        .id());
    }

    private static SignedPrekey twice(int second, int id, long notBefore) throws Port17Exception {
        return SignedPrekey.sign(
                ADA, Samples.mlDsa(second), Samples.unsigned(ADA, 0x0103, PrekeyUse.LINK, id, notBefore));
    }

    @Test
    void forgedPrekeyIsLeftOut() throws Port17Exception {
        held.map(Samples.signedMap(AUTHORITY, 1).bytes());
        SignedPrekey good = Samples.prekey(ADA, 0x0101, PrekeyUse.LINK, 1, Samples.NOW);
        byte[] forged = Samples.prekey(ADA, 0x0101, PrekeyUse.LINK, 2, Samples.NOW + 1)
                .bytes()
                .clone();
        forged[100] ^= 1;
        byte[] set = PrekeySet.write(List.of(good, new SignedPrekey(good.record(), "", forged)));
        assertEquals(1, held.prekeys(set));
        assertEquals(
                1,
                held.view()
                        .prekey(Samples.id(ADA), 0x0101, PrekeyUse.LINK)
                        .orElseThrow()
                        .id());
    }

    private ErrorKind refusal(byte[] map) {
        return assertThrows(Port17Exception.class, () -> held.map(map)).kind();
    }
}
