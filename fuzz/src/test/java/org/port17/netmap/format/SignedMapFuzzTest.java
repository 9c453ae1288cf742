package org.port17.netmap.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;

/**
 * A network's map. Input: an even first byte, then the map; or an odd one, then what stands between the format's header
 * and the signature, without the authority's key: the test puts that in and signs, as a hostile authority could.
 */
class SignedMapFuzzTest {
    private static final SigningKey AUTHORITY = NodeRecordFuzzTest.KEY;
    private static final int NUMBERS = 3 * Long.BYTES;

    @FuzzTest
    void fuzz(byte[] input) {
        if (input.length < 2) {
            return;
        }
        byte[] rest = Arrays.copyOfRange(input, 1, input.length);
        byte[] map = (input[0] & 1) == 0 ? rest : signed(rest);
        try {
            SignedMap parsed = SignedMap.parse(map, AUTHORITY.publicKey());
            assertArrayEquals(map, parsed.bytes());
            assertEquals(
                    parsed.statement(),
                    SignedMap.sign(AUTHORITY, parsed.statement()).statement());
        } catch (Port17Exception e) {
            assertTrue(
                    e.kind() == ErrorKind.BAD_INPUT || e.kind() == ErrorKind.TAMPERED,
                    e.kind().name());
        }
    }

    private static byte[] signed(byte[] input) {
        int key = Math.min(input.length, 1 + (input[0] & 0xff) + NUMBERS);
        return new Writer()
                .header(SignedMap.MAGIC, SignedMap.VERSION)
                .raw(Arrays.copyOf(input, key))
                .raw(AUTHORITY.publicKey())
                .raw(Arrays.copyOfRange(input, key, input.length))
                .signed(AUTHORITY, Signatures.MAP);
    }
}
