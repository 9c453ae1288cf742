package org.port17.api.view;

import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/** What an operator may order of a client's core. */
@ProviderType
public interface Operations {
    /** Closes a circuit; its streams end in a reset. False if there is no such circuit. */
    CompletionStage<Boolean> closeCircuit(long id);

    /** New streams get new circuits from now on; running streams keep theirs. Number of circuits retired. */
    CompletionStage<Integer> renewCircuits();
}
