package org.port17.transport.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.port17.api.Endpoint;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;

/** A WebSocket endpoint as a node's record names it; its middle is what TCP endpoints are too. Input: the address. */
class WebAddressFuzzTest {
    @FuzzTest
    void fuzz(byte[] input) {
        try {
            Endpoint endpoint = Endpoint.parse("ws:" + new String(input, StandardCharsets.UTF_8));
            WebAddress address = WebAddress.parse("ws", endpoint);
            assertTrue(address.path().startsWith("/"));
            assertEquals("ws", address.uri().getScheme());
            assertEquals(address.path(), address.uri().getRawPath());
            assertEquals(
                    address, WebAddress.parse("ws", address.at(address.socket())), "what is announced means the same");
        } catch (Port17Exception e) {
            assertEquals(ErrorKind.BAD_INPUT, e.kind());
        }
    }
}
