package org.port17.netmap.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;

/**
 * Prekey records and sets of them. Input: one byte that says what follows: a record, the fields of a record round its
 * node's key, which the test puts in and signs, once or twice, or a set.
 */
class PrekeyRecordFuzzTest {
    private static final SigningKey KEY = NodeRecordFuzzTest.KEY;
    private static final MlDsaKey SECOND = MlDsaKey.of(new byte[MlDsaKey.SEED_BYTES]);
    private static final int BEFORE_KEY = 3;
    private static final int MAX_RECORDS = 100;

    @FuzzTest
    void fuzz(byte[] input) {
        if (input.length < 1 + BEFORE_KEY) {
            return;
        }
        byte[] rest = Arrays.copyOfRange(input, 1, input.length);
        try {
            switch (input[0] & 3) {
                case 0 -> record(rest);
                case 1 -> record((input[0] & 4) == 0 ? signed(rest) : signedTwice(rest));
                default -> {
                    PrekeySet set = PrekeySet.parse(rest, MAX_RECORDS);
                    assertTrue(set.prekeys().size() + set.refused() <= MAX_RECORDS);
                    PrekeySet again = PrekeySet.parse(PrekeySet.write(set.prekeys()), MAX_RECORDS);
                    assertEquals(set.prekeys().size(), again.prekeys().size());
                }
            }
        } catch (Port17Exception e) {
            assertTrue(
                    e.kind() == ErrorKind.BAD_INPUT || e.kind() == ErrorKind.TAMPERED,
                    e.kind().name());
        }
    }

    private static void record(byte[] bytes) throws Port17Exception {
        SignedPrekey prekey = SignedPrekey.parse(bytes);
        assertArrayEquals(bytes, prekey.bytes());
        assertTrue(prekey.record().publicKey().length <= SignedPrekey.MAX_KEY);
        assertTrue(prekey.record().acceptUntil() >= prekey.record().useUntil());
        assertEquals(
                SignedPrekey.signedTwice(prekey.record().suite()),
                !prekey.mlDsaDigest().isEmpty());
    }

    private static Writer fields(byte[] input) {
        return new Writer()
                .header(SignedPrekey.MAGIC, SignedPrekey.VERSION)
                .raw(Arrays.copyOf(input, BEFORE_KEY))
                .raw(KEY.publicKey())
                .raw(Arrays.copyOfRange(input, BEFORE_KEY, input.length));
    }

    private static byte[] signed(byte[] input) {
        return fields(input).signed(KEY, Signatures.PREKEY);
    }

    /** As suite 0x0103 asks for. */
    private static byte[] signedTwice(byte[] input) {
        byte[] message = fields(input).raw(SECOND.publicKey()).bytes();
        return new Writer()
                .raw(message)
                .raw(KEY.sign(Signatures.PREKEY, message))
                .raw(SECOND.sign(Signatures.PREKEY, message))
                .bytes();
    }
}
