package org.port17.bench.scale;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.port17.api.Destination;
import org.port17.api.ErrorKind;
import org.port17.api.Loop;
import org.port17.api.Port17Exception;
import org.port17.api.StreamEvents;
import org.port17.api.StreamRequest;
import org.port17.api.TunnelStream;
import org.port17.api.Tunnels;

/** One stream to the origin: asks for a block, and for the next when it has come. On the loop. */
final class Visit implements StreamEvents {
    private static final ByteBuffer REQUEST =
            ByteBuffer.wrap(BlockOrigin.request()).asReadOnlyBuffer();

    private final Loop loop;
    private final Duration pause;
    private final AtomicLong blocks;
    private final Runnable after;
    private TunnelStream stream;
    private long wanted;
    private int came;
    Optional<Port17Exception> failure = Optional.empty();

    /**
     * @param pause between a block and the request for the next
     * @param wanted so many blocks
     * @param blocks counts them
     * @param after runs when they have come, or the stream failed; null if nobody waits
     */
    Visit(Loop loop, Duration pause, long wanted, AtomicLong blocks, Runnable after) {
        this.loop = loop;
        this.pause = pause;
        this.wanted = wanted;
        this.blocks = blocks;
        this.after = after;
    }

    void begin(Tunnels client, Destination destination, String application) throws Port17Exception {
        stream = client.open(new StreamRequest(destination, application, "bench"), this);
        stream.send(REQUEST.duplicate());
    }

    void leave() {
        if (failure.isEmpty()) {
            stream.reset(ErrorKind.CLOSED);
        }
    }

    @Override
    public void connected() {}

    @Override
    public void received(byte[] data, int offset, int length) {
        stream.consumed(length);
        came += length;
        if (came < BlockOrigin.BLOCK) {
            return;
        }
        came -= BlockOrigin.BLOCK;
        blocks.incrementAndGet();
        if (--wanted == 0) {
            end();
        } else if (pause.isZero()) {
            stream.send(REQUEST.duplicate());
        } else {
            loop.schedule(() -> stream.send(REQUEST.duplicate()), pause);
        }
    }

    private void end() {
        if (after != null) {
            after.run();
        }
    }

    @Override
    public void writable() {}

    @Override
    public void finished() {}

    @Override
    public void failed(Port17Exception reason) {
        failure = Optional.of(reason);
        end();
    }
}
