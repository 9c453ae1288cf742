package org.port17.testkit.tunnels;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.port17.api.Loop;
import org.port17.api.Port17Exception;
import org.port17.api.StreamEvents;
import org.port17.api.StreamRequest;
import org.port17.api.TunnelStream;
import org.port17.api.Tunnels;

/**
 * {@link Tunnels} without a network: the test plays the exit and the destination through {@link ScriptedStream}. Keeps
 * the contract an edge relies on (no event from inside a call, windows, events on the loop).
 */
public final class ScriptedTunnels implements Tunnels {
    private static final int PATIENCE_SECONDS = 20;
    private final Loop loop;
    private final Consumer<ScriptedStream> script;
    private final BlockingQueue<ScriptedStream> opened = new LinkedBlockingQueue<>();
    private volatile Port17Exception refusal;
    private long ids;

    /** @param script runs on the loop, in a task of its own, for every stream opened */
    public ScriptedTunnels(Loop loop, Consumer<ScriptedStream> script) {
        this.loop = loop;
        this.script = script;
    }

    /** From now on {@link #open} throws this; null to stop. */
    public void refuse(Port17Exception reason) {
        refusal = reason;
    }

    @Override
    public TunnelStream open(StreamRequest request, StreamEvents events) throws Port17Exception {
        if (!loop.inLoop()) {
            throw new IllegalStateException("open() belongs on the loop");
        }
        Port17Exception reason = refusal;
        if (reason != null) {
            throw reason;
        }
        ScriptedStream stream = new ScriptedStream(++ids, loop, request, events);
        opened.add(stream);
        loop.execute(() -> script.accept(stream));
        return stream;
    }

    @Override
    public Loop loop() {
        return loop;
    }

    /** The next stream an edge opened; waits for it. */
    public ScriptedStream next() throws InterruptedException {
        ScriptedStream stream = opened.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (stream == null) {
            throw new AssertionError("no stream was opened");
        }
        return stream;
    }

    /** How many opened streams {@link #next} has not returned yet. */
    public int waiting() {
        return opened.size();
    }
}
