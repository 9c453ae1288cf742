package org.port17.rehearsal;

import java.time.Duration;
import org.port17.api.Loop;
import org.port17.spi.transport.Connection;

/**
 * Lets a connection stand still now and then, as those of real processes do whose other end has no processor just then: nothing is read
 * from it for a moment, in which a circuit's whole window gathers before it, so that whoever sends has to wait and to keep what it has. On one
 * loop that never happens by itself, and code that has not waited yet is compiled as if it never would. All on the loop.
 */
final class Holdups {
    private static final Duration STILL = Duration.ofMillis(20);
    private static final Duration GOING = Duration.ofMillis(5);
    private final Loop loop;
    private Connection connection;
    private boolean over;

    Holdups(Loop loop) {
        this.loop = loop;
    }

    /** Begins at once, unless it has ended. */
    void start(Connection held) {
        if (!over) {
            connection = held;
            still();
        }
    }

    private void still() {
        if (!over) {
            connection.reading(false);
            loop.schedule(this::going, STILL);
        }
    }

    private void going() {
        if (!over) {
            connection.reading(true);
            loop.schedule(this::still, GOING);
        }
    }

    /** It is read from again, and no more holdups follow. */
    void end() {
        over = true;
        if (connection != null) {
            connection.reading(true);
        }
    }
}
