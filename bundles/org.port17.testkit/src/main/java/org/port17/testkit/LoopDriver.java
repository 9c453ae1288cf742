package org.port17.testkit;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.port17.api.Loop;

/**
 * Lets one test run on any {@link Loop}: it calls things on the loop and waits for conditions there. A {@link TestLoop}
 * is driven by hand and in simulated time; any other loop has its own thread.
 */
public final class LoopDriver {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(2);
    private final Loop loop;

    public LoopDriver(Loop loop) {
        this.loop = loop;
    }

    public Loop loop() {
        return loop;
    }

    /** Runs {@code work} on the loop and returns its result; what it throws is thrown here. */
    public <T> T call(Callable<T> work) throws Exception {
        if (loop.inLoop()) {
            return work.call();
        }
        CompletableFuture<T> result = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                result.complete(work.call());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        return get(result, "the loop did not take the task");
    }

    /** Runs {@code work} on the loop. */
    public void run(Action work) throws Exception {
        call(() -> {
            work.run();
            return null;
        });
    }

    /**
     * Waits until {@code condition}, asked on the loop, is true.
     *
     * @throws AssertionError naming {@code what} after 30 seconds (simulated ones on a test loop)
     */
    public void await(String what, BooleanSupplier condition) throws Exception {
        if (loop instanceof TestLoop test) {
            long end = test.nanos() + PATIENCE.toNanos();
            test.runUntilIdle();
            while (!condition.getAsBoolean()) {
                if (test.nanos() > end) {
                    throw new AssertionError("waited in vain until " + what);
                }
                test.advance(LOOK_AGAIN);
            }
            return;
        }
        CompletableFuture<Void> met = new CompletableFuture<>();
        loop.execute(() -> look(condition, met));
        get(met, "waited in vain until " + what);
    }

    private void look(BooleanSupplier condition, CompletableFuture<Void> met) {
        try {
            if (condition.getAsBoolean()) {
                met.complete(null);
            } else if (!met.isDone()) {
                loop.schedule(() -> look(condition, met), LOOK_AGAIN);
            }
        } catch (Throwable e) {
            met.completeExceptionally(e);
        }
    }

    /** Lets the loop turn over for a while, for what must <em>not</em> happen. */
    public void settle(Duration time) throws Exception {
        if (loop instanceof TestLoop test) {
            test.advance(time);
            return;
        }
        CompletableFuture<Void> over = new CompletableFuture<>();
        loop.schedule(() -> over.complete(null), time);
        get(over, "the loop's timer did not run");
    }

    private static <T> T get(CompletableFuture<T> future, String otherwise) throws Exception {
        try {
            return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            future.cancel(false);
            throw new AssertionError(otherwise, e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (Exception) e.getCause();
        }
    }

    /** Work that may throw. */
    @FunctionalInterface
    public interface Action {
        void run() throws Exception;
    }
}
