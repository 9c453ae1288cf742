package org.port17.netmap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.netmap.format.SignedPrekey;
import org.port17.netmap.format.SigningKey;
import org.port17.spi.suite.PrekeyUse;

/** What is handed over in place of a prekey is judged as if it came from the map, and never leads back. */
class PrekeySuccessorTest {
    private static final SigningKey ADA = Samples.key(1);
    private static final SigningKey BOB = Samples.key(2);
    private static final int SUITE = 0x0101;
    private static final long NOW = Samples.NOW;
    private static final int CASES = 20_000;

    @Test
    void aLaterRecordOfTheSameNodeSuiteAndUseIsTaken() throws Exception {
        SignedPrekey next = onion(ADA, SUITE, NOW);
        PrekeyRecord refused = onion(ADA, SUITE, NOW - 100).record();
        assertArrayEquals(next.record().digest(), judge(next, refused, refused).digest());
        assertArrayEquals(
                next.record().digest(),
                PrekeySuccessor.judge(next.bytes(), refused, Optional.empty(), NOW)
                        .digest());
        assertArrayEquals(
                next.record().digest(),
                judge(next, refused, next.record()).digest(),
                "another circuit learned it first");
    }

    @Test
    void everythingElseIsATypedFailure() throws Exception {
        PrekeyRecord refused = onion(ADA, SUITE, NOW - 100).record();
        PrekeyRecord held = onion(ADA, SUITE, NOW - 50).record();
        assertEquals(ErrorKind.PROTOCOL, fails(onion(BOB, SUITE, NOW), refused, refused), "another node's");
        assertEquals(ErrorKind.PROTOCOL, fails(onion(ADA, 0x0102, NOW), refused, refused), "another suite's");
        SignedPrekey link = Samples.prekey(ADA, SUITE, PrekeyUse.LINK, 9, NOW);
        assertEquals(ErrorKind.PROTOCOL, fails(link, refused, refused), "another use");
        assertEquals(ErrorKind.STALE_PREKEY, fails(onion(ADA, SUITE, NOW - 21_600), refused, refused), "expired");
        assertEquals(ErrorKind.BAD_INPUT, fails(onion(ADA, SUITE, NOW + 3_601), refused, refused), "dated ahead");
        assertEquals(ErrorKind.REPLAYED, fails(onion(ADA, SUITE, NOW - 100), refused, refused), "the refused one");
        assertEquals(ErrorKind.REPLAYED, fails(onion(ADA, SUITE, NOW - 101), refused, refused), "an older one");
        assertEquals(ErrorKind.REPLAYED, fails(onion(ADA, SUITE, NOW - 60), refused, held), "older than one held");
        SignedPrekey twin = Samples.prekey(ADA, SUITE, PrekeyUse.ONION, 77, NOW - 50);
        assertEquals(ErrorKind.REPLAYED, fails(twin, refused, held), "as old as one held");
        byte[] forged = onion(ADA, SUITE, NOW).bytes().clone();
        forged[80] ^= 1;
        assertEquals(ErrorKind.TAMPERED, fails(forged, refused, refused), "forged");
        assertEquals(ErrorKind.BAD_INPUT, fails(new byte[0], refused, refused), "nothing");
        assertEquals(ErrorKind.BAD_INPUT, fails(new byte[SignedPrekey.MAX + 1], refused, refused), "too long");
        byte[] longer = Arrays.copyOf(onion(ADA, SUITE, NOW).bytes(), 300);
        assertEquals(ErrorKind.BAD_INPUT, fails(longer, refused, refused), "bytes left over");
    }

    @Test
    void mutantsAreRefusedAndNothingEscapes() throws Exception {
        Random random = new Random(17);
        PrekeyRecord refused = onion(ADA, SUITE, NOW - 100).record();
        byte[] good = onion(ADA, SUITE, NOW).bytes();
        Set<ErrorKind> seen = EnumSet.noneOf(ErrorKind.class);
        for (int i = 0; i < CASES; i++) {
            byte[] mutant = mutate(good.clone(), random);
            if (!Arrays.equals(mutant, good)) {
                seen.add(fails(mutant, refused, refused));
            }
        }
        assertEquals(EnumSet.of(ErrorKind.BAD_INPUT, ErrorKind.TAMPERED), seen);
    }

    private static byte[] mutate(byte[] seed, Random random) {
        switch (random.nextInt(4)) {
            case 0 -> {
                return Arrays.copyOf(seed, random.nextInt(2 * seed.length));
            }
            case 1 -> {
                byte[] noise = new byte[random.nextInt(600)];
                random.nextBytes(noise);
                System.arraycopy(seed, 0, noise, 0, Math.min(noise.length, random.nextInt(8)));
                return noise;
            }
            default -> {
                for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                    seed[random.nextInt(seed.length)] ^= (byte) (1 << random.nextInt(8));
                }
                return seed;
            }
        }
    }

    private static SignedPrekey onion(SigningKey key, int suite, long notBefore) throws Port17Exception {
        return Samples.prekey(key, suite, PrekeyUse.ONION, (int) notBefore, notBefore);
    }

    private static PrekeyRecord judge(SignedPrekey signed, PrekeyRecord refused, PrekeyRecord held)
            throws Port17Exception {
        return PrekeySuccessor.judge(signed.bytes(), refused, Optional.of(held), NOW);
    }

    private static ErrorKind fails(SignedPrekey signed, PrekeyRecord refused, PrekeyRecord held) {
        return fails(signed.bytes(), refused, held);
    }

    private static ErrorKind fails(byte[] signed, PrekeyRecord refused, PrekeyRecord held) {
        Port17Exception e = assertThrows(
                Port17Exception.class, () -> PrekeySuccessor.judge(signed, refused, Optional.of(held), NOW));
        assertTrue(!e.getMessage().isEmpty());
        return e.kind();
    }
}
