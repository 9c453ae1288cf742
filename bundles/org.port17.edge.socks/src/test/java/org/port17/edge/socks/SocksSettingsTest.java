package org.port17.edge.socks;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.port17.testkit.ConfigFuzz;

class SocksSettingsTest {
    @Test
    void nonsenseIsRefusedInOneSentence() {
        ConfigFuzz.run(SocksSettings.Config.class, Map.of(), SocksSettings::of);
    }
}
