package org.port17.itests.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Bundles that Karaf restarted because their wiring changed, by node, as its log says. */
record Refreshes(Map<String, List<String>> lines) {
    static Refreshes now(Net net) throws IOException {
        Map<String, List<String>> lines = new LinkedHashMap<>();
        for (String name : net.names()) {
            lines.put(
                    name,
                    net.log(name)
                            .lines()
                            .filter(line ->
                                    line.contains("which is being refreshed") || line.contains("Refreshing bundles"))
                            .toList());
        }
        return new Refreshes(lines);
    }

    void assertNoMore(Net net) throws IOException {
        assertEquals(lines, now(net).lines);
    }
}
