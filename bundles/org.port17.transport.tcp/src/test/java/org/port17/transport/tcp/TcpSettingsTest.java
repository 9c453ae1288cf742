package org.port17.transport.tcp;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.port17.testkit.ConfigFuzz;

class TcpSettingsTest {
    @Test
    void nonsenseIsRefusedInOneSentence() {
        ConfigFuzz.run(TcpTransport.Config.class, Map.of(), Settings::of);
    }
}
