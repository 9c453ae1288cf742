package org.port17.spi.dialer;

import java.net.InetAddress;
import java.time.Duration;

/**
 * Which address a connection goes to, of those a name has, and how long that address took to accept: one round trip and
 * what its machine and ours add.
 */
public record Reached(InetAddress address, Duration within) {
    /** Without the address: it is where somebody went. */
    @Override
    public String toString() {
        return "reached within " + within.toMillis() + " ms";
    }
}
