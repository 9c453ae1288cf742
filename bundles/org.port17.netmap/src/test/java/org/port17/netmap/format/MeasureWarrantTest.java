package org.port17.netmap.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.port17.api.ErrorKind;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;

/** Bytes of a warrant for measuring. */
class MeasureWarrantTest {
    private final SigningKey key = SigningKey.generate(new SecureRandom());
    private final NodeId node = NodeId.of(new byte[NodeId.BYTES], 0);

    @Test
    void saysWhatWasSigned() throws Port17Exception {
        byte[] bytes = MeasureWarrant.sign(key, node, 1_800_000_000_000L, 30);
        assertEquals(106, bytes.length);
        assertEquals(
                new MeasureWarrant(HexFormat.of().formatHex(key.publicKey()), 1_800_000_000_000L, 30),
                MeasureWarrant.read(bytes, node));
    }

    @Test
    void everyChangedByteAndEveryOtherNodeIsRefused() throws Port17Exception {
        byte[] bytes = MeasureWarrant.sign(key, node, 1_800_000_000_000L, 30);
        for (int i = 0; i < bytes.length; i++) {
            byte[] altered = bytes.clone();
            altered[i] ^= 1;
            assertThrows(Port17Exception.class, () -> MeasureWarrant.read(altered, node));
        }
        byte[] id = node.bytes();
        id[0] = 1;
        assertEquals(ErrorKind.TAMPERED, failure(bytes, NodeId.of(id)));
    }

    @Test
    void wrongLengthsAndTimesAreMalformed() {
        byte[] bytes = MeasureWarrant.sign(key, node, 1, 60);
        for (int length : new int[] {0, 105, 107}) {
            assertEquals(ErrorKind.BAD_INPUT, failure(Arrays.copyOf(bytes, length), node));
        }
        bytes[41] = 61;
        assertEquals(ErrorKind.BAD_INPUT, failure(bytes, node));
        bytes[41] = 0;
        assertEquals(ErrorKind.BAD_INPUT, failure(bytes, node));
        assertThrows(IllegalArgumentException.class, () -> MeasureWarrant.sign(key, node, 1, 61));
    }

    private static ErrorKind failure(byte[] bytes, NodeId node) {
        return assertThrows(Port17Exception.class, () -> MeasureWarrant.read(bytes, node))
                .kind();
    }
}
