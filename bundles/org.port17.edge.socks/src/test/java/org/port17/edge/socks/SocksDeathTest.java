package org.port17.edge.socks;

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

/** The kernel closes the sockets of a dead process; applications must see that as a reset, never as a clean end. */
class SocksDeathTest {
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aKilledClientIsAReset(boolean forcibly) throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SocksChild.class.getName())
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
            try (SocksApplication app = new SocksApplication(new InetSocketAddress("127.0.0.1", port))) {
                assertEquals(0, app.connect("a.example", 80));
                app.read(SocksChild.BYTES);
                if (forcibly) {
                    child.destroyForcibly();
                } else {
                    child.destroy();
                }
                assertThrows(SocketException.class, app::readAll);
            }
        } finally {
            child.destroyForcibly().waitFor();
        }
    }
}
