package org.port17.launcher.localnet;

import java.util.LinkedHashMap;
import java.util.Map;
import org.port17.launcher.world.Spot;
import org.port17.launcher.world.World;

/** What an instance must know of the world that it stands in. */
record WorldFolder(World world, NetLayout layout) {
    private static final String DIALER = "org.port17.edge.dialer";

    /** @param all our configuration by PID, to which this adds */
    void configure(Instance instance, Map<String, Map<String, String>> all) {
        all.put("org.port17.places", Map.of("file", layout.places().toString()));
        all.put("org.port17.delay", Map.of("address", instance.address()));
        if (instance.isClient()) {
            Spot client = world.client();
            Map<String, String> near = new LinkedHashMap<>();
            near.put("level", "1");
            near.put("client.country", client.country());
            all.put("org.port17.route.near", near);
            all.put("org.port17.plugins", Map.of("route", "near"));
        }
        if (instance.isExit()) {
            // Origins see who comes.
            all.computeIfAbsent(DIALER, pid -> new LinkedHashMap<>()).put("source", instance.address());
        }
    }
}
