package org.port17.transport.tcp;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.port17.api.Endpoint;
import org.port17.api.Port17Exception;
import org.port17.netty.IoKind;
import org.port17.netty.NodeLoops;
import org.port17.spi.transport.Connection;
import org.port17.spi.transport.ConnectionEvents;
import org.port17.spi.transport.Listener;

/**
 * Not a test but a yardstick: MB/s of bulk records over one loopback connection between two loops of one process.
 * Arguments: MiB a round, rounds, auto or nio.
 */
public final class TcpThroughput {
    private static final int RECORD = 16_413;

    private TcpThroughput() {}

    public static void main(String[] args) throws Exception {
        long total = (args.length > 0 ? Long.parseLong(args[0]) : 2048) << 20;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        IoKind kind = args.length > 2 && args[2].equals("nio") ? IoKind.NIO : IoKind.AUTO;
        try (NodeLoops there = new NodeLoops(kind);
                NodeLoops here = new NodeLoops(kind)) {
            for (int i = 0; i < rounds; i++) {
                round(here, there, total);
            }
        }
    }

    private static void round(NodeLoops here, NodeLoops there, long total) throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        CompletableFuture<Listener> door = new CompletableFuture<>();
        there.execute(() -> {
            try {
                door.complete(new TcpTransport(TcpContract.SETTINGS, there)
                        .listen(new Endpoint("tcp", "127.0.0.1:0"), connection -> new Counter(total, done)));
            } catch (Port17Exception e) {
                door.completeExceptionally(e);
            }
        });
        Listener listener = door.get();
        long start = System.nanoTime();
        here.execute(() -> {
            Source source = new Source(total);
            try {
                source.connection = new TcpTransport(TcpContract.SETTINGS, here).dial(listener.endpoint(), source);
            } catch (Port17Exception e) {
                throw new IllegalStateException(e);
            }
        });
        done.await();
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf("%s %.0f MB/s%n", here.kind(), total / 1e6 / seconds);
        there.execute(listener::close);
    }

    private static final class Source implements ConnectionEvents {
        private final byte[] record = new byte[RECORD];
        private long left;
        private Connection connection;

        Source(long total) {
            left = total;
        }

        private void pour() {
            boolean more = true;
            while (more && left > 0) {
                more = connection.offer(record, 0, RECORD);
                left -= RECORD;
            }
            connection.flush();
        }

        @Override
        public void connected() {
            pour();
        }

        @Override
        public void received(ByteBuffer bytes) {}

        @Override
        public void writable() {
            pour();
        }

        @Override
        public void closed(Port17Exception reason) {}
    }

    /** Copies each batch out, as the link layer does. */
    private static final class Counter implements ConnectionEvents {
        private final byte[] scratch = new byte[256 * 1024];
        private final CountDownLatch done;
        private long left;

        Counter(long total, CountDownLatch done) {
            left = total;
            this.done = done;
        }

        @Override
        public void connected() {}

        @Override
        public void received(ByteBuffer bytes) {
            left -= bytes.remaining();
            bytes.get(scratch, 0, bytes.remaining());
            if (left <= 0) {
                done.countDown();
            }
        }

        @Override
        public void writable() {}

        @Override
        public void closed(Port17Exception reason) {}
    }
}
