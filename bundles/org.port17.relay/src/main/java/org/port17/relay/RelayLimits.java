package org.port17.relay;

import java.time.Duration;

/** Validated bounds of a relay. */
record RelayLimits(
        int circuits, int buildsPerSecond, Duration idle, int streams, Duration streamIdle, int standingLinks) {
    static RelayLimits of(RelayConfig config) {
        return new RelayLimits(
                Math.max(1, config.circuits_max()),
                Math.max(1, config.builds_per_second()),
                Duration.ofMinutes(Math.max(1, config.idle_minutes())),
                Math.max(1, config.streams_max()),
                Duration.ofMinutes(Math.max(1, config.stream_idle_minutes())),
                Math.max(0, config.standing_links()));
    }
}
