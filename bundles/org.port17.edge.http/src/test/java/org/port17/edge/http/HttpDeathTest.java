package org.port17.edge.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client killed within an answer without a length: the application sees a reset, for plain requests and CONNECT. */
class HttpDeathTest {
    @ParameterizedTest
    @ValueSource(strings = {"GET http://a.example/ HTTP/1.1\r\n\r\n", "CONNECT a.example:443 HTTP/1.1\r\n\r\n"})
    void aKilledClientIsAReset(String request) throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HttpChild.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.US_ASCII))) {
            String line = out.readLine();
            while (line != null && !line.startsWith("PORT ")) {
                line = out.readLine();
            }
            assertTrue(line != null, "the child did not start");
            int port = Integer.parseInt(line.substring("PORT ".length()));
            try (HttpApplication app = new HttpApplication(new InetSocketAddress("127.0.0.1", port))) {
                app.write(request);
                assertTrue(app.readHead().startsWith("HTTP/1.1 200 "));
                assertEquals(HttpChild.BYTES, app.read(HttpChild.BYTES).length());
                child.destroyForcibly();
                assertThrows(SocketException.class, app::readAll);
            }
        } finally {
            child.destroyForcibly().waitFor();
        }
    }
}
