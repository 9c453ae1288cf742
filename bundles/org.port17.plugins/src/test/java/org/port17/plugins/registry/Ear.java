package org.port17.plugins.registry;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.port17.plugins.PluginKind;
import org.port17.plugins.PluginListener;

/** A listener that notes what it hears and leaves plugins when the test says so. */
final class Ear implements PluginListener {
    final List<String> heard = Collections.synchronizedList(new ArrayList<>());
    final CompletableFuture<Void> left = new CompletableFuture<>();
    final CountDownLatch asked = new CountDownLatch(1);
    Runnable onDraining = () -> {};

    @Override
    public void changed(PluginKind kind) {
        heard.add("changed " + kind.word());
    }

    @Override
    public CompletionStage<Void> draining(PluginKind kind, String name, Object plugin) {
        heard.add("draining " + kind.word() + " " + name);
        onDraining.run();
        asked.countDown();
        return left;
    }
}
