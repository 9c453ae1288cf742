package org.port17.edge.dialer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.testkit.ConfigFuzz;

class DialerSettingsTest {
    @ParameterizedTest
    @ValueSource(strings = {"exit.example", "127.0.0.1:80", "127.0.0.256", "[::1]", "eth0"})
    void aSourceIsAnAddress(String text) {
        Port17Exception wrong =
                assertThrows(Port17Exception.class, () -> DialerBench.settings(new HashMap<>(Map.of("source", text))));
        assertEquals(ErrorKind.CONFIG, wrong.kind());
        assertTrue(wrong.getMessage().contains("source"), wrong.getMessage());
    }

    @Test
    void nonsenseIsRefusedInOneSentence() {
        Map<String, Object> right = Map.of(
                "allow",
                new String[] {"127.0.0.1:80,[::1]:443", "a.example:8080"},
                "source",
                "127.0.0.1",
                "deny",
                new String[] {"0.0.0.0:22"});
        ConfigFuzz.run(DialerSettings.Config.class, right, DialerSettings::of);
    }
}
