package org.port17.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.port17.api.Destination;
import org.port17.api.Endpoint;
import org.port17.api.ErrorKind;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;

/** What applications, operators and maps write as text: a host, an endpoint, a node's id. Input: UTF-8. */
class DestinationFuzzTest {
    private static final int PORT = 443;

    @FuzzTest
    void fuzz(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        try {
            Destination made = Destination.of(text, PORT);
            assertTrue(
                    made.host().chars().allMatch(c -> c > 0x20 && c < 0x7f && !Character.isUpperCase(c)),
                    "a host is lower-case ASCII");
            assertEquals(made, Destination.of(made.host(), PORT), "what was normalised stays as it is");
        } catch (Port17Exception e) {
            assertEquals(ErrorKind.BAD_INPUT, e.kind());
        }
        try {
            assertEquals(text, Endpoint.parse(text).text());
        } catch (Port17Exception e) {
            assertEquals(ErrorKind.BAD_INPUT, e.kind());
        }
        try {
            assertEquals(
                    text.toLowerCase(java.util.Locale.ROOT), NodeId.parse(text).toString());
        } catch (Port17Exception e) {
            assertEquals(ErrorKind.BAD_INPUT, e.kind());
        }
    }
}
