package org.port17.spi.transport;

import org.osgi.annotation.versioning.ConsumerType;
import org.port17.api.Endpoint;
import org.port17.api.Port17Exception;

/**
 * One kind of wire. A transport moves bytes in order and whole, or reports the connection closed; it neither frames,
 * nor encrypts for Port17's purposes, nor authenticates. Registered as an OSGi service with the property {@code
 * transport.scheme}.
 *
 * <p>Threads: every method is called on the node's {@link org.port17.api.Loop}, and every event must be delivered on
 * it. Nothing may block.
 */
@ConsumerType
public interface Transport {
    /** Service property that repeats {@link TransportTraits#scheme()}. */
    String SCHEME = "transport.scheme";

    TransportTraits traits();

    /**
     * Starts to connect. Returns at once; {@link Connection#offer} may be called before the connection stands, and what
     * it took leaves first (in the first segment where the wire can).
     *
     * @throws Port17Exception BAD_INPUT if the address cannot be understood. A refused or failed connection is no
     *     exception but {@link ConnectionEvents#closed}.
     */
    Connection dial(Endpoint endpoint, ConnectionEvents events) throws Port17Exception;

    /**
     * Accepts connections. Returns at once.
     *
     * @throws Port17Exception BAD_INPUT if the address cannot be understood; NODE_UNREACHABLE with a message that names
     *     the port if it is taken or may not be used.
     */
    Listener listen(Endpoint endpoint, Acceptor acceptor) throws Port17Exception;
}
