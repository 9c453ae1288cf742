package org.port17.circuit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SafeRequestTest {
    private static int of(String said) {
        byte[] bytes = (said + "\0\0\0\0").getBytes(StandardCharsets.US_ASCII);
        return SafeRequest.length(bytes, said.length());
    }

    @Test
    void aSafeHeadMayBeRepeatedAndNothingAfterIt() {
        String head = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
        assertEquals(head.length(), of(head));
        assertEquals(head.length(), of(head + "POST /pay HTTP/1.1\r\n"));
        assertEquals(head.length(), of(head + head));
        assertEquals(30, of("HEAD / HTTP/1.0\r\nHost: abc\r\n\r\nx"));
        assertEquals(14, of("OPTIONS * HTTP"));
        assertEquals(9, of("TRACE / H"));
    }

    @Test
    void whatIsNotKnownToBeSafeMayNot() {
        for (String said : new String[] {
            "",
            "G",
            "GET",
            "get / HTTP/1.1\r\n\r\n",
            "POST / HTTP/1.1\r\n\r\n",
            "PUT / HTTP/1.1\r\n\r\n",
            "GETTER / HTTP/1.1\r\n\r\n",
            " GET /",
            "HELO me\r\n",
            "DELETE /",
            "PRI * HTTP/2.0\r\n\r\n"
        }) {
            assertEquals(0, of(said), said);
        }
    }
}
