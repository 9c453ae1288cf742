package org.port17.rehearsal;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.port17.api.Destination;
import org.port17.api.ErrorKind;
import org.port17.api.Loop;
import org.port17.api.Port17Exception;
import org.port17.api.StreamEvents;
import org.port17.api.StreamRequest;
import org.port17.api.TunnelStream;
import org.port17.api.Tunnels;

/** Calls the client itself. */
final class MemoryApplication implements Application {
    private final Loop loop;
    private final Tunnels client;
    private int asked;

    MemoryApplication(Loop loop, Tunnels client) {
        this.loop = loop;
        this.client = client;
    }

    @Override
    public CompletableFuture<AutoCloseable> ask(String name, byte[] request) {
        Got got = new Got(Request.answer(request));
        loop.execute(() -> {
            try {
                // Twice by name, twice by address: the stage changes what it asks each time.
                StreamRequest wish = new StreamRequest(
                        Destination.of((asked++ & 2) != 0 ? "192.0.2.17" : "rehearsal.invalid", 80), name, "rehearsal");
                got.stream = client.open(wish, got);
                got.stream.send(ByteBuffer.wrap(request));
            } catch (Port17Exception | RuntimeException e) {
                got.whole.completeExceptionally(e);
            }
        });
        return got.whole;
    }

    /** Counts. */
    private static final class Got implements StreamEvents {
        private final CompletableFuture<AutoCloseable> whole = new CompletableFuture<>();
        private final int wanted;
        private TunnelStream stream;
        private int bytes;
        private boolean ended;

        Got(int wanted) {
            this.wanted = wanted;
        }

        @Override
        public void connected() {
            // What comes behind it shows it.
        }

        @Override
        public void received(byte[] data, int offset, int length) {
            bytes += length;
            stream.consumed(length);
            if (bytes == wanted) {
                whole.complete(this::end);
            }
        }

        @Override
        public void writable() {
            // The request is smaller than any window.
        }

        private void end() {
            if (ended) {
                stream.finish();
            } else {
                stream.reset(ErrorKind.CLOSED);
            }
        }

        @Override
        public void finished() {
            ended = true;
            whole.completeExceptionally(new Port17Exception(ErrorKind.INTERNAL, "a rehearsed answer came in part"));
        }

        @Override
        public void failed(Port17Exception reason) {
            whole.completeExceptionally(reason);
        }
    }
}
