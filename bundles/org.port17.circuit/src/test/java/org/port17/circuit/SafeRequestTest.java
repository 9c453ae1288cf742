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
        assertEquals(24, of("OPTIONS * HTTP/1.1\r\nHost"));
        assertEquals(20, of("TRACE / HTTP/1.1\r\nHo"));
        assertEquals(24, of("GET / HTTP/1.1\nHost: a\n\nPOST /pay HTTP/1.1\n"), "LF alone ends lines, too");
        assertEquals(18, of("GET / HTTP/1.1\r\n\r\nx"));
        assertEquals(18, of("GET / HTTP/1.1\r\n\nx") + 1);
    }

    @Test
    void itEndsBeforeALineThatIsNotOfHttp() {
        assertEquals(16, of("GET / HTTP/1.1\r\nINCR b\r\n"));
        assertEquals(16, of("GET / HTTP/1.1\r\n: x\r\n"));
        assertEquals(16, of("GET / HTTP/1.1\r\nHost: a\rPOST"), "a CR alone");
        assertEquals(16, of("GET / HTTP/1.1\r\nset key 1: 2\r\n\r\n"), "no name of a field");
        assertEquals(0, of("GET a\r\nINCR b\r\n"));
        assertEquals(0, of("GET a HTTP/2.0\r\nx: y\r\n\r\n"));
        assertEquals(0, of("GET / HTTP/1.1\rx: y\r\n\r\n"));
    }

    @Test
    void whatIsNotKnownToBeSafeMayNot() {
        for (String said : new String[] {
            "",
            "G",
            "GET",
            "GET /",
            "GET / HTTP/1.1",
            "get / HTTP/1.1\r\n\r\n",
            "POST / HTTP/1.1\r\n\r\n",
            "PUT / HTTP/1.1\r\n\r\n",
            "GETTER / HTTP/1.1\r\n\r\n",
            " GET / HTTP/1.1\r\n",
            "HELO me\r\n",
            "DELETE / HTTP/1.1\r\n\r\n",
            "PRI * HTTP/2.0\r\n\r\n",
            "GET \n\n"
        }) {
            assertEquals(0, of(said), said);
        }
    }
}
