package org.port17.rehearsal;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/** Service: how far the rehearsal is. Safe from any thread. */
@ProviderType
public interface Rehearsals {
    /**
     * Complete when a node of this process has served so many circuits of every suite that real ones, and much traffic on them,
     * find compiled code; also when that failed, when there is nothing to rehearse, or when it is not over within the time given, for good. Until then nobody
     * uses the node, unless a map lists it from before, so the rehearsal takes no rests.
     */
    CompletionStage<Void> nodeIsWarm(Duration most);
}
