package org.port17.spi.exit;

import org.osgi.annotation.versioning.ConsumerType;
import org.port17.api.Destination;
import org.port17.api.Node;

/**
 * Judges one node as exit for one destination; the core loops over the nodes. A pure function of its arguments and the
 * policy's configuration. Registered as an OSGi service with the property {@code exit.name}.
 */
@ConsumerType
public interface ExitPolicy {
    String NAME = "exit.name";

    /** For people and configuration; equals the service property. */
    String name();

    Verdict judge(Destination destination, Node node);
}
