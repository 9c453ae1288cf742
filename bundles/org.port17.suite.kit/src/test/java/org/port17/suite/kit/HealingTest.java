package org.port17.suite.kit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.port17.api.Port17Exception;
import org.port17.ratchet.DoubleRatchet;
import org.port17.spi.suite.Chain;
import org.port17.spi.suite.Epoch;
import org.port17.spi.suite.PrekeyUse;
import org.port17.testkit.RatchetPair;
import org.port17.testkit.SeededRandom;

/**
 * One end's full state is stolen in mid-traffic. The copy reads nothing of finished phases and epochs (forward), and
 * nothing after the next step (healing). Each mutant of the suite breaks one of these promises, and the same check must
 * notice it: a check that no mutant fails proves nothing.
 */
class HealingTest {
    private static final int PHASES_BEFORE = 3;

    /** Whose state is stolen. */
    private enum End {
        CLIENT,
        NODE
    }

    @TestFactory
    List<DynamicTest> theRightSuiteKeepsEveryPromise() {
        List<DynamicTest> tests = new ArrayList<>();
        for (End end : End.values()) {
            tests.add(DynamicTest.dynamicTest("forward, " + end, () -> forward(Recipe.right(), end)));
            tests.add(DynamicTest.dynamicTest("healing, " + end, () -> healing(Recipe.right(), end)));
        }
        tests.add(DynamicTest.dynamicTest("old secret", () -> oldSecret(Recipe.right())));
        return tests;
    }

    @TestFactory
    List<DynamicTest> everyMutantIsNoticed() {
        List<DynamicTest> tests = new ArrayList<>();
        for (End end : End.values()) {
            for (Recipe mutant : List.of(Recipe.frozenChain(), Recipe.oldKeysKept())) {
                tests.add(DynamicTest.dynamicTest(
                        mutant + ", " + end, () -> assertThrows(AssertionError.class, () -> forward(mutant, end))));
            }
            tests.add(DynamicTest.dynamicTest(
                    Recipe.noFreshSecret() + ", " + end,
                    () -> assertThrows(AssertionError.class, () -> healing(Recipe.noFreshSecret(), end))));
        }
        tests.add(DynamicTest.dynamicTest(
                Recipe.noOldSecret().toString(),
                () -> assertThrows(AssertionError.class, () -> oldSecret(Recipe.noOldSecret()))));
        return tests;
    }

    private static RatchetPair running(Recipe recipe) throws Port17Exception {
        RatchetPair pair = RatchetPair.of(recipe.suite(), PrekeyUse.ONION);
        pair.stepEpoch(new SeededRandom(1));
        return pair;
    }

    private static DoubleRatchet victim(RatchetPair pair, End end) {
        return end == End.CLIENT ? pair.initiator() : pair.responder();
    }

    /** Messages of both directions, one from every phase and one from the epoch before. */
    private static void forward(Recipe recipe, End end) throws Port17Exception {
        List<byte[]> recorded = new ArrayList<>();
        try (RatchetPair pair = running(recipe)) {
            for (int phase = 0; phase < PHASES_BEFORE; phase++) {
                recorded.add(passed(pair.initiator(), pair.responder()));
                recorded.add(passed(pair.responder(), pair.initiator()));
                RatchetPair.passMany(pair.initiator(), pair.responder(), Chain.PHASE - 1);
                RatchetPair.passMany(pair.responder(), pair.initiator(), Chain.PHASE - 1);
            }
            Thief early = new Thief(recipe, victim(pair, end));
            for (byte[] message : recorded) {
                assertFalse(early.opens(message), "a message of a finished phase");
            }
            recorded.add(passed(pair.initiator(), pair.responder()));
            recorded.add(passed(pair.responder(), pair.initiator()));
            pair.stepEpoch(new SeededRandom(2));
            Thief late = new Thief(recipe, victim(pair, end));
            for (byte[] message : recorded) {
                assertFalse(late.opens(message), "a message of a finished epoch");
            }
        }
    }

    private static byte[] passed(DoubleRatchet from, DoubleRatchet to) {
        byte[] sealed = RatchetPair.seal(from, new byte[9]);
        assertNotNull(RatchetPair.open(to, sealed));
        return sealed;
    }

    private static void healing(Recipe recipe, End end) throws Port17Exception {
        try (RatchetPair pair = running(recipe)) {
            RatchetPair.passMany(pair.initiator(), pair.responder(), 100);
            Thief thief = new Thief(recipe, victim(pair, end));
            byte[] still = RatchetPair.seal(pair.initiator(), new byte[9]);
            if (end == End.NODE) {
                assertNotNull(RatchetPair.open(Theft.of(thief.state()), still), "the copy is a working one");
            }
            assertNotNull(RatchetPair.open(pair.responder(), still));
            byte[] offer = RatchetPair.offer(pair.initiator(), new SeededRandom(3));
            byte[] answer = RatchetPair.answer(pair.responder(), offer, new SeededRandom(4));
            pair.initiator().accept(answer);
            for (DoubleRatchet each : new DoubleRatchet[] {pair.initiator(), pair.responder()}) {
                each.switchSealing();
                each.switchOpening();
            }
            byte[] out = passed(pair.initiator(), pair.responder());
            byte[] back = passed(pair.responder(), pair.initiator());
            assertFalse(thief.opens(out), "sent after the step");
            assertFalse(thief.opens(back), "received after the step");
            assertNull(thief.follow(offer, answer), "the thief knows the next root");
        }
    }

    /** Who knows every secret of the step but nothing of the epoch before does not know the next root. */
    private static void oldSecret(Recipe recipe) throws Port17Exception {
        try (RatchetPair one = running(recipe);
                RatchetPair two = RatchetPair.of(recipe.suite(), recipe.suite(), PrekeyUse.LINK, new SeededRandom(5))) {
            two.stepEpoch(new SeededRandom(6));
            // The transcript is public: the other session pretends to have this one's, and lacks only the old secret.
            Epoch mine = (Epoch) SecretScan.get("epoch", one.initiator());
            Epoch theirs = (Epoch) SecretScan.get("epoch", two.initiator());
            byte[] transcript = mine.transcript();
            byte[] salt = mine.salt(transcript);
            assertFalse(java.util.Arrays.equals(salt, theirs.salt(transcript)), "the old secret is not in the salt");
        }
    }

    @Test
    void theCopyTakesNothingFromItsVictim() throws Port17Exception {
        try (RatchetPair pair = running(Recipe.right())) {
            DoubleRatchet copy = Theft.of(pair.initiator());
            byte[] plain = RatchetPair.bytes(1, 50);
            assertArrayEquals(RatchetPair.seal(copy, plain), RatchetPair.seal(pair.initiator(), plain));
            copy.close();
            assertNotNull(RatchetPair.seal(pair.initiator(), plain));
        }
    }
}
