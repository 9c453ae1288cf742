package org.port17.api.view;

import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;
import org.port17.api.Destination;

/** What an operator may order of a client's core. */
@ProviderType
public interface Operations {
    /** Closes a circuit; its streams end in a reset. False if there is no such circuit. */
    CompletionStage<Boolean> closeCircuit(long id);

    /** New streams get new circuits from now on; running streams keep theirs. Number of circuits retired. */
    CompletionStage<Integer> renewCircuits();

    /**
     * The next stream of any application to this domain gets another exit; running streams keep theirs. Number of circuits
     * retired. Has no effect on the choice of a strategy that does not keep exits anyway.
     *
     * @param domain as {@link Destination#host} has it
     */
    CompletionStage<Integer> newExit(String domain);

    /**
     * How a route would be chosen. Changes nothing. Ends in a Port17Exception where a stream would be refused.
     *
     * @param application as a stream's request names it
     * @param plain whether what it sends can be read by the exit, so that the exit must be a trusted one
     */
    CompletionStage<RouteView> explain(String application, Destination destination, boolean plain);
}
