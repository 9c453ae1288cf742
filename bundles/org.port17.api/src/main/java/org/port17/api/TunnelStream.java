package org.port17.api;

import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ProviderType;

/** One application connection through the network. All calls on the loop. */
@ProviderType
public interface TunnelStream {
    /** Unique in this process. */
    long id();

    /**
     * Takes bytes for the destination and copies them; advances the buffer's position by what was taken.
     *
     * <p>Bytes left in the buffer could not be taken because the window is full: keep them, stop reading from the
     * application, and go on after {@link StreamEvents#writable}. What was taken leaves by itself at the end of this
     * turn of the loop.
     */
    void send(ByteBuffer data);

    /** Half-close: no more bytes from the application (its FIN). Bytes taken before still arrive. */
    void finish();

    /** Aborts both directions; the destination sees a reset. No event follows. */
    void reset(ErrorKind reason);

    /** The application took {@code bytes} received bytes; returns credit to the exit. */
    void consumed(int bytes);
}
