package org.port17.launcher.localnet;

import java.util.List;
import java.util.Map;

/**
 * How the nodes of a network differ from what ships.
 *
 * @param java options of their virtual machines, behind those that ship
 * @param configuration keys and values by PID, beside what the network needs itself
 */
public record Tuning(List<String> java, Map<String, Map<String, String>> configuration) {
    public static final Tuning NONE = new Tuning(List.of(), Map.of());

    public Tuning {
        java = List.copyOf(java);
        configuration = Map.copyOf(configuration);
    }
}
