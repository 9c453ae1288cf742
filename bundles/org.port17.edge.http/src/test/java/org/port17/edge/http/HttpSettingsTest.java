package org.port17.edge.http;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.port17.testkit.ConfigFuzz;

class HttpSettingsTest {
    @Test
    void nonsenseIsRefusedInOneSentence() {
        ConfigFuzz.run(HttpSettings.Config.class, Map.of(), HttpSettings::of);
    }
}
