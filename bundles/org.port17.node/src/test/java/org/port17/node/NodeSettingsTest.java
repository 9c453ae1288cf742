package org.port17.node;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.port17.testkit.ConfigFuzz;

class NodeSettingsTest {
    @Test
    void nonsenseIsRefusedInOneSentence() {
        Map<String, Object> right =
                Map.of("name", "n1", "owner", "alder", "country", "DE", "publish", "http://127.0.0.1:7017");
        ConfigFuzz.run(NodeConfig.class, right, config -> NodeSettings.of(config, "/data"));
    }
}
