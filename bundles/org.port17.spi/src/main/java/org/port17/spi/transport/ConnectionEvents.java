package org.port17.spi.transport;

import java.nio.ByteBuffer;
import org.port17.api.Port17Exception;

/** What happens on a wire, told to the core. All calls on the loop, never from inside a call to the connection. */
public interface ConnectionEvents {
    /** The connection stands. Comes once, before any byte; accepted connections stand from the start and skip it. */
    void connected();

    /** Bytes, valid only during this call; the receiver takes them all. One call is one batch. */
    void received(ByteBuffer bytes);

    /** {@link Connection#offer} has room again after it answered false. */
    void writable();

    /** The connection is gone, for whatever reason: peer's end, reset, failed dial. The last call. */
    void closed(Port17Exception reason);
}
