package org.port17.transport.websocket;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.port17.testkit.ConfigFuzz;

class TlsSettingsTest {
    @Test
    void nonsenseIsRefusedInOneSentence() {
        Map<String, Object> right = Map.of(
                "tls_verify", "pin",
                "tls_pins", new String[] {"0123456789abcdef".repeat(4)},
                "tls_certificate", "etc/certificate.pem",
                "tls_key", "etc/key.pem");
        ConfigFuzz.run(SecureWebSocket.Config.class, right, TlsSettings::of);
    }
}
