package org.port17.netmap.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;

/**
 * A map's head. Input: an even first byte, then the head; or an odd one, then what stands between the format's header and the
 * signatures: the test signs it, as a hostile authority could.
 */
class MapHeadFuzzTest {
    private static final SigningKey AUTHORITY = NodeRecordFuzzTest.KEY;
    private static final Quorum QUORUM = Quorum.single(AUTHORITY.publicKey());

    @FuzzTest
    void fuzz(byte[] input) {
        if (input.length < 2) {
            return;
        }
        byte[] rest = Arrays.copyOfRange(input, 1, input.length);
        byte[] head = (input[0] & 1) == 0 ? rest : signed(rest);
        try {
            MapHead parsed = MapHead.parse(head, QUORUM);
            assertArrayEquals(head, parsed.bytes());
            assertEquals(
                    parsed.statement(),
                    HeadStatement.read(new Reader(parsed.statement().message(), "head")));
        } catch (Port17Exception e) {
            assertTrue(
                    e.kind() == ErrorKind.BAD_INPUT || e.kind() == ErrorKind.TAMPERED,
                    e.kind().name());
        }
    }

    private static byte[] signed(byte[] input) {
        byte[] message =
                new Writer().header(MapHead.MAGIC, MapHead.VERSION).raw(input).bytes();
        return new Writer()
                .raw(message)
                .u8(1)
                .raw(AUTHORITY.publicKey())
                .raw(AUTHORITY.sign(Signatures.MAP, message))
                .bytes();
    }
}
