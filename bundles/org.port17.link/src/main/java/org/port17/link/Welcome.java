package org.port17.link;

import java.security.SecureRandom;
import java.util.Arrays;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.ratchet.DoubleRatchet;
import org.port17.spi.suite.SuiteTraits;

/**
 * The acceptor's answer, {@link #BYTES} bytes whatever it says (docs/protocol-link.md, "WELCOME").
 *
 * @param status {@link #OK} or why not
 * @param link the link's key: a fresh one, or the one resumed
 * @param received how many counted records the acceptor has of this link
 * @param answer the ratchet's answer; meaningless unless OK
 */
record Welcome(int status, LinkKey link, long received, byte[] answer) {
    static final int BYTES = 2048;
    static final byte TYPE = 0x57;
    static final byte VERSION = 1;
    static final int OK = 0;
    static final int UNKNOWN_LINK = 1;
    static final int OVERLOADED = 2;

    private static final int CLEAR = 2;
    private static final int LINK = 1;
    private static final int RECEIVED = 17;
    private static final int ANSWER = 25;

    static boolean fits(SuiteTraits traits) {
        return CLEAR + ANSWER + DoubleRatchet.answerBytes(traits) + SuiteTraits.TAG <= BYTES;
    }

    static Welcome refusal(int status) {
        return new Welcome(status, new LinkKey(0, 0), 0, new byte[0]);
    }

    /** The bytes, sealed as the acceptor's only message of epoch 0. */
    byte[] seal(DoubleRatchet ratchet, SecureRandom random) {
        byte[] out = new byte[BYTES];
        random.nextBytes(out);
        out[0] = TYPE;
        out[1] = VERSION;
        out[CLEAR] = (byte) status;
        link.copyTo(out, CLEAR + LINK);
        Records.putLong(out, CLEAR + RECEIVED, received);
        System.arraycopy(answer, 0, out, CLEAR + ANSWER, answer.length);
        ratchet.seal(TYPE, out, CLEAR, BYTES - CLEAR - SuiteTraits.TAG, out, CLEAR);
        return out;
    }

    /**
     * Opens a WELCOME in place.
     *
     * @throws Port17Exception PROTOCOL or TAMPERED
     */
    static Welcome open(byte[] welcome, DoubleRatchet ratchet, SuiteTraits traits) throws Port17Exception {
        if (welcome[0] != TYPE || welcome[1] != VERSION) {
            throw new Port17Exception(ErrorKind.TAMPERED, "not a WELCOME of a known version");
        }
        if (!ratchet.open(TYPE, welcome, CLEAR, BYTES - CLEAR, welcome, CLEAR)) {
            throw new Port17Exception(ErrorKind.TAMPERED, "WELCOME does not open");
        }
        int status = welcome[CLEAR] & 0xff;
        int at = CLEAR + ANSWER;
        return new Welcome(
                status,
                LinkKey.read(welcome, CLEAR + LINK),
                Records.getLong(welcome, CLEAR + RECEIVED),
                Arrays.copyOfRange(welcome, at, at + DoubleRatchet.answerBytes(traits)));
    }
}
