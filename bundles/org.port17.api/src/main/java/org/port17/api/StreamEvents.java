package org.port17.api;

import org.osgi.annotation.versioning.ConsumerType;

/** What happens to a stream, told to the edge that opened it. All calls come on the loop. */
@ConsumerType
public interface StreamEvents {
    /** The exit has connected to the destination. Bytes may have been sent before; none was received before. */
    void connected();

    /**
     * Bytes from the destination, {@code data[offset .. offset+length)}, valid only during this call: copy them. Report
     * each byte once with {@link TunnelStream#consumed} when the application has taken it, or the stream stops.
     */
    void received(byte[] data, int offset, int length);

    /** {@link TunnelStream#send} takes bytes again, after it took fewer than given. */
    void writable();

    /** The destination finished sending (FIN). The other direction stays open. */
    void finished();

    /**
     * The stream is dead: refused, reset or broken. The last call. An edge must answer with a reset towards the
     * application, never with a clean end.
     */
    void failed(Port17Exception reason);
}
