package org.port17.circuit;

import java.time.Duration;
import org.port17.cell.Build;

/** Validated bounds of the client's circuits. */
record CircuitLimits(
        int hops,
        Duration idle,
        Duration streamIdle,
        int circuits,
        int streams,
        long windowBytes,
        boolean forwardSecret) {
    CircuitLimits {
        if (hops < 3 || hops > Build.MAX_HOPS) {
            throw new IllegalArgumentException("hops in etc/org.port17.circuit.cfg must lie between 3 and 5");
        }
    }

    static CircuitLimits of(CircuitConfig config) {
        return new CircuitLimits(
                config.hops(),
                Duration.ofMinutes(Math.max(1, config.idle_minutes())),
                Duration.ofMinutes(Math.max(1, config.stream_idle_minutes())),
                Math.max(1, config.circuits_max()),
                Math.max(1, config.streams_max()),
                (long) Math.max(1, config.window_mib()) << 20,
                config.forward_secret());
    }
}
