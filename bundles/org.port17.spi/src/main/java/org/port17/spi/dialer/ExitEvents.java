package org.port17.spi.dialer;

import java.nio.ByteBuffer;
import org.port17.api.Port17Exception;

/** What happens on an exit connection. All calls on the loop, never from inside {@link ExitDialer#dial}. */
public interface ExitEvents {
    void connected();

    /** Bytes, valid only during the call; the receiver takes them all. */
    void received(ByteBuffer data);

    /** {@code bytes} given to {@link ExitConnection#send} were taken by the destination's socket. */
    void sent(int bytes);

    /** The destination's FIN. */
    void finished();

    /** Dead: refused, denied, not found, reset, timed out. The last call. */
    void failed(Port17Exception reason);
}
