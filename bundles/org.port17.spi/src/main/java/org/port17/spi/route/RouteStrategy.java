package org.port17.spi.route;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.osgi.annotation.versioning.ConsumerType;
import org.port17.api.Node;
import org.port17.api.Port17Exception;

/**
 * Chooses the nodes of a circuit. A function of the request, the view, the random numbers and what it keeps between routes,
 * such as a list of entries: a fresh instance gives the same route for the same arguments. Registered as an OSGi service with
 * the property {@code route.name}. The core checks every plan (length, distinct nodes, owners and AS, the exit being a
 * candidate, entry and transit being admitted) and refuses one that breaks a rule, so a strategy cannot weaken them.
 */
@ConsumerType
public interface RouteStrategy {
    String NAME = "route.name";

    /** For people and configuration; equals the service property. */
    String name();

    /** @throws Port17Exception NO_ROUTE with a sentence that says which rule could not be met */
    Route plan(RouteRequest request, NetworkView view, RandomGenerator random) throws Port17Exception;

    /** The security levels it has, by number; a strategy without levels takes only requests of level 0. */
    default List<LevelTraits> levels() {
        return List.of();
    }

    /** The level for those who ask for none; 0 for a strategy without levels. */
    default int floor() {
        return 0;
    }

    /**
     * Whether it bounds itself how many exits a day serve one application and domain, however many fail. For one that does not the
     * core does, by handing in those used before.
     */
    default boolean boundsExits() {
        return false;
    }

    /**
     * A view and a request like those that {@link #plan} will see soon. What takes long is done here; called off the loop where
     * the network is large, and not always.
     */
    default void prepare(RouteRequest like, NetworkView view) {}

    /**
     * The nodes to which links should stand although no circuit needs them yet: the entry that will serve next and its
     * alternatives. Empty if the strategy has no opinion. Called on the loop.
     */
    default List<Node> standing(NetworkView view, RandomGenerator random) {
        return List.of();
    }

    /**
     * How an exit would be drawn, without any effect. Empty if the strategy does not draw by place.
     *
     * @throws Port17Exception NO_ROUTE as {@link #plan} would
     */
    default Optional<ExitOutlook> outlook(RouteRequest request, NetworkView view) throws Port17Exception {
        return Optional.empty();
    }
}
