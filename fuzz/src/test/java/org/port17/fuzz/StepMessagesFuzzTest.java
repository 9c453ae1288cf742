package org.port17.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.ratchet.DoubleRatchet;
import org.port17.ratchet.SuiteNotice;
import org.port17.ratchet.SuiteSource;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.PrekeyUse;
import org.port17.spi.suite.SuiteTraits;
import org.port17.testkit.RatchetPair;
import org.port17.testkit.SeededRandom;

/**
 * What a step is made of. Input: one byte that says what follows, then a notice of suites, a whole offer, the key of an
 * offer with a proper header, a whole answer, or the share and confirmation of one.
 */
class StepMessagesFuzzTest {
    private static final Set<ErrorKind> REFUSALS =
            Set.of(ErrorKind.PROTOCOL, ErrorKind.TAMPERED, ErrorKind.BAD_INPUT, ErrorKind.NO_SUITE);
    private static final List<CipherSuite> SUITES = GivenSuites.ALL;
    private static final SuiteSource ALL = GivenSuites::byId;

    @FuzzTest
    void fuzz(byte[] input) throws Port17Exception {
        if (input.length == 0) {
            return;
        }
        byte[] rest = Arrays.copyOfRange(input, 1, input.length);
        CipherSuite suite = SUITES.get((input[0] >> 3 & 0x1f) % SUITES.size());
        switch (input[0] & 7) {
            case 0 -> notice(rest);
            case 1 -> offer(rest);
            case 2 -> offer(message(suite, rest, suite.traits().offerBytes()));
            case 3 -> answer(suite, rest);
            default -> answer(suite, message(suite, rest, suite.traits().answerBytes() + SuiteTraits.CONFIRMATION));
        }
    }

    /** A header for epoch 1, then exactly {@code length} bytes. */
    private static byte[] message(CipherSuite suite, byte[] body, int length) {
        return ByteBuffer.allocate(6 + length)
                .putShort((short) suite.traits().id())
                .putInt(1)
                .put(Arrays.copyOf(body, length))
                .array();
    }

    private static void notice(byte[] bytes) {
        try {
            SuiteNotice notice = SuiteNotice.of(bytes);
            assertTrue(notice.suites().size() <= SuiteNotice.MAX);
            assertArrayEquals(bytes, notice.bytes());
        } catch (Port17Exception e) {
            assertEquals(ErrorKind.PROTOCOL, e.kind());
        }
    }

    private static void offer(byte[] offer) throws Port17Exception {
        SeededRandom random = new SeededRandom(17);
        try (RatchetPair pair = pair(random)) {
            try {
                byte[] answer = pair.responder().answer(offer, ALL, random);
                SuiteTraits to = pair.responder().suite().traits();
                assertEquals(DoubleRatchet.answerBytes(to), answer.length);
            } catch (Port17Exception e) {
                assertTrue(REFUSALS.contains(e.kind()), e.kind().name());
                assertFalse(pair.responder().pending(), "nothing changed");
            }
            assertStillTalk(pair);
        }
    }

    private static void answer(CipherSuite suite, byte[] answer) throws Port17Exception {
        // Not the randomness that the real answers in the corpus were made with.
        SeededRandom random = new SeededRandom(18);
        try (RatchetPair pair = pair(random)) {
            pair.initiator().offer(suite, random);
            try {
                pair.initiator().accept(answer);
                fail("an answer nobody gave was taken");
            } catch (Port17Exception e) {
                assertTrue(REFUSALS.contains(e.kind()), e.kind().name());
            }
            assertFalse(pair.initiator().pending(), "nothing changed");
            assertStillTalk(pair);
        }
    }

    private static RatchetPair pair(SeededRandom random) throws Port17Exception {
        return RatchetPair.of(SUITES.get(0), SUITES.get(0), PrekeyUse.ONION, random);
    }

    private static void assertStillTalk(RatchetPair pair) {
        RatchetPair.passes(pair.initiator(), pair.responder(), new byte[] {1, 2, 3});
        RatchetPair.passes(pair.responder(), pair.initiator(), new byte[] {4, 5});
    }
}
