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

    /**
     * Whether the verdict depends on the destination. A policy that says no is asked once for each node of a map and not once
     * for each connection, which is what keeps large networks quick.
     */
    default boolean looksAtDestination() {
        return true;
    }
}
