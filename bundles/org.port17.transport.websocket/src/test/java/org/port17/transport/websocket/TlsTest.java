package org.port17.transport.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.port17.api.Endpoint;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.netty.IoKind;
import org.port17.netty.NodeLoops;
import org.port17.testkit.ConnectionProbe;
import org.port17.testkit.LoopDriver;

/** Which certificates are accepted, and what is said when they are not. */
class TlsTest {
    private static final String[] NO_PINS = {};
    private static Certificate certificate;
    private final NodeLoops loops = new NodeLoops(IoKind.AUTO);
    private final LoopDriver driver = new LoopDriver(loops);

    @BeforeAll
    static void makeCertificate(@TempDir Path folder) throws Exception {
        certificate = Certificate.make(folder);
    }

    @AfterEach
    void stop() {
        loops.close();
    }

    private static SecureWebSocket.Config config(String verify, String[] pins) {
        return Ws.secure(
                verify, pins, certificate.chain().toString(), certificate.key().toString());
    }

    private ConnectionProbe dial(String verify, String... pins) throws Exception {
        SecureWebSocket server = new SecureWebSocket(config("none", NO_PINS), loops);
        SecureWebSocket client = new SecureWebSocket(config(verify, pins), loops);
        ConnectionProbe near = new ConnectionProbe(loops, true);
        driver.run(() -> near.dial(
                client,
                server.listen(new Endpoint("wss", "node.test@127.0.0.1:0"), made -> new ConnectionProbe(loops, false))
                        .endpoint()));
        driver.await("decided", () -> near.isConnected() || near.isClosed());
        return near;
    }

    @Test
    void systemTrustRefusesASelfSignedCertificate() throws Exception {
        ConnectionProbe near = dial("system");
        assertFalse(driver.call(near::isConnected));
        assertEquals(ErrorKind.NODE_UNREACHABLE, driver.call(() -> near.reason().kind()));
        assertTrue(driver.call(() -> near.reason().getMessage()).contains("certificate"));
    }

    @Test
    void pinAcceptsTheKeyAndNoOther() throws Exception {
        assertTrue(driver.call(dial("pin", "00".repeat(32), certificate.pin())::isConnected));
        assertFalse(driver.call(dial("pin", "00".repeat(32))::isConnected));
    }

    @Test
    void noneAcceptsAny() throws Exception {
        assertTrue(driver.call(dial("none")::isConnected));
    }

    @Test
    void listeningNeedsAKey() throws Exception {
        SecureWebSocket bare = new SecureWebSocket(Ws.secure("system", NO_PINS, "", ""), loops);
        Port17Exception wrong = assertThrows(
                Port17Exception.class,
                () -> driver.call(() -> bare.listen(new Endpoint("wss", "127.0.0.1:0"), made -> null)));
        assertEquals(ErrorKind.CONFIG, wrong.kind());
        assertTrue(wrong.getMessage().contains("tls.certificate"), wrong.getMessage());
    }

    @Test
    void unreadableKeyIsNamed(@TempDir Path folder) throws Exception {
        Path nonsense = Files.writeString(folder.resolve("key.pem"), "not a key");
        SecureWebSocket broken = new SecureWebSocket(
                Ws.secure("system", NO_PINS, certificate.chain().toString(), nonsense.toString()), loops);
        Port17Exception wrong = assertThrows(
                Port17Exception.class,
                () -> driver.call(() -> broken.listen(new Endpoint("wss", "127.0.0.1:0"), made -> null)));
        assertEquals(ErrorKind.CONFIG, wrong.kind());
    }

    @ParameterizedTest
    @CsvSource({"maybe,''", "pin,''", "system,aa", "pin,xyz"})
    void wrongConfigurationIsNamed(String verify, String pin) {
        String[] pins = pin.isEmpty() ? NO_PINS : new String[] {pin};
        Port17Exception wrong =
                assertThrows(Port17Exception.class, () -> TlsSettings.of(Ws.secure(verify, pins, "", "")));
        assertEquals(ErrorKind.CONFIG, wrong.kind());
        assertTrue(wrong.getMessage().startsWith("etc/org.port17.transport.websocket.tls.cfg: tls."));
    }

    @Test
    void keyWithoutCertificateIsNamed() {
        assertThrows(Port17Exception.class, () -> TlsSettings.of(Ws.secure("system", NO_PINS, "", "key.pem")));
    }
}
