package org.port17.api;

import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * The node's data-plane event loop: one thread that runs every link, circuit and stream of this node, so that nothing
 * on the path of a cell needs a lock or a hand-over.
 *
 * <p>A task given to {@link #execute} from inside the loop runs after the input that is being processed now; this is
 * how a batch ends (write many, flush once). Tasks must not block.
 */
public interface Loop extends Executor {
    boolean inLoop();

    /** Runs {@code task} on the loop after {@code delay}, unless cancelled. */
    Timer schedule(Runnable task, Duration delay);

    /** Monotonic time in nanoseconds, from the clock that {@link #schedule} uses. */
    long nanos();

    /** A scheduled task. */
    interface Timer {
        void cancel();
    }
}
