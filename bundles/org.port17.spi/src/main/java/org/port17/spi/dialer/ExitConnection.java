package org.port17.spi.dialer;

import java.nio.ByteBuffer;
import java.util.Optional;

/** One TCP connection to a destination. On the loop. */
public interface ExitConnection {
    /** Takes all bytes (copies them); what is taken before the connection stands is sent first. */
    void send(ByteBuffer data);

    /** From {@link ExitEvents#connected} on; empty before, and if nothing is known. */
    default Optional<Reached> reached() {
        return Optional.empty();
    }

    /** FIN after what was sent. */
    void finish();

    /** RST. No event follows. */
    void reset();

    /** Stops or resumes {@link ExitEvents#received}. Reading is off until the connection stands, then on. */
    void reading(boolean on);
}
