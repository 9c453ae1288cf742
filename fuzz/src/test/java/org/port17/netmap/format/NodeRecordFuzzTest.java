package org.port17.netmap.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;

/**
 * A node's record. Input: an even first byte, then the record; or an odd one, then what stands between the format's
 * header and the signature, without the key: the test puts in a key and signs.
 */
class NodeRecordFuzzTest {
    static final SigningKey KEY = SigningKey.of(new byte[SigningKey.SEED_BYTES]);
    private static final int FLAGS = 1;

    @FuzzTest
    void fuzz(byte[] input) {
        if (input.length < 2) {
            return;
        }
        byte[] rest = Arrays.copyOfRange(input, 1, input.length);
        byte[] record = (input[0] & 1) == 0 ? rest : signed(rest);
        try {
            SignedNode node = SignedNode.parse(record);
            assertArrayEquals(record, node.bytes());
            assertEquals(node.statement(), node.statement().checked());
            assertEquals(
                    node.statement(), SignedNode.sign(KEY, node.statement()).statement());
        } catch (Port17Exception e) {
            assertTrue(
                    e.kind() == ErrorKind.BAD_INPUT || e.kind() == ErrorKind.TAMPERED,
                    e.kind().name());
        }
    }

    private static byte[] signed(byte[] input) {
        return new Writer()
                .header(SignedNode.MAGIC, SignedNode.VERSION)
                .raw(Arrays.copyOf(input, FLAGS))
                .raw(KEY.publicKey())
                .raw(Arrays.copyOfRange(input, FLAGS, input.length))
                .signed(KEY, Signatures.NODE);
    }
}
