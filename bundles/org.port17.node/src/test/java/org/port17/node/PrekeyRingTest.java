package org.port17.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.port17.api.Port17Exception;
import org.port17.netmap.PrekeyRecord;
import org.port17.netmap.format.SignedPrekey;
import org.port17.netmap.format.SigningKey;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.PrekeyUse;

class PrekeyRingTest {
    private static final long START = 1_800_000_000L;
    private static final long HOUR = 3_600;
    private final AtomicLong seconds = new AtomicLong(START);
    private final FakeSuite full = new FakeSuite(0x0101, true);
    private final FakeSuite linksOnly = new FakeSuite(0x0102, false);
    private final PrekeyRing ring = new PrekeyRing(
            SigningKey.generate(new SecureRandom()),
            () -> Instant.ofEpochSecond(seconds.get()),
            new SecureRandom(),
            1_000);

    @Test
    void eachSuiteGetsWhatItCanServe() throws Port17Exception {
        assertTrue(ring.turn(List.of(full, linksOnly)));
        assertFalse(ring.turn(List.of(full, linksOnly)));
        Set<String> made = ring.published().stream()
                .map(p -> p.record().suite() + " " + p.record().use())
                .collect(Collectors.toSet());
        assertEquals(Set.of("257 LINK", "257 ONION", "258 LINK"), made);
        for (SignedPrekey prekey : ring.published()) {
            PrekeyRecord record = SignedPrekey.parse(prekey.bytes()).record();
            assertEquals(6 * HOUR, record.useUntil() - record.notBefore());
            assertEquals(12 * HOUR, record.acceptUntil() - record.notBefore());
            OwnPrekey own = ring.find(record.id()).orElseThrow();
            assertEquals(record.use(), own.secret().use());
        }
    }

    @Test
    void renewedBeforeUseEndsAcceptedTwelveHoursThenWiped() {
        List<CipherSuite> suites = List.of(linksOnly);
        ring.turn(suites);
        int first = only();
        seconds.set(START + 5 * HOUR - 1);
        assertFalse(ring.turn(suites), "not due yet");
        seconds.set(START + 5 * HOUR + 1_800);
        assertTrue(ring.turn(suites));
        int second = only();
        assertTrue(first != second);
        assertTrue(ring.find(first).isPresent(), "the old one is still accepted");
        OwnPrekey old = ring.find(first).orElseThrow();
        seconds.set(START + 12 * HOUR - 1);
        assertTrue(old.firstSeen(new byte[] {1}));
        seconds.set(START + 12 * HOUR);
        assertTrue(ring.find(first).isEmpty());
        assertFalse(old.firstSeen(new byte[] {2}), "never used after its end");
        assertFalse(linksOnly.made.get(0).wiped, "a handshake under way may still use it");
        seconds.addAndGet(PrekeyRing.SETTLE_SECONDS);
        ring.turn(suites);
        assertTrue(linksOnly.made.get(0).wiped);
        assertEquals(ring.size(), linksOnly.made.stream().filter(p -> !p.wiped).count());
    }

    @Test
    void neverAWindowWithoutAUsablePrekey() {
        List<CipherSuite> suites = List.of(full);
        for (long t = 0; t < 40 * HOUR; t += 300) {
            seconds.set(START + t);
            ring.turn(suites);
            assertEquals(2, ring.published().size());
            for (SignedPrekey prekey : ring.published()) {
                assertTrue(prekey.record().useUntil() - seconds.get() >= HOUR / 2 - 300, "enough use time is left");
            }
            assertTrue(ring.size() <= 8, "old secrets go");
        }
    }

    @Test
    void suiteThatGoesIsAnsweredAWhileAndWiped() {
        ring.turn(List.of(full, linksOnly));
        int id = ring.published().stream()
                .filter(p -> p.record().suite() == 0x0102)
                .findFirst()
                .orElseThrow()
                .record()
                .id();
        assertTrue(ring.turn(List.of(full)));
        assertEquals(2, ring.published().size());
        assertTrue(ring.find(id).isPresent());
        seconds.addAndGet(PrekeyRing.FAREWELL_SECONDS);
        assertTrue(ring.find(id).isEmpty());
        seconds.addAndGet(PrekeyRing.SETTLE_SECONDS);
        ring.turn(List.of(full));
        assertTrue(linksOnly.made.get(0).wiped);
        FakeSuite again = new FakeSuite(0x0102, false);
        assertTrue(ring.turn(List.of(full, again)));
        assertEquals(3, ring.published().size());
    }

    @Test
    void drainingSuiteGetsNoNewPrekeysWhileListed() {
        ring.turn(List.of(full, linksOnly));
        assertTrue(ring.dismiss(linksOnly));
        assertFalse(ring.turn(List.of(full, linksOnly)));
        assertEquals(2, ring.published().size());
        seconds.addAndGet(PrekeyRing.LEAVING_SECONDS);
        assertTrue(ring.turn(List.of(full, linksOnly)), "it did not go after all");
        assertEquals(3, ring.published().size());
    }

    @Test
    void sharesAreSeenOnceAndAFullCacheRefusesAll() {
        ring.turn(List.of(linksOnly));
        OwnPrekey prekey = ring.find(only()).orElseThrow();
        for (int i = 0; i < 1_000; i++) {
            byte[] share = {(byte) i, (byte) (i >> 8), 3};
            assertTrue(prekey.firstSeen(share));
            assertFalse(prekey.firstSeen(share.clone()));
        }
        assertFalse(prekey.firstSeen(new byte[] {9, 9, 9, 9}), "full");
    }

    @Test
    void aFloodOfHandshakesBringsANewPrekeyBeforeTheOldOneRefusesAll() {
        ring.turn(List.of(linksOnly));
        int first = only();
        OwnPrekey flooded = ring.find(first).orElseThrow();
        for (int i = 0; i < 500; i++) {
            assertTrue(flooded.firstSeen(new byte[] {(byte) i, (byte) (i >> 8), 3}));
        }
        assertTrue(ring.turn(List.of(linksOnly)));
        int second = only();
        assertTrue(first != second);
        assertTrue(ring.find(first).isPresent(), "who holds the old record is still answered");
        for (int i = 500; i < 1_000; i++) {
            assertTrue(flooded.firstSeen(new byte[] {(byte) i, (byte) (i >> 8), 3}));
        }
        ring.turn(List.of(linksOnly));
        seconds.addAndGet(PrekeyRing.SETTLE_SECONDS);
        ring.turn(List.of(linksOnly));
        assertTrue(linksOnly.made.get(0).wiped, "a full memory is given back");
        assertEquals(second, only());
    }

    @Test
    void aCrowdedPrekeyDoesNotKeepItsMemoryForHours() {
        ring.turn(List.of(linksOnly));
        OwnPrekey flooded = ring.find(only()).orElseThrow();
        for (int i = 0; i < 500; i++) {
            flooded.firstSeen(new byte[] {(byte) i, (byte) (i >> 8), 3});
        }
        ring.turn(List.of(linksOnly));
        seconds.addAndGet(PrekeyRing.CROWDED_SECONDS + PrekeyRing.SETTLE_SECONDS);
        ring.turn(List.of(linksOnly));
        assertEquals(1, ring.size());
    }

    @Test
    void closingWipesEverything() {
        ring.turn(List.of(full));
        OwnPrekey prekey = ring.find(ring.published().get(0).record().id()).orElseThrow();
        ring.close();
        assertTrue(full.made.stream().allMatch(p -> p.wiped));
        assertFalse(prekey.firstSeen(new byte[] {1}));
    }

    private int only() {
        assertEquals(1, ring.published().size());
        assertEquals(PrekeyUse.LINK, ring.published().get(0).record().use());
        return ring.published().get(0).record().id();
    }
}
