package org.port17.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.ratchet.DoubleRatchet;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.PrekeyUse;

/** The public-key ratchet. */
interface SuiteEpochContract {
    CipherSuite suite();

    @ParameterizedTest
    @EnumSource(PrekeyUse.class)
    default void directionsSwitchAtDifferentTimes(PrekeyUse use) throws Port17Exception {
        SeededRandom random = new SeededRandom(1);
        try (RatchetPair pair = RatchetPair.of(suite(), use)) {
            DoubleRatchet client = pair.initiator();
            DoubleRatchet node = pair.responder();
            for (int epoch = 0; epoch < 4; epoch++) {
                byte[] offer = RatchetPair.offer(client, random);
                exchange(pair, epoch, epoch, false);
                byte[] answer = RatchetPair.answer(node, offer, random);
                assertTrue(node.state().pending());
                // the node answered: its last old message, then new ones, while the client still sends old ones
                byte[] last = RatchetPair.seal(node, answer);
                node.switchSealing();
                byte[] early = RatchetPair.seal(node, new byte[] {9});
                byte[] inFlight = RatchetPair.seal(client, new byte[] {8});
                assertArrayEquals(answer, RatchetPair.open(client, last));
                client.accept(answer);
                assertNull(RatchetPair.open(client, early), "not before the switch");
                client.switchOpening();
                assertNotNull(RatchetPair.open(client, early));
                assertNotNull(RatchetPair.open(node, inFlight));
                exchange(pair, epoch, epoch + 1, true);
                byte[] lastOfClient = RatchetPair.seal(client, new byte[] {7});
                client.switchSealing();
                byte[] newOfClient = RatchetPair.seal(client, new byte[] {6});
                assertNull(RatchetPair.open(node, newOfClient));
                assertNotNull(RatchetPair.open(node, lastOfClient));
                node.switchOpening();
                assertNotNull(RatchetPair.open(node, newOfClient));
                exchange(pair, epoch + 1, epoch + 1, false);
            }
        }
    }

    /** Random schedules of traffic and switches on an ordered wire: every message arrives, under at most two epochs. */
    @Test
    default void randomSchedulesLoseNothing() throws Port17Exception {
        for (int seed = 0; seed < 40; seed++) {
            Random plan = new Random(seed);
            SeededRandom random = new SeededRandom(seed);
            try (RatchetPair pair = RatchetPair.of(suite(), PrekeyUse.ONION)) {
                for (int epoch = 0; epoch < 3; epoch++) {
                    pair.prepareEpoch(random);
                    boolean[] done = new boolean[2];
                    while (!done[0] || !done[1]) {
                        int way = plan.nextInt(2);
                        DoubleRatchet from = way == 0 ? pair.initiator() : pair.responder();
                        DoubleRatchet to = way == 0 ? pair.responder() : pair.initiator();
                        RatchetPair.passMany(from, to, plan.nextInt(300));
                        if (!done[way] && plan.nextBoolean()) {
                            from.switchSealing();
                            to.switchOpening();
                            done[way] = true;
                        }
                    }
                    assertFalse(pair.initiator().state().pending());
                }
            }
        }
    }

    @Test
    default void aWrongConfirmationIsTamperedAndChangesNothing() throws Port17Exception {
        SeededRandom random = new SeededRandom(2);
        try (RatchetPair pair = RatchetPair.of(suite(), PrekeyUse.ONION)) {
            byte[] answer = RatchetPair.answer(pair.responder(), RatchetPair.offer(pair.initiator(), random), random);
            byte[] export = pair.initiator().export("x", new byte[0], 16);
            for (int at : new int[] {answer.length - 1, answer.length - 16, 6, answer.length - 40}) {
                byte[] forged = answer.clone();
                forged[at] ^= 1;
                kind(ErrorKind.TAMPERED, () -> pair.initiator().accept(forged));
            }
            for (int at = 0; at < 6; at++) {
                byte[] forged = answer.clone();
                forged[at] ^= 1;
                kind(ErrorKind.PROTOCOL, () -> pair.initiator().accept(forged));
            }
            assertArrayEquals(export, pair.initiator().export("x", new byte[0], 16));
            assertThrows(IllegalStateException.class, () -> pair.initiator().switchSealing());
            RatchetPair.passMany(pair.initiator(), pair.responder(), 3);
            pair.initiator().accept(answer);
            pair.initiator().switchSealing();
            pair.responder().switchOpening();
            RatchetPair.passMany(pair.initiator(), pair.responder(), 3);
        }
    }

    @Test
    default void malformedOffersAndAnswersAreBadInput() throws Port17Exception {
        SeededRandom random = new SeededRandom(3);
        try (RatchetPair pair = RatchetPair.of(suite(), PrekeyUse.ONION)) {
            byte[] offer = RatchetPair.offer(pair.initiator(), random);
            for (int length : new int[] {0, 1, offer.length - 1, offer.length + 1}) {
                kind(
                        ErrorKind.BAD_INPUT,
                        () -> RatchetPair.answer(pair.responder(), Arrays.copyOf(offer, length), random));
            }
            byte[] lowOrder = offer.clone();
            Arrays.fill(lowOrder, offer.length - 32, offer.length, (byte) 0);
            kind(ErrorKind.BAD_INPUT, () -> RatchetPair.answer(pair.responder(), lowOrder, random));
            if (suite().traits().hybrid()) {
                byte[] unreduced = offer.clone();
                Arrays.fill(unreduced, 6, 18, (byte) 0xff);
                kind(ErrorKind.BAD_INPUT, () -> RatchetPair.answer(pair.responder(), unreduced, random));
            }
            byte[] answer = RatchetPair.answer(pair.responder(), offer, random);
            for (int length : new int[] {0, 16, answer.length - 1, answer.length + 1}) {
                kind(ErrorKind.BAD_INPUT, () -> pair.initiator().accept(Arrays.copyOf(answer, length)));
            }
            pair.initiator().accept(answer);
        }
    }

    @Test
    default void stepsOutOfTurnAreProtocolErrors() throws Port17Exception {
        SeededRandom random = new SeededRandom(4);
        try (RatchetPair pair = RatchetPair.of(suite(), PrekeyUse.LINK)) {
            DoubleRatchet client = pair.initiator();
            DoubleRatchet node = pair.responder();
            kind(ErrorKind.PROTOCOL, () -> RatchetPair.offer(node, random));
            kind(ErrorKind.PROTOCOL, () -> client.accept(new byte[DoubleRatchet.answerBytes(suite().traits())]));
            kind(ErrorKind.PROTOCOL, () -> node.accept(new byte[DoubleRatchet.answerBytes(suite().traits())]));
            assertThrows(IllegalStateException.class, client::switchSealing);
            assertThrows(IllegalStateException.class, node::switchOpening);
            byte[] offer = RatchetPair.offer(client, random);
            kind(ErrorKind.PROTOCOL, () -> RatchetPair.offer(client, random));
            kind(ErrorKind.PROTOCOL, () -> RatchetPair.answer(client, offer, random));
            byte[] answer = RatchetPair.answer(node, offer, random);
            kind(ErrorKind.PROTOCOL, () -> RatchetPair.answer(node, offer, random));
            client.accept(answer);
            kind(ErrorKind.PROTOCOL, () -> client.accept(answer));
            client.switchSealing();
            assertThrows(IllegalStateException.class, client::switchSealing);
            kind(ErrorKind.PROTOCOL, () -> RatchetPair.offer(client, random));
            node.switchOpening();
            node.switchSealing();
            client.switchOpening();
            assertEquals(1, client.state().epoch());
            assertNotNull(RatchetPair.offer(client, random));
        }
    }

    /** The old secret always goes in: the same offer and answer in two different sessions give different epochs. */
    @Test
    default void theOldRootIsMixedIn() throws Port17Exception {
        try (RatchetPair one = RatchetPair.of(suite(), suite(), PrekeyUse.LINK, new SeededRandom(5));
                RatchetPair two = RatchetPair.of(suite(), suite(), PrekeyUse.LINK, new SeededRandom(6))) {
            byte[] offer = RatchetPair.offer(one.initiator(), new SeededRandom(7));
            assertArrayEquals(offer, RatchetPair.offer(two.initiator(), new SeededRandom(7)));
            byte[] answer = RatchetPair.answer(one.responder(), offer, new SeededRandom(8));
            kind(ErrorKind.TAMPERED, () -> two.initiator().accept(answer));
            one.initiator().accept(answer);
        }
    }

    /** A replayed old offer and answer does not bring an old epoch back. */
    @Test
    default void anOldAnswerIsNotTakenAgain() throws Port17Exception {
        SeededRandom random = new SeededRandom(9);
        try (RatchetPair pair = RatchetPair.of(suite(), PrekeyUse.LINK)) {
            byte[] answer = RatchetPair.answer(pair.responder(), RatchetPair.offer(pair.initiator(), random), random);
            pair.initiator().accept(answer);
            for (DoubleRatchet end : new DoubleRatchet[] {pair.initiator(), pair.responder()}) {
                end.switchSealing();
                end.switchOpening();
            }
            RatchetPair.offer(pair.initiator(), random);
            kind(ErrorKind.PROTOCOL, () -> pair.initiator().accept(answer));
            byte[] renumbered = answer.clone();
            renumbered[5] = 2;
            kind(ErrorKind.TAMPERED, () -> pair.initiator().accept(renumbered));
        }
    }

    private static void exchange(RatchetPair pair, int clientEpoch, int nodeEpoch, boolean pending) {
        RatchetPair.passMany(pair.initiator(), pair.responder(), 100);
        RatchetPair.passMany(pair.responder(), pair.initiator(), 270);
        assertEquals(clientEpoch, pair.initiator().state().epoch());
        assertEquals(nodeEpoch, pair.responder().state().epoch());
        assertEquals(pending, pair.initiator().state().pending());
    }

    private static void kind(ErrorKind kind, Executable action) {
        assertEquals(kind, assertThrows(Port17Exception.class, action).kind());
    }
}
