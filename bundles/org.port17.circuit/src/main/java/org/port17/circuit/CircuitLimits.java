package org.port17.circuit;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.port17.cell.Build;
import org.port17.spi.route.LevelTraits;

/** Validated bounds of the client's circuits. */
record CircuitLimits(
        int hops,
        Duration idle,
        Duration streamIdle,
        int circuits,
        int streams,
        long windowBytes,
        boolean forwardSecret,
        Set<Integer> upgradePorts) {
    CircuitLimits {
        upgradePorts = Set.copyOf(upgradePorts);
        if (hops < 3 || hops > Build.MAX_HOPS) {
            throw new IllegalArgumentException("hops in etc/org.port17.circuit.cfg must lie between 3 and 5");
        }
    }

    /** How long an unused circuit stays, which its level may shorten. */
    Duration idle(Optional<LevelTraits> level) {
        Duration byLevel =
                level.map(traits -> Duration.ofMinutes(traits.idleMinutes())).orElse(idle);
        return byLevel.compareTo(idle) < 0 ? byLevel : idle;
    }

    static CircuitLimits of(CircuitConfig config) {
        return new CircuitLimits(
                config.hops(),
                Duration.ofMinutes(Math.max(1, config.idle_minutes())),
                Duration.ofMinutes(Math.max(1, config.stream_idle_minutes())),
                Math.max(1, config.circuits_max()),
                Math.max(1, config.streams_max()),
                (long) Math.max(1, config.window_mib()) << 20,
                config.forward_secret(),
                ports(config.starttls_ports()));
    }

    private static Set<Integer> ports(String[] texts) {
        Set<Integer> ports = new TreeSet<>();
        // A .cfg file gives a list as one string with commas.
        for (String text : String.join(",", texts).split(",")) {
            String port = text.trim();
            if (!port.isEmpty()) {
                boolean number = port.matches("[0-9]{1,5}");
                if (!number || Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65_535) {
                    throw new IllegalArgumentException(
                            "starttls.ports in etc/org.port17.circuit.cfg must list ports from 1 to 65535");
                }
                ports.add(Integer.parseInt(port));
            }
        }
        return ports;
    }
}
