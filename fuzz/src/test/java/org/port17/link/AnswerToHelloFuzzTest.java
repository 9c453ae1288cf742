package org.port17.link;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.fuzz.GivenNode;
import org.port17.netmap.PrekeyRecord;
import org.port17.netmap.PrekeySuccessor;
import org.port17.ratchet.DoubleRatchet;
import org.port17.spi.suite.PrekeyUse;
import org.port17.spi.suite.SuiteTraits;
import org.port17.testkit.RatchetPair;
import org.port17.testkit.SeededRandom;

/**
 * What an acceptor answers. Input: one byte that says what follows, then a WELCOME, the plaintext of one's sealed part,
 * or a RETRY.
 */
class AnswerToHelloFuzzTest {
    private static final int CLEAR = 2;
    private static final Set<ErrorKind> REFUSALS = Set.of(
            ErrorKind.PROTOCOL, ErrorKind.TAMPERED, ErrorKind.BAD_INPUT, ErrorKind.STALE_PREKEY, ErrorKind.REPLAYED);
    private static final GivenNode NODE = new GivenNode();

    @FuzzTest
    void fuzz(byte[] input) throws Port17Exception {
        if (input.length == 0) {
            return;
        }
        byte[] greeting = new byte[Welcome.BYTES];
        int n = Math.min(input.length - 1, greeting.length - CLEAR - SuiteTraits.TAG);
        boolean whole = (input[0] & 3) != 1;
        System.arraycopy(input, 1, greeting, whole ? 0 : CLEAR, n);
        if ((input[0] & 3) >= 2) {
            retry(greeting);
        } else {
            welcome(greeting, !whole);
        }
    }

    private static void retry(byte[] greeting) {
        PrekeyRecord refused = NODE.prekey(GivenNode.LINK).orElseThrow().record();
        try {
            RetryGreeting retry = RetryGreeting.read(greeting);
            assertTrue(retry.link().length + retry.onion().length <= Welcome.BYTES);
            PrekeySuccessor.judge(retry.link(), refused, Optional.of(refused), 1);
        } catch (Port17Exception e) {
            assertTrue(REFUSALS.contains(e.kind()), e.kind().name());
        }
    }

    private static void welcome(byte[] greeting, boolean seal) throws Port17Exception {
        SeededRandom random = new SeededRandom(18);
        try (RatchetPair pair = RatchetPair.of(GivenNode.SUITE, GivenNode.SUITE, PrekeyUse.LINK, random)) {
            DoubleRatchet dialler = pair.initiator();
            dialler.offer(GivenNode.SUITE, random);
            if (seal) {
                greeting[0] = Welcome.TYPE;
                greeting[1] = Welcome.VERSION;
                int length = Welcome.BYTES - CLEAR - SuiteTraits.TAG;
                pair.responder().seal(Welcome.TYPE, greeting, CLEAR, length, greeting, CLEAR);
            }
            Welcome welcome = Welcome.open(Arrays.copyOf(greeting, Welcome.BYTES), dialler, GivenNode.SUITE.traits());
            dialler.accept(welcome.answer());
            fail("an answer nobody gave was taken");
        } catch (Port17Exception e) {
            assertTrue(REFUSALS.contains(e.kind()), e.kind().name());
        }
    }
}
