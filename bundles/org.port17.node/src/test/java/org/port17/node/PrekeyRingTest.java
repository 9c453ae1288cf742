package org.port17.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.port17.api.Port17Exception;
import org.port17.netmap.PrekeyRecord;
import org.port17.netmap.format.MlDsaKey;
import org.port17.netmap.format.SignedPrekey;
import org.port17.netmap.format.SigningKey;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.PrekeyUse;

class PrekeyRingTest {
    private static final long START = 1_800_000_000L;
    private static final long HOUR = 3_600;
    /** Passes, whatever the wall clock is set to. */
    private final AtomicLong seconds = new AtomicLong(START);

    /** By how much the wall clock was set wrong. */
    private final AtomicLong set = new AtomicLong();

    private final AtomicInteger crowded = new AtomicInteger();
    private final FakeSuite full = new FakeSuite(0x0101, true);
    private final FakeSuite linksOnly = new FakeSuite(0x0102, false);
    private final SigningKey key = SigningKey.generate(new SecureRandom());
    private final MlDsaKey second = MlDsaKey.generate(new SecureRandom());
    private final PrekeyRing ring = ring(0);

    private PrekeyRing ring(long latest) {
        NodeClock clock = new NodeClock(
                () -> Instant.ofEpochSecond(seconds.get() + set.get()), () -> (seconds.get() - START) * 1_000_000_000L);
        NodeKeys keys = new NodeKeys(key, second, false);
        return new PrekeyRing(keys, clock, new SecureRandom(), 1_000, latest, crowded::incrementAndGet);
    }

    @Test
    void suitesThatAskForItGetTheSecondSignature() throws Port17Exception {
        ring.turn(List.of(full, new FakeSuite(0x0103, true)));
        for (SignedPrekey made : ring.published()) {
            String expected = made.record().suite() == 0x0103 ? second.digest() : "";
            assertEquals(expected, SignedPrekey.parse(made.bytes()).mlDsaDigest());
        }
        assertEquals(4, ring.published().size());
    }

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
    void aClockSetBackProlongsNoPrekey() {
        List<CipherSuite> suites = List.of(linksOnly);
        ring.turn(suites);
        OwnPrekey first = ring.find(only()).orElseThrow();
        set.set(-1_000 * HOUR);
        seconds.addAndGet(12 * HOUR - 1);
        assertTrue(first.firstSeen(new byte[] {1}));
        seconds.addAndGet(1);
        assertTrue(ring.find(first.record().id()).isEmpty(), "twelve hours are twelve hours");
        assertFalse(first.firstSeen(new byte[] {2}));
        seconds.addAndGet(PrekeyRing.SETTLE_SECONDS);
        ring.turn(suites);
        assertTrue(linksOnly.made.get(0).wiped);
    }

    @Test
    void aClockSetBackBringsNoShareBack() {
        ring.turn(List.of(linksOnly));
        OwnPrekey prekey = ring.find(only()).orElseThrow();
        assertTrue(prekey.firstSeen(new byte[] {7}));
        for (long hours : new long[] {-1_000, -1, 1, 1_000}) {
            set.set(hours * HOUR);
            ring.turn(List.of(linksOnly));
            assertFalse(prekey.firstSeen(new byte[] {7}), hours + " h");
        }
    }

    @Test
    void aClockSetForwardEndsNoPrekeyAndServiceIsBackWhenItIsRight() {
        List<CipherSuite> suites = List.of(linksOnly);
        ring.turn(suites);
        int first = only();
        set.set(1_000 * HOUR);
        assertTrue(ring.turn(suites), "by this clock nobody would use the old record");
        assertTrue(ring.published().get(0).record().notBefore() >= START + 1_000 * HOUR);
        assertTrue(ring.find(first).isPresent(), "who holds the old record is answered as before");
        set.set(0);
        assertTrue(ring.turn(suites));
        PrekeyRecord now = ring.published().get(0).record();
        assertTrue(now.notBefore() <= seconds.get() + HOUR, "clients take it again");
        assertTrue(now.useUntil() > seconds.get() + 5 * HOUR);
        assertFalse(ring.turn(suites), "and it stays");
    }

    @Test
    void eachRecordBeginsLaterThanTheOneItReplacesThoughTheClockGoesBack() {
        List<CipherSuite> suites = List.of(linksOnly);
        ring.turn(suites);
        long last = ring.published().get(0).record().notBefore();
        for (int i = 0; i < 5; i++) {
            set.addAndGet(-600);
            OwnPrekey flooded = ring.find(only()).orElseThrow();
            for (int n = 0; n < 500; n++) {
                flooded.firstSeen(new byte[] {(byte) n, (byte) (n >> 8), (byte) i});
            }
            assertTrue(ring.turn(suites));
            long next = ring.published().get(0).record().notBefore();
            assertTrue(next > last, "clients take only a later record");
            last = next;
        }
        PrekeyRing restarted = ring(last);
        restarted.turn(suites);
        assertTrue(restarted.published().get(0).record().notBefore() > last, "over a restart too");
    }

    @Test
    void aFloodIsReportedAtOnceAndWhatIsOfferedIsNeverFull() {
        ring.turn(List.of(full));
        for (int round = 1; round <= 20; round++) {
            SignedPrekey offered =
                    ring.offered(full.traits().id(), PrekeyUse.ONION).orElseThrow();
            OwnPrekey flooded = ring.find(offered.record().id()).orElseThrow();
            for (int i = 0; i < 499; i++) {
                assertTrue(flooded.firstSeen(new byte[] {(byte) i, (byte) (i >> 8), 3}));
            }
            assertEquals(round - 1, crowded.get());
            assertTrue(flooded.firstSeen(new byte[] {9, 9, 9, 9}));
            assertEquals(round, crowded.get(), "half of the memory is used");
            for (int i = 500; i < 1_000; i++) {
                assertTrue(flooded.firstSeen(new byte[] {(byte) i, (byte) (i >> 8), 3}));
            }
            assertEquals(round, crowded.get(), "once is enough");
            assertTrue(flooded.full());
            assertTrue(ring.offered(full.traits().id(), PrekeyUse.ONION).isEmpty(), "rather none than a full one");
            assertTrue(ring.turn(List.of(full)));
            SignedPrekey next =
                    ring.offered(full.traits().id(), PrekeyUse.ONION).orElseThrow();
            assertTrue(next.record().id() != offered.record().id());
            assertFalse(ring.find(next.record().id()).orElseThrow().full());
            assertFalse(flooded.firstSeen(new byte[] {1, 2, 3, 4, 5}), "full refuses for good");
            seconds.addAndGet(PrekeyRing.SETTLE_SECONDS);
            ring.turn(List.of(full));
            assertTrue(ring.size() <= 4, "no memory of a flood is kept: " + ring.size());
        }
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
