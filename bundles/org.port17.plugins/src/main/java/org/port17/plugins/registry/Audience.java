package org.port17.plugins.registry;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.port17.plugins.PluginKind;
import org.port17.plugins.PluginListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who uses plugins. A listener that fails harms neither the others nor the registry. */
final class Audience {
    private static final Logger LOG = LoggerFactory.getLogger(Audience.class);
    private final List<PluginListener> listeners = new CopyOnWriteArrayList<>();

    AutoCloseable add(PluginListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    void changed(PluginKind kind) {
        for (PluginListener listener : listeners) {
            try {
                listener.changed(kind);
            } catch (RuntimeException e) {
                LOG.error("a listener failed on a change of {} plugins", kind.word(), e);
            }
        }
    }

    /** Asks everyone to leave. The result always completes normally, at the latest after the grace time. */
    CompletableFuture<Void> leave(Plugin plugin, Duration grace) {
        var stages = listeners.stream().map(l -> leave(l, plugin)).toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(stages)
                .orTimeout(grace.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(failure -> {
                    if (failure instanceof TimeoutException) {
                        LOG.warn(
                                "{} {} still has users after {} s", plugin.kind.word(), plugin.name, grace.toSeconds());
                    } else {
                        LOG.error("a user of {} {} failed to leave it", plugin.kind.word(), plugin.name, failure);
                    }
                    return null;
                });
    }

    private static CompletableFuture<Void> leave(PluginListener listener, Plugin plugin) {
        try {
            return listener.draining(plugin.kind, plugin.name, plugin.service).toCompletableFuture();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Waits for what {@link #leave} gave, which bounds the wait; an interrupt ends it early. */
    static void await(CompletableFuture<Void> left) {
        try {
            left.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("leaving always completes normally", e);
        }
    }
}
