package org.port17.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.cell.BodyReader;
import org.port17.cell.BuildFailure;
import org.port17.cell.CellClass;
import org.port17.cell.FrameType;
import org.port17.cell.Layout;
import org.port17.cell.Sighting;
import org.port17.ratchet.SuiteNotice;

/** The frames of one cell's body. Input: the body, cut or filled up with zeros to the size of its class. */
class CellBodyFuzzTest {
    private static final int SMALL = CellClass.SMALL.size() - Layout.SHIFT - Layout.ZONE;
    private static final int BULK = CellClass.BULK.size() - Layout.SHIFT - Layout.ZONE;

    @FuzzTest
    void fuzz(byte[] input) {
        walk(input, SMALL);
        walk(input, BULK);
    }

    private static void walk(byte[] input, int size) {
        byte[] body = Arrays.copyOf(input, size);
        BodyReader reader = new BodyReader();
        int walked = Layout.BODY_LENGTH;
        try {
            reader.start(body, 0, size);
            while (reader.next()) {
                walked += FrameType.HEADER + reader.length();
                assertTrue(reader.offset() + reader.length() <= size, "a frame lies inside its body");
                payload(reader);
            }
        } catch (Port17Exception e) {
            assertEquals(ErrorKind.PROTOCOL, e.kind());
            return;
        }
        assertEquals(Layout.BODY_LENGTH + ((body[0] & 0xff) << 8 | body[1] & 0xff), walked, "every byte was read once");
    }

    private static void payload(BodyReader reader) throws Port17Exception {
        switch (reader.type()) {
            case RESET -> assertTrue(reader.code() <= 0xff);
            case EXTEND_FAILED -> assertTrue(BuildFailure.read(reader).prekey().length <= BuildFailure.MAX_PREKEY);
            case CREDIT -> assertTrue(reader.credit() > 0);
            case SUITES -> SuiteNotice.of(reader.bytes());
            case CONNECTED -> Sighting.of(reader);
            case FIN, NEXT_LOST -> reader.expect(0);
            default -> assertEquals(reader.length(), reader.bytes().length);
        }
    }
}
