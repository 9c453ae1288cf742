package org.port17.cell;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;

final class SightingTest {
    private static final byte[] IPV4 = {(byte) 203, 0, 113, 9};
    private static final byte[] IPV6 = {0x2a, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

    @Test
    void aPrefixLeavesAndNoAddress() {
        assertArrayEquals(new byte[] {0, 125, (byte) 203, 0, 113}, Sighting.of(IPV4, 12_450_000).payload());
        assertArrayEquals(new byte[] {0, 1, 0x2a, 1, 2, 3, 4, 5}, Sighting.of(IPV6, 0).payload());
    }

    @Test
    void timesAreRoundedUpAndBounded() {
        assertEquals(1, Sighting.of(IPV4, 1).tenths());
        assertEquals(1, Sighting.of(IPV4, 100_000).tenths());
        assertEquals(2, Sighting.of(IPV4, 100_001).tenths());
        assertEquals(65_535, Sighting.of(IPV4, 60_000_000_000L).tenths());
        assertEquals(0.2, Sighting.of(IPV4, 100_001).millis());
    }

    @Test
    void whatWasWrittenIsRead() throws Exception {
        for (byte[] address : new byte[][] {IPV4, IPV6}) {
            Sighting sighting = Sighting.of(address, 3_000_000);
            assertEquals(Optional.of(sighting), Sighting.of(frame(sighting.payload())));
        }
        assertEquals(Optional.empty(), Sighting.of(frame(new byte[0])));
    }

    @Test
    void otherLengthsAndNoTimeAreRefused() {
        for (int length = 1; length < 20; length++) {
            if (length != 5 && length != 8) {
                refused(new byte[length]);
            }
        }
        refused(new byte[5]);
        refused(new byte[8]);
    }

    @Test
    void theAddressIsNotPrinted() {
        assertFalse(Sighting.of(IPV4, 1).toString().contains("203"));
    }

    private static void refused(byte[] payload) {
        Port17Exception e = assertThrows(Port17Exception.class, () -> Sighting.of(frame(payload)));
        assertEquals(ErrorKind.PROTOCOL, e.kind());
    }

    private static BodyReader frame(byte[] payload) throws Port17Exception {
        byte[] body = new byte[2 + FrameType.HEADER + payload.length];
        body[1] = (byte) (FrameType.HEADER + payload.length);
        body[2] = (byte) FrameType.CONNECTED.wire();
        body[6] = 1;
        body[8] = (byte) payload.length;
        System.arraycopy(payload, 0, body, 2 + FrameType.HEADER, payload.length);
        BodyReader reader = new BodyReader();
        reader.start(body, 0, body.length);
        assertEquals(true, reader.next());
        return reader;
    }
}
