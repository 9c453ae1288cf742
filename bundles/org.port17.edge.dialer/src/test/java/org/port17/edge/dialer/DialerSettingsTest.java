package org.port17.edge.dialer;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.port17.testkit.ConfigFuzz;

class DialerSettingsTest {
    @Test
    void nonsenseIsRefusedInOneSentence() {
        Map<String, Object> right = Map.of(
                "allow", new String[] {"127.0.0.1:80,[::1]:443", "a.example:8080"}, "deny", new String[] {"0.0.0.0:22"
                });
        ConfigFuzz.run(DialerSettings.Config.class, right, DialerSettings::of);
    }
}
