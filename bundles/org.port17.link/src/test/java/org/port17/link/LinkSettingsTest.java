package org.port17.link;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.port17.testkit.ConfigFuzz;

class LinkSettingsTest {
    @Test
    void nonsenseIsRefusedInOneSentence() {
        ConfigFuzz.run(LinkConfiguration.class, Map.of(), LinkSettings::of);
    }
}
