package org.port17.rehearsal;

import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/** Service: how far the rehearsal is. Safe from any thread. */
@ProviderType
public interface Rehearsals {
    /**
     * Complete when a node of this process has served circuits for long enough that a real one meets no code for the first
     * time; also when that failed. It may never come about, where there is no suite: bound the wait.
     */
    CompletionStage<Void> nodeIsWarm();
}
