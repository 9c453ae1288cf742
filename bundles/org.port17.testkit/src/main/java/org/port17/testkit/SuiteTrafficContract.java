package org.port17.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.port17.api.Port17Exception;
import org.port17.ratchet.DoubleRatchet;
import org.port17.spi.suite.Chain;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.PrekeyUse;
import org.port17.spi.suite.SuiteTraits;

/** Sealing and opening within an epoch. */
interface SuiteTrafficContract {
    CipherSuite suite();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 17, 2_032, 2_048, 2_060, 16_368, 16_384, 16_400})
    default void everySizeMakesTheRoundTrip(int size) throws Port17Exception {
        try (RatchetPair pair = RatchetPair.of(suite(), PrekeyUse.LINK)) {
            byte[] plain = RatchetPair.bytes(size, size);
            for (int i = 0; i < 3; i++) {
                RatchetPair.passes(pair.initiator(), pair.responder(), plain);
                RatchetPair.passes(pair.responder(), pair.initiator(), plain);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2_032, 16_400})
    default void offsetsAndInPlaceWork(int size) throws Port17Exception {
        try (RatchetPair pair = RatchetPair.of(suite(), PrekeyUse.ONION)) {
            byte[] plain = RatchetPair.bytes(size, size);
            for (int offset : new int[] {0, 1, 24, 37}) {
                byte[] buffer = new byte[offset + size + SuiteTraits.TAG + 5];
                Arrays.fill(buffer, (byte) 0x5a);
                System.arraycopy(plain, 0, buffer, offset, size);
                pair.initiator().seal(7, buffer, offset, size, buffer, offset);
                assertGuard(buffer, 0, offset);
                assertGuard(buffer, offset + size + SuiteTraits.TAG, buffer.length);
                byte[] apart = new byte[3 + size];
                byte[] before = buffer.clone();
                assertTrue(pair.responder().open(7, buffer, offset, size + SuiteTraits.TAG, apart, 3));
                assertArrayEquals(plain, Arrays.copyOfRange(apart, 3, apart.length));
                assertArrayEquals(before, buffer, "input is unchanged");
                pair.responder().seal(7, plain, 0, size, buffer, offset);
                assertTrue(pair.initiator().open(7, buffer, offset, size + SuiteTraits.TAG, buffer, offset));
                assertArrayEquals(plain, Arrays.copyOfRange(buffer, offset, offset + size));
                assertGuard(buffer, 0, offset);
            }
        }
    }

    @Test
    default void phasesStepByThemselves() throws Port17Exception {
        try (RatchetPair pair = RatchetPair.of(suite(), PrekeyUse.LINK)) {
            RatchetPair.passMany(pair.initiator(), pair.responder(), 256);
            assertEquals(1, pair.initiator().state().phase());
            assertEquals(0, pair.initiator().state().bytesUnderKey());
            assertEquals(0, pair.responder().state().phase(), "directions step apart");
            RatchetPair.passMany(pair.initiator(), pair.responder(), 600);
            RatchetPair.passMany(pair.responder(), pair.initiator(), 300);
            assertEquals(3, pair.initiator().state().phase());
            assertEquals(8 * (256 + 600 - 3 * 256), pair.initiator().state().bytesUnderKey());
            assertEquals(1, pair.responder().state().phase());
        }
    }

    @Test
    default void theSamePlaintextNeverLooksTheSame() throws Port17Exception {
        var seen = new java.util.HashSet<String>();
        try (RatchetPair pair = RatchetPair.of(suite(), PrekeyUse.LINK)) {
            for (int i = 0; i < 700; i++) {
                assertTrue(seen.add(Arrays.toString(RatchetPair.seal(pair.initiator(), new byte[16]))));
                assertTrue(seen.add(Arrays.toString(RatchetPair.seal(pair.responder(), new byte[16]))));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(PrekeyUse.class)
    default void everyTamperedByteIsNoticedAndChangesNothing(PrekeyUse use) throws Port17Exception {
        try (RatchetPair pair = RatchetPair.of(suite(), use)) {
            // the last message of a phase: a failure must not step
            RatchetPair.passMany(pair.initiator(), pair.responder(), 255);
            for (int round = 0; round < 2; round++) {
                byte[] plain = RatchetPair.bytes(round, 40);
                byte[] sealed = RatchetPair.seal(pair.initiator(), plain);
                byte[] before = streams(pair.responder());
                for (int i = 0; i < sealed.length; i++) {
                    byte[] forged = sealed.clone();
                    forged[i] ^= (byte) (1 << i % 8);
                    byte[] asGiven = forged.clone();
                    assertNull(RatchetPair.open(pair.responder(), forged), "byte " + i);
                    assertArrayEquals(asGiven, forged, "input is unchanged");
                }
                assertArrayEquals(before, streams(pair.responder()));
                assertArrayEquals(plain, RatchetPair.open(pair.responder(), sealed));
                assertNull(RatchetPair.open(pair.responder(), sealed), "a repeated message");
            }
        }
    }

    @Test
    default void truncatedAndEmptyInputDoesNotOpen() throws Port17Exception {
        try (RatchetPair pair = RatchetPair.of(suite(), PrekeyUse.LINK)) {
            byte[] sealed = RatchetPair.seal(pair.initiator(), new byte[5]);
            for (int length = 0; length < sealed.length; length++) {
                assertNull(RatchetPair.open(pair.responder(), Arrays.copyOf(sealed, length)), "length " + length);
            }
            assertNull(RatchetPair.open(pair.responder(), Arrays.copyOf(sealed, sealed.length + 1)));
            assertNotNull(RatchetPair.open(pair.responder(), sealed));
        }
    }

    @Test
    default void kindDirectionAndOrderAreBound() throws Port17Exception {
        try (RatchetPair pair = RatchetPair.of(suite(), PrekeyUse.LINK)) {
            byte[] first = RatchetPair.seal(pair.initiator(), new byte[8]);
            byte[] second = RatchetPair.seal(pair.initiator(), new byte[8]);
            byte[] out = new byte[8];
            assertFalse(pair.responder().open(RatchetPair.KIND + 1, first, 0, first.length, out, 0));
            assertNull(RatchetPair.open(pair.responder(), second), "wrong order");
            assertNull(RatchetPair.open(pair.initiator(), first), "reflected");
            assertNotNull(RatchetPair.open(pair.responder(), first));
            assertNotNull(RatchetPair.open(pair.responder(), second));
        }
    }

    @Test
    default void anEpochHasAHardLimit() throws Port17Exception {
        try (RatchetPair pair = RatchetPair.of(suite(), PrekeyUse.ONION)) {
            byte[] tag = new byte[SuiteTraits.TAG];
            for (int i = 0; i < Chain.LIMIT; i++) {
                pair.initiator().seal(0, tag, 0, 0, tag, 0);
            }
            assertThrows(IllegalStateException.class, () -> pair.initiator().seal(0, tag, 0, 0, tag, 0));
            pair.stepEpoch(new SeededRandom(11));
            RatchetPair.passMany(pair.initiator(), pair.responder(), 1);
        }
    }

    @Test
    default void offsetsOutsideTheArraysAreRefused() throws Port17Exception {
        try (RatchetPair pair = RatchetPair.of(suite(), PrekeyUse.LINK)) {
            byte[] small = new byte[20];
            DoubleRatchet end = pair.initiator();
            assertThrows(IndexOutOfBoundsException.class, () -> end.seal(0, small, 0, 20, small, 0));
            assertThrows(IndexOutOfBoundsException.class, () -> end.seal(0, small, 10, 11, new byte[99], 0));
            assertThrows(IndexOutOfBoundsException.class, () -> end.open(0, small, -1, 20, small, 0));
            assertThrows(IndexOutOfBoundsException.class, () -> end.openKeystream(small, 10, 11));
            RatchetPair.passMany(pair.initiator(), pair.responder(), 1);
        }
    }

    @Test
    default void aClosedRatchetDoesNothing() throws Port17Exception {
        RatchetPair pair = RatchetPair.of(suite(), PrekeyUse.LINK);
        pair.close();
        pair.close();
        byte[] buffer = new byte[64];
        for (DoubleRatchet end : new DoubleRatchet[] {pair.initiator(), pair.responder()}) {
            assertThrows(IllegalStateException.class, () -> end.seal(0, buffer, 0, 8, buffer, 0));
            assertThrows(IllegalStateException.class, () -> end.open(0, buffer, 0, 24, buffer, 0));
            assertThrows(IllegalStateException.class, () -> end.sealKeystream(buffer, 0, 8));
            assertThrows(IllegalStateException.class, () -> end.openFiller(buffer, 0));
            assertThrows(IllegalStateException.class, () -> end.oneTime("x"));
            assertThrows(IllegalStateException.class, () -> end.export("x", buffer, 8));
            assertThrows(IllegalStateException.class, () -> RatchetPair.offer(end, new SeededRandom(1)));
            assertThrows(IllegalStateException.class, () -> RatchetPair.answer(end, buffer, new SeededRandom(1)));
            assertThrows(IllegalStateException.class, () -> end.accept(buffer));
            assertThrows(IllegalStateException.class, end::switchSealing);
            assertThrows(IllegalStateException.class, end::state);
        }
    }

    private static byte[] streams(DoubleRatchet end) {
        byte[] streams = new byte[100 + SuiteTraits.FILLER];
        end.openKeystream(streams, 0, 100);
        end.openFiller(streams, 100);
        return streams;
    }

    private static void assertGuard(byte[] buffer, int from, int to) {
        for (int i = from; i < to; i++) {
            assertEquals((byte) 0x5a, buffer[i], "byte outside the range at " + i);
        }
    }
}
