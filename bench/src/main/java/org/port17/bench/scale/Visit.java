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
    private final boolean goesOn;
    private final AtomicLong blocks;
    private final Runnable first;
    private TunnelStream stream;
    private boolean answered;
    private int came;
    Optional<Port17Exception> failure = Optional.empty();

    /**
     * @param pause between a block and the request for the next
     * @param goesOn whether it asks for more than one
     * @param blocks counts them
     * @param first runs when the first block has come, or the stream failed before
     */
    Visit(Loop loop, Duration pause, boolean goesOn, AtomicLong blocks, Runnable first) {
        this.loop = loop;
        this.pause = pause;
        this.goesOn = goesOn;
        this.blocks = blocks;
        this.first = first;
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
        answered();
        if (goesOn && pause.isZero()) {
            stream.send(REQUEST.duplicate());
        } else if (goesOn) {
            loop.schedule(() -> stream.send(REQUEST.duplicate()), pause);
        }
    }

    private void answered() {
        if (!answered) {
            answered = true;
            first.run();
        }
    }

    @Override
    public void writable() {}

    @Override
    public void finished() {}

    @Override
    public void failed(Port17Exception reason) {
        failure = Optional.of(reason);
        answered();
    }
}
