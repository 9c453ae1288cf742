package org.port17.testkit;

import java.util.List;
import org.port17.api.Endpoint;
import org.port17.api.Loop;
import org.port17.spi.transport.Transport;

/**
 * What {@link TransportContract} needs of a transport under test, made afresh for each test.
 *
 * @param loop the loop the transport runs on
 * @param transport the transport under test
 * @param free where a listener can be opened; the transport chooses what is left open, such as port 0
 * @param nobody well formed, but nobody listens there
 * @param bad endpoints of this scheme whose address cannot be understood
 * @param end frees everything after the test
 */
public record TransportRig(
        Loop loop, Transport transport, Endpoint free, Endpoint nobody, List<Endpoint> bad, AutoCloseable end) {}
