package org.port17.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.port17.api.Port17Exception;
import org.port17.ratchet.DoubleRatchet;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.OneTimeLayer;
import org.port17.spi.suite.PrekeyUse;
import org.port17.spi.suite.SuiteTraits;

/** Keystream, filler, one-time layers, exported secrets. */
interface SuiteOnionContract {
    CipherSuite suite();

    @Test
    default void ciphertextIsPlaintextXorKeystream() throws Port17Exception {
        assumeTrue(suite().traits().onion());
        try (RatchetPair pair = RatchetPair.of(suite(), PrekeyUse.ONION)) {
            for (int i = 0; i < 520; i++) {
                int length = 1 + i * 13 % 3_000;
                boolean back = i % 3 == 0;
                DoubleRatchet from = back ? pair.responder() : pair.initiator();
                DoubleRatchet to = back ? pair.initiator() : pair.responder();
                byte[] expected = RatchetPair.bytes(i, length);
                byte[] sealed = new byte[length + SuiteTraits.TAG];
                System.arraycopy(expected, 0, sealed, 0, length);
                byte[] atOpener = expected.clone();
                from.sealKeystream(expected, 0, length);
                to.openKeystream(atOpener, 0, length / 2);
                System.arraycopy(sealed, 0, atOpener, 0, length / 2);
                to.openKeystream(atOpener, 0, length);
                from.seal(1, sealed, 0, length, sealed, 0);
                assertArrayEquals(expected, Arrays.copyOf(sealed, length), "message " + i);
                assertArrayEquals(expected, atOpener, "message " + i);
                assertTrue(to.open(1, sealed, 0, sealed.length, sealed, 0));
            }
        }
    }

    @Test
    default void askingForAKeystreamTwiceGivesTheSame() throws Port17Exception {
        assumeTrue(suite().traits().onion());
        try (RatchetPair pair = RatchetPair.of(suite(), PrekeyUse.ONION)) {
            byte[] buffer = new byte[4_000];
            pair.initiator().sealKeystream(buffer, 7, 3_000);
            assertFalse(Arrays.equals(new byte[4_000], buffer));
            pair.initiator().sealKeystream(buffer, 7, 3_000);
            assertArrayEquals(new byte[4_000], buffer);
        }
    }

    @Test
    default void fillerIsEqualAtBothEnds() throws Port17Exception {
        try (RatchetPair pair = RatchetPair.of(suite(), PrekeyUse.ONION)) {
            Set<String> seen = new HashSet<>();
            for (int i = 0; i < 650; i++) {
                // some messages without asking, as padding and control cells do
                if (i % 7 != 3) {
                    String forward = filler(pair.initiator(), true);
                    assertEquals(forward, filler(pair.initiator(), true), "asking changes nothing");
                    assertEquals(forward, filler(pair.responder(), false), "message " + i);
                    String backward = filler(pair.responder(), true);
                    assertEquals(backward, filler(pair.initiator(), false), "message " + i);
                    assertTrue(seen.add(forward) && seen.add(backward), "filler repeats at " + i);
                }
                RatchetPair.passMany(pair.initiator(), pair.responder(), 1);
                RatchetPair.passMany(pair.responder(), pair.initiator(), 1);
            }
        }
    }

    @Test
    default void fillerFollowsTheEpoch() throws Port17Exception {
        try (RatchetPair pair = RatchetPair.of(suite(), PrekeyUse.ONION)) {
            String old = filler(pair.initiator(), true);
            byte[] oldKeys = new byte[64];
            pair.initiator().sealKeystream(oldKeys, 0, 64);
            pair.prepareEpoch(new SeededRandom(1));
            assertEquals(old, filler(pair.initiator(), true), "prepared is not switched");
            pair.initiator().switchSealing();
            assertFalse(old.equals(filler(pair.initiator(), true)));
            assertEquals(old, filler(pair.responder(), false));
            pair.responder().switchOpening();
            assertEquals(filler(pair.initiator(), true), filler(pair.responder(), false));
            byte[] keys = new byte[64];
            pair.responder().openKeystream(keys, 0, 64);
            assertFalse(Arrays.equals(oldKeys, keys));
            pair.initiator().sealKeystream(keys, 0, 64);
            assertArrayEquals(new byte[64], keys);
        }
    }

    @Test
    default void oneTimeLayerWorksOnce() throws Port17Exception {
        try (RatchetPair pair = RatchetPair.of(suite(), PrekeyUse.ONION);
                OneTimeLayer sealer = pair.initiator().oneTime("build");
                OneTimeLayer opener = pair.responder().oneTime("build")) {
            byte[] aad = {1, 2, 3};
            byte[] plain = RatchetPair.bytes(1, 4_000);
            byte[] expected = plain.clone();
            sealer.keystream(expected, 0, plain.length);
            byte[] sealed = new byte[plain.length + SuiteTraits.TAG];
            sealer.seal(aad, plain, 0, plain.length, sealed, 0);
            assertArrayEquals(expected, Arrays.copyOf(sealed, plain.length));
            assertThrows(IllegalStateException.class, () -> sealer.seal(aad, plain, 0, 9, new byte[99], 0));
            byte[] out = new byte[plain.length];
            byte[] forged = sealed.clone();
            forged[17] ^= 4;
            assertFalse(opener.open(aad, forged, 0, forged.length, out, 0));
            assertFalse(opener.open(new byte[3], sealed, 0, sealed.length, out, 0));
            assertFalse(opener.open(aad, sealed, 0, 15, out, 0));
            assertTrue(opener.open(aad, sealed, 0, sealed.length, out, 0), "failed tries spend nothing");
            assertArrayEquals(plain, out);
            assertThrows(IllegalStateException.class, () -> opener.open(aad, sealed, 0, sealed.length, out, 0));
            opener.keystream(expected, 0, plain.length);
            assertArrayEquals(plain, expected, "keystream after opening");
            byte[] filler = new byte[5_000];
            byte[] sameFiller = RatchetPair.bytes(2, 5_010);
            sealer.filler(filler, 0, 5_000);
            opener.filler(sameFiller, 10, 5_000);
            assertArrayEquals(filler, Arrays.copyOfRange(sameFiller, 10, 5_010));
            opener.filler(sameFiller, 10, 24);
            assertArrayEquals(Arrays.copyOf(filler, 24), Arrays.copyOfRange(sameFiller, 10, 34));
        }
    }

    @Test
    default void oneTimeLayerIsBoundToLabelEndAndEpoch() throws Port17Exception {
        try (RatchetPair pair = RatchetPair.of(suite(), PrekeyUse.ONION)) {
            byte[] buffer = new byte[50];
            OneTimeLayer a = pair.initiator().oneTime("a");
            a.seal(new byte[0], buffer, 0, 8, buffer, 0);
            OneTimeLayer b = pair.responder().oneTime("b");
            assertFalse(b.open(new byte[0], buffer, 0, 24, new byte[8], 0), "another label");
            assertThrows(IllegalStateException.class, () -> pair.initiator().oneTime("a"));
            assertThrows(IllegalStateException.class, () -> b.seal(new byte[0], buffer, 0, 8, buffer, 0));
            assertThrows(IllegalStateException.class, () -> a.open(new byte[0], buffer, 0, 24, buffer, 0));
            a.close();
            a.close();
            assertThrows(IllegalStateException.class, () -> a.keystream(buffer, 0, 8));
            assertTrue(pair.responder().oneTime("a").open(new byte[0], buffer, 0, 24, new byte[8], 0));
            pair.prepareEpoch(new SeededRandom(2));
            assertThrows(IllegalStateException.class, () -> pair.responder().oneTime("c"), "epoch 0 is over");
        }
    }

    @Test
    default void exportsAreEqualAndSeparate() throws Port17Exception {
        try (RatchetPair pair = RatchetPair.of(suite(), PrekeyUse.LINK)) {
            byte[] context = {1, 2};
            byte[] first = pair.initiator().export("bind", context, 48);
            assertEquals(48, first.length);
            assertArrayEquals(first, pair.responder().export("bind", context, 48));
            Set<String> all = new HashSet<>();
            DoubleRatchet end = pair.initiator();
            assertTrue(all.add(Arrays.toString(first)));
            assertTrue(all.add(Arrays.toString(Arrays.copyOf(end.export("bind", context, 64), 48))), "length");
            assertTrue(all.add(Arrays.toString(end.export("bine", context, 48))), "label");
            assertTrue(all.add(Arrays.toString(end.export("bin", new byte[] {'d', 1, 2}, 48))), "border");
            assertTrue(all.add(Arrays.toString(end.export("bind", new byte[] {1}, 48))), "context");
            RatchetPair.passMany(pair.initiator(), pair.responder(), 300);
            assertArrayEquals(first, pair.responder().export("bind", context, 48), "phases do not matter");
            pair.prepareEpoch(new SeededRandom(3));
            byte[] second = pair.initiator().export("bind", context, 48);
            assertTrue(all.add(Arrays.toString(second)), "a new root");
            assertArrayEquals(second, pair.responder().export("bind", context, 48));
        }
    }

    private static String filler(DoubleRatchet end, boolean sealing) {
        byte[] filler = new byte[2 + SuiteTraits.FILLER];
        if (sealing) {
            end.sealFiller(filler, 1);
        } else {
            end.openFiller(filler, 1);
        }
        assertEquals(0, filler[0] | filler[filler.length - 1]);
        return Arrays.toString(filler);
    }
}
