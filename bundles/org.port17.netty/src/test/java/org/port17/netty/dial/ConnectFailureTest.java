package org.port17.netty.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.channel.ConnectTimeoutException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import org.junit.jupiter.api.Test;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;

class ConnectFailureTest {
    @Test
    void connectFailuresHaveTheirKinds() {
        assertEquals(ErrorKind.TIMEOUT, kind(new ConnectTimeoutException("connection timed out after 1 ms")));
        assertEquals(ErrorKind.CONNECTION_REFUSED, kind(new ConnectException("Connection refused")));
        assertEquals(ErrorKind.HOST_UNREACHABLE, kind(new NoRouteToHostException("No route to host")));
        assertEquals(ErrorKind.NETWORK_UNREACHABLE, kind(new ConnectException("Network is unreachable")));
        assertEquals(ErrorKind.NETWORK_UNREACHABLE, kind(new SocketException("Network is unreachable")));
        assertEquals(ErrorKind.HOST_UNREACHABLE, kind(new IOException("anything else")));
    }

    private static ErrorKind kind(Throwable cause) {
        Port17Exception failure = ConnectFailure.of(cause);
        assertEquals(null, failure.getCause(), "a cause would carry the address");
        return failure.kind();
    }
}
