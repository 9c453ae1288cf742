package org.port17.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.Set;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.fuzz.GivenNode;
import org.port17.netmap.PrekeyRecord;
import org.port17.ratchet.DoubleRatchet;
import org.port17.spi.suite.PrekeyUse;
import org.port17.spi.suite.SuiteTraits;
import org.port17.testkit.SeededRandom;

/**
 * A dialler's first message. Input: an even first byte, then the message; or an odd one, then the plaintext of its sealed
 * part, which the test encrypts as a dialler would.
 */
class HelloFuzzTest {
    private static final Set<ErrorKind> REFUSALS =
            Set.of(ErrorKind.PROTOCOL, ErrorKind.STALE_PREKEY, ErrorKind.TAMPERED, ErrorKind.BAD_INPUT);
    private static final GivenNode NODE = new GivenNode();
    private static final SeededRandom RANDOM = new SeededRandom(17);

    @FuzzTest
    void fuzz(byte[] input) throws Port17Exception {
        if (input.length == 0) {
            return;
        }
        byte[] rest = Arrays.copyOfRange(input, 1, input.length);
        byte[] hello = (input[0] & 1) == 0 ? Arrays.copyOf(rest, Hello.BYTES) : sealed(rest);
        try {
            Hello.Opened opened = Hello.open(hello, NODE);
            SuiteTraits traits = opened.suite().traits();
            try {
                assertEquals(DoubleRatchet.answerBytes(traits), opened.answer(RANDOM).length);
            } finally {
                opened.ratchet().close();
            }
        } catch (Port17Exception e) {
            assertTrue(
                    e.kind() == ErrorKind.NO_SUITE || REFUSALS.contains(e.kind()),
                    e.kind().name());
        }
        RetryGreeting retry = RetryGreeting.of(NODE, Hello.suite(hello), Hello.prekey(hello));
        if (retry != null) {
            assertEquals(RetryGreeting.bytes(Hello.suite(hello)), retry.bytes(Hello.suite(hello), RANDOM).length);
        }
    }

    private static byte[] sealed(byte[] plain) throws Port17Exception {
        byte[] hello = new byte[Hello.BYTES];
        hello[0] = Hello.TYPE;
        hello[1] = Hello.VERSION;
        hello[2] = (byte) (GivenNode.SUITE.traits().id() >>> 8);
        hello[3] = (byte) GivenNode.SUITE.traits().id();
        Records.putInt(hello, 4, GivenNode.LINK);
        PrekeyRecord prekey = NODE.prekey(GivenNode.LINK).orElseThrow().record();
        DoubleRatchet.Started started = DoubleRatchet.initiate(
                GivenNode.SUITE, PrekeyUse.LINK, prekey.publicKey(), Transcript.context(prekey, hello), RANDOM);
        byte[] share = started.share();
        System.arraycopy(share, 0, hello, Hello.CLEAR, share.length);
        int at = Hello.CLEAR + share.length;
        int length = Hello.BYTES - at - SuiteTraits.TAG;
        System.arraycopy(plain, 0, hello, at, Math.min(plain.length, length));
        started.ratchet().seal(Hello.TYPE, hello, at, length, hello, at);
        started.ratchet().close();
        return hello;
    }
}
