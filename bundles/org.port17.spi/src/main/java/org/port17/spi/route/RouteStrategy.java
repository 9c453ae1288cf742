package org.port17.spi.route;

import java.util.random.RandomGenerator;
import org.osgi.annotation.versioning.ConsumerType;
import org.port17.api.Port17Exception;

/**
 * Chooses the nodes of a circuit. A pure function: the same request, view and random numbers give the same route.
 * Registered as an OSGi service with the property {@code route.name}. The core checks every plan (length, distinct
 * nodes, owners and AS, the exit being a candidate) and refuses one that breaks a rule, so a strategy cannot weaken
 * them.
 */
@ConsumerType
public interface RouteStrategy {
    String NAME = "route.name";

    /** For people and configuration; equals the service property. */
    String name();

    /** @throws Port17Exception NO_ROUTE with a sentence that says which rule could not be met */
    Route plan(RouteRequest request, NetworkView view, RandomGenerator random) throws Port17Exception;
}
