package org.port17.suite.kit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.port17.api.Port17Exception;
import org.port17.ratchet.DoubleRatchet;
import org.port17.spi.suite.Prekey;
import org.port17.spi.suite.PrekeyUse;
import org.port17.testkit.RatchetPair;
import org.port17.testkit.SeededRandom;

/**
 * A suite that throws at any place, as one whose provider is going away does: the ratchet stays as it was, and no secret of
 * what failed is left.
 */
class FailingSuiteTest {
    private static final byte[] CONTEXT = "failing".getBytes(StandardCharsets.US_ASCII);

    private final Faults faults = new Faults();
    private final ComposedSuite suite = faults.suite();
    private final SecureRandom random = new SeededRandom(23);
    private RatchetPair pair;

    /** What may fail. */
    private interface Attempt {
        void run() throws Port17Exception;
    }

    @BeforeEach
    void pair() throws Port17Exception {
        pair = RatchetPair.of(suite, PrekeyUse.ONION);
    }

    @AfterEach
    void close() {
        pair.close();
        assertEquals(0, faults.openCiphers());
    }

    /** Tries it with a failure at every place, one after the other, until nothing fails any more. */
    private int failEverywhere(Attempt attempt, Attempt check) throws Port17Exception {
        for (int place = 0; ; place++) {
            int ciphers = faults.openCiphers();
            faults.failAt(place);
            try {
                attempt.run();
                faults.calm();
                return place;
            } catch (Faults.Gone e) {
                faults.calm();
                assertTrue(faults.allWiped(), "a secret outlives the failure at place " + place);
                assertEquals(ciphers, faults.openCiphers(), "a cipher outlives the failure at place " + place);
                check.run();
            }
        }
    }

    private void unchanged() {
        for (DoubleRatchet end : new DoubleRatchet[] {pair.initiator(), pair.responder()}) {
            assertFalse(end.pending());
            assertEquals(1, end.nextEpoch());
        }
        RatchetPair.passes(pair.initiator(), pair.responder(), new byte[40]);
        RatchetPair.passes(pair.responder(), pair.initiator(), new byte[40]);
    }

    @Test
    void aHandshakeThatFailsLeavesNothing() throws Port17Exception {
        try (Prekey prekey = suite.newPrekey(PrekeyUse.ONION, random)) {
            int places = failEverywhere(
                    () -> DoubleRatchet.initiate(suite, PrekeyUse.ONION, prekey.publicKey(), CONTEXT, random)
                            .ratchet()
                            .close(),
                    this::unchanged);
            assertTrue(places > 15, places + " places");
            DoubleRatchet.Started first =
                    DoubleRatchet.initiate(suite, PrekeyUse.ONION, prekey.publicKey(), CONTEXT, random);
            places = failEverywhere(
                    () -> DoubleRatchet.respond(suite, prekey, first.share(), CONTEXT)
                            .close(),
                    this::unchanged);
            assertTrue(places > 15, places + " places");
            first.ratchet().close();
        }
    }

    @Test
    void aStepThatFailsChangesNothing() throws Port17Exception {
        byte[] offer = RatchetPair.offer(pair.initiator(), random);
        byte[][] answer = new byte[1][];
        int places = failEverywhere(
                () -> answer[0] = pair.responder().answer(offer, id -> Optional.of(suite), random), this::unchanged);
        assertTrue(places > 15, places + " places");
        places = failEverywhere(() -> pair.initiator().accept(answer[0]), () -> {
            assertFalse(pair.initiator().pending());
            assertEquals(1, pair.initiator().nextEpoch());
            assertFalse(pair.initiator().mayOffer(), "the offer still waits for its answer");
            RatchetPair.passes(pair.initiator(), pair.responder(), new byte[40]);
            RatchetPair.passes(pair.responder(), pair.initiator(), new byte[40]);
        });
        assertTrue(places > 15, places + " places");
        for (DoubleRatchet end : new DoubleRatchet[] {pair.initiator(), pair.responder()}) {
            end.switchSealing();
            end.switchOpening();
            assertEquals(1, end.oldestEpoch());
        }
        RatchetPair.passes(pair.initiator(), pair.responder(), new byte[40]);
        RatchetPair.passes(pair.responder(), pair.initiator(), new byte[40]);
    }

    @Test
    void anAnswerThatConfirmsNothingLeavesNothing() throws Port17Exception {
        byte[] answer = RatchetPair.answer(pair.responder(), RatchetPair.offer(pair.initiator(), random), random);
        byte[] wrong = answer.clone();
        wrong[wrong.length - 1] ^= 1;
        int ciphers = faults.openCiphers();
        faults.failAt(Integer.MAX_VALUE);
        assertThrows(Port17Exception.class, () -> pair.initiator().accept(wrong));
        assertTrue(faults.allWiped());
        assertEquals(ciphers, faults.openCiphers());
        pair.initiator().accept(answer);
        assertArrayEquals(
                pair.responder().export("a", CONTEXT, 32), pair.initiator().export("a", CONTEXT, 32));
    }

    @Test
    void aChainThatCannotMoveOnIsClosed() throws Port17Exception {
        RatchetPair.passMany(pair.initiator(), pair.responder(), 255);
        DoubleRatchet sealing = pair.initiator();
        faults.failAt(2);
        assertThrows(Faults.Gone.class, () -> RatchetPair.seal(sealing, new byte[9]));
        faults.calm();
        IllegalStateException e =
                assertThrows(IllegalStateException.class, () -> RatchetPair.seal(sealing, new byte[9]));
        assertEquals("chain is closed", e.getMessage());
    }

    @Test
    void aOneTimeLayerThatFailsLeavesNothing() throws Port17Exception {
        int[] labels = {0};
        int places = failEverywhere(
                () -> pair.initiator().oneTime("layer " + labels[0]++).close(), this::unchanged);
        assertTrue(places >= 5, places + " places");
    }
}
