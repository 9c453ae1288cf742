package org.port17.api.view;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A part of the core that shows what it holds. Consoles collect all services of this type; each answers only for what
 * it owns and leaves the rest empty. Answers come from the loop, so they are asynchronous.
 */
@ConsumerType
public interface Inspection {
    default CompletionStage<List<CircuitView>> circuits() {
        return none();
    }

    default CompletionStage<List<StreamView>> streams() {
        return none();
    }

    default CompletionStage<List<LinkView>> links() {
        return none();
    }

    default CompletionStage<List<RelayView>> relay() {
        return none();
    }

    /** The part's own account: whether it is ready and where it listens. At most one entry for each part. */
    default CompletionStage<List<StatusView>> status() {
        return none();
    }

    /** Nodes that announced themselves to this process, if it is an authority. */
    default CompletionStage<List<CandidateView>> candidates() {
        return none();
    }

    /** What this process measured of nodes, if it is an authority. */
    default CompletionStage<List<MeasuredView>> measured() {
        return none();
    }

    /** How far the rehearsal behind the start is, if there is one. */
    default CompletionStage<List<RehearsalView>> rehearsal() {
        return none();
    }

    private static <T> CompletionStage<List<T>> none() {
        return java.util.concurrent.CompletableFuture.completedFuture(List.of());
    }
}
