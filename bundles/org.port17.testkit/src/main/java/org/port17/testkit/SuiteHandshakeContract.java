package org.port17.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.ratchet.DoubleRatchet;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.Prekey;
import org.port17.spi.suite.PrekeyUse;

/** Prekeys, the first flight, and what malformed parts of it do. */
interface SuiteHandshakeContract {
    CipherSuite suite();

    @Test
    default void traitsAreSane() {
        var traits = suite().traits();
        assertTrue(traits.id() > 0 && traits.id() <= 0xffff);
        assertTrue(traits.name().matches("P17_[A-Z0-9_]+"), traits.name());
        assertFalse(traits.provider().isBlank());
        assertTrue(traits.linkPrekeyBytes() > 0 && traits.onionPrekeyBytes() > 0);
    }

    @ParameterizedTest
    @EnumSource(PrekeyUse.class)
    default void sizesAreAsTheTraitsSay(PrekeyUse use) throws Port17Exception {
        CipherSuite suite = suite();
        SeededRandom random = new SeededRandom(1);
        Prekey prekey = suite.newPrekey(use, random);
        assertEquals(use, prekey.use());
        assertEquals(suite.traits().prekeyBytes(use), prekey.publicKey().length);
        DoubleRatchet.Started first = DoubleRatchet.initiate(suite, use, prekey.publicKey(), new byte[0], random);
        assertEquals(suite.traits().shareBytes(use), first.share().length);
        DoubleRatchet responder = DoubleRatchet.respond(suite, prekey, first.share(), new byte[0]);
        byte[] offer = RatchetPair.offer(first.ratchet(), random);
        assertEquals(DoubleRatchet.offerBytes(suite.traits()), offer.length);
        assertEquals(DoubleRatchet.answerBytes(suite.traits()), RatchetPair.answer(responder, offer, random).length);
    }

    @Test
    default void publicKeyIsACopy() {
        Prekey prekey = suite().newPrekey(PrekeyUse.ONION, new SeededRandom(2));
        byte[] before = prekey.publicKey();
        Arrays.fill(prekey.publicKey(), (byte) 0);
        assertArrayEquals(before, prekey.publicKey());
    }

    @ParameterizedTest
    @EnumSource(PrekeyUse.class)
    default void theSameRandomnessGivesTheSameBytes(PrekeyUse use) throws Port17Exception {
        try (RatchetPair a = RatchetPair.of(suite(), use);
                RatchetPair b = RatchetPair.of(suite(), use)) {
            byte[] plain = RatchetPair.bytes(3, 100);
            assertArrayEquals(RatchetPair.seal(a.initiator(), plain), RatchetPair.seal(b.initiator(), plain));
            assertArrayEquals(RatchetPair.seal(a.responder(), plain), RatchetPair.seal(b.responder(), plain));
        }
    }

    /**
     * A share taken twice gives the same keys and the same nonces again: why the caller must keep the replay cache, as
     * {@link CipherSuite#respond} says.
     */
    @ParameterizedTest
    @EnumSource(PrekeyUse.class)
    default void aReplayedShareGivesTheSameState(PrekeyUse use) throws Port17Exception {
        SeededRandom random = new SeededRandom(4);
        Prekey prekey = suite().newPrekey(use, random);
        DoubleRatchet.Started first = DoubleRatchet.initiate(suite(), use, prekey.publicKey(), new byte[3], random);
        DoubleRatchet once = DoubleRatchet.respond(suite(), prekey, first.share(), new byte[3]);
        DoubleRatchet again = DoubleRatchet.respond(suite(), prekey, first.share(), new byte[3]);
        byte[] plain = RatchetPair.bytes(5, 64);
        assertArrayEquals(RatchetPair.seal(once, plain), RatchetPair.seal(again, plain));
    }

    @ParameterizedTest
    @EnumSource(PrekeyUse.class)
    default void contextPrekeyAndShareAreBound(PrekeyUse use) throws Port17Exception {
        CipherSuite suite = suite();
        SeededRandom random = new SeededRandom(6);
        Prekey prekey = suite.newPrekey(use, random);
        Prekey other = suite.newPrekey(use, random);
        DoubleRatchet.Started first = DoubleRatchet.initiate(suite, use, prekey.publicKey(), new byte[] {1}, random);
        byte[] sealed = RatchetPair.seal(first.ratchet(), new byte[10]);
        byte[] forged = first.share();
        forged[0] ^= 1;
        assertNull(RatchetPair.open(DoubleRatchet.respond(suite, prekey, forged, new byte[] {1}), sealed));
        forged[0] ^= 1;
        assertNull(RatchetPair.open(DoubleRatchet.respond(suite, prekey, forged, new byte[] {2}), sealed));
        assertNull(RatchetPair.open(DoubleRatchet.respond(suite, prekey, forged, new byte[0]), sealed));
        assertNull(RatchetPair.open(DoubleRatchet.respond(suite, other, forged, new byte[] {1}), sealed));
        assertNotNull(RatchetPair.open(DoubleRatchet.respond(suite, prekey, forged, new byte[] {1}), sealed));
    }

    @ParameterizedTest
    @EnumSource(PrekeyUse.class)
    default void wrongLengthsAreBadInput(PrekeyUse use) throws Port17Exception {
        CipherSuite suite = suite();
        SeededRandom random = new SeededRandom(7);
        Prekey prekey = suite.newPrekey(use, random);
        byte[] share = DoubleRatchet.initiate(suite, use, prekey.publicKey(), new byte[0], random)
                .share();
        for (int delta : new int[] {-1, 1, -share.length}) {
            byte[] key = Arrays.copyOf(prekey.publicKey(), Math.max(0, prekey.publicKey().length + delta));
            badInput(() -> DoubleRatchet.initiate(suite, use, key, new byte[0], random));
            badInput(() ->
                    DoubleRatchet.respond(suite, prekey, Arrays.copyOf(share, share.length + delta), new byte[0]));
        }
    }

    /** Points of small order (RFC 7748 §6.1) must not lead to an agreement everybody knows. */
    @ParameterizedTest
    @EnumSource(PrekeyUse.class)
    default void smallOrderPointsAreBadInput(PrekeyUse use) throws Port17Exception {
        CipherSuite suite = suite();
        SeededRandom random = new SeededRandom(8);
        Prekey prekey = suite.newPrekey(use, random);
        byte[] share = DoubleRatchet.initiate(suite, use, prekey.publicKey(), new byte[0], random)
                .share();
        for (String hex : new String[] {
            "00".repeat(32),
            "01" + "00".repeat(31),
            "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
            "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
            "ec" + "ff".repeat(30) + "7f"
        }) {
            byte[] point = HexFormat.of().parseHex(hex);
            badInput(
                    () -> DoubleRatchet.initiate(suite, use, withTail(prekey.publicKey(), point), new byte[0], random));
            badInput(() -> DoubleRatchet.respond(suite, prekey, withTail(share, point), new byte[0]));
        }
    }

    /** Random keys and shares: a typed failure or a ratchet that opens nothing, never anything else. */
    @Test
    default void randomInputIsRefusedOrUseless() throws Port17Exception {
        CipherSuite suite = suite();
        Random fuzz = new Random(9);
        SeededRandom random = new SeededRandom(9);
        for (PrekeyUse use : PrekeyUse.values()) {
            Prekey prekey = suite.newPrekey(use, random);
            byte[] sealed = RatchetPair.seal(
                    DoubleRatchet.initiate(suite, use, prekey.publicKey(), new byte[0], random)
                            .ratchet(),
                    new byte[20]);
            for (int i = 0; i < 500; i++) {
                byte[] share = new byte
                        [i % 5 == 0 ? fuzz.nextInt(2000) : suite.traits().shareBytes(use)];
                fuzz.nextBytes(share);
                byte[] key = new byte
                        [i % 5 == 0 ? fuzz.nextInt(2000) : suite.traits().prekeyBytes(use)];
                fuzz.nextBytes(key);
                try {
                    assertNull(RatchetPair.open(DoubleRatchet.respond(suite, prekey, share, new byte[0]), sealed));
                    DoubleRatchet.initiate(suite, use, key, new byte[0], random);
                } catch (Port17Exception e) {
                    assertEquals(ErrorKind.BAD_INPUT, e.kind());
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(PrekeyUse.class)
    default void aClosedPrekeyIsStale(PrekeyUse use) throws Port17Exception {
        SeededRandom random = new SeededRandom(10);
        Prekey prekey = suite().newPrekey(use, random);
        byte[] share = DoubleRatchet.initiate(suite(), use, prekey.publicKey(), new byte[0], random)
                .share();
        prekey.close();
        prekey.close();
        Port17Exception e =
                assertThrows(Port17Exception.class, () -> DoubleRatchet.respond(suite(), prekey, share, new byte[0]));
        assertEquals(ErrorKind.STALE_PREKEY, e.kind());
    }

    @Test
    default void usesDoNotMix() throws Port17Exception {
        byte[] plain = new byte[16];
        try (RatchetPair link = RatchetPair.of(suite(), PrekeyUse.LINK);
                RatchetPair onion = RatchetPair.of(suite(), PrekeyUse.ONION)) {
            assertNotEquals(
                    HexFormat.of().formatHex(RatchetPair.seal(link.initiator(), plain)),
                    HexFormat.of().formatHex(RatchetPair.seal(onion.initiator(), plain)));
        }
    }

    private static byte[] withTail(byte[] bytes, byte[] tail) {
        System.arraycopy(tail, 0, bytes, bytes.length - tail.length, tail.length);
        return bytes.clone();
    }

    private static void badInput(org.junit.jupiter.api.function.Executable action) {
        assertEquals(
                ErrorKind.BAD_INPUT, assertThrows(Port17Exception.class, action).kind());
    }
}
