package org.port17.edge.socks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.port17.api.ErrorKind;
import org.port17.netty.IoKind;
import org.port17.testkit.tunnels.ScriptedStream;

/** Bytes, FIN and RST between an application's real socket and its stream, on epoll and NIO. */
class SocksRelayTest {
    private static final int CREDIT = 256 * 1024;

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "NIO"})
    void bytesComeBackExactly(IoKind kind) throws Exception {
        try (SocksBench bench =
                        new SocksBench(kind, stream -> stream.window(100_000).echo());
                SocksApplication app = bench.application()) {
            assertEquals(0, app.connect("a.example", 80));
            byte[] data = new byte[8 << 20];
            new Random(1).nextBytes(data);
            Thread writer = new Thread(() -> {
                try {
                    app.write(data);
                    app.finish();
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            writer.start();
            assertArrayEquals(data, app.readAll());
            writer.join();
            bench.tunnels.next().awaitConsumed(data.length);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "NIO"})
    void eitherSideMayFinishFirst(IoKind kind) throws Exception {
        try (SocksBench bench = new SocksBench(kind, ScriptedStream::connect)) {
            try (SocksApplication app = bench.application()) {
                app.connect("a.example", 80);
                ScriptedStream stream = bench.tunnels.next();
                stream.give(text("answer")).end();
                assertEquals("answer", new String(app.readAll(), StandardCharsets.US_ASCII));
                app.write("more");
                stream.awaitSent(4);
                app.finish();
                stream.awaitFinish();
            }
            try (SocksApplication app = bench.application()) {
                app.connect("a.example", 80);
                ScriptedStream stream = bench.tunnels.next();
                app.write("question");
                app.finish();
                stream.awaitFinish();
                stream.give(text("late answer")).end();
                assertEquals("late answer", new String(app.readAll(), StandardCharsets.US_ASCII));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "NIO"})
    void aLongAnswerFollowsAnEarlyFin(IoKind kind) throws Exception {
        int total = 32 << 20;
        try (SocksBench bench = new SocksBench(kind, ScriptedStream::connect);
                SocksApplication app = bench.application()) {
            app.connect("a.example", 80);
            ScriptedStream stream = bench.tunnels.next();
            app.finish();
            stream.awaitFinish();
            stream.credit(total).pour(total, byte[]::new);
            awaitStandstill(stream);
            app.read(total);
            stream.end();
            assertEquals(0, app.readAll().length);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "NIO"})
    void aFailedStreamIsAReset(IoKind kind) throws Exception {
        try (SocksBench bench = new SocksBench(kind, ScriptedStream::connect);
                SocksApplication app = bench.application()) {
            app.connect("a.example", 80);
            ScriptedStream stream = bench.tunnels.next();
            stream.give(new byte[10]);
            app.read(10);
            stream.fail(ErrorKind.CIRCUIT_BROKEN);
            SocketException reset = assertThrows(SocketException.class, app::readAll);
            assertTrue(reset.getMessage().contains("reset"), reset.getMessage());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "NIO"})
    void aStoppedEdgeResetsBothSides(IoKind kind) throws Exception {
        try (SocksBench bench = new SocksBench(kind, ScriptedStream::connect);
                SocksApplication app = bench.application()) {
            app.connect("a.example", 80);
            ScriptedStream stream = bench.tunnels.next();
            stream.give(new byte[10]);
            app.read(10);
            bench.edge.close();
            assertThrows(SocketException.class, app::readAll);
            assertEquals(ErrorKind.CLOSED, stream.awaitReset());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "NIO"})
    void anApplicationsResetReachesTheStream(IoKind kind) throws Exception {
        try (SocksBench bench = new SocksBench(kind, ScriptedStream::connect)) {
            SocksApplication app = bench.application();
            app.connect("a.example", 80);
            app.socket().setSoLinger(true, 0);
            app.close();
            assertEquals(ErrorKind.CONNECTION_RESET, bench.tunnels.next().awaitReset());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "NIO"})
    void aSlowApplicationBoundsWhatIsConsumed(IoKind kind) throws Exception {
        long total = 64L << 20;
        try (SocksBench bench =
                        new SocksBench(kind, stream -> stream.credit(CREDIT).connect());
                SocksApplication app = bench.application()) {
            app.connect("a.example", 80);
            ScriptedStream stream = bench.tunnels.next();
            Random random = new Random(5);
            MessageDigest given = MessageDigest.getInstance("SHA-256");
            stream.pour(total, length -> {
                byte[] piece = new byte[length];
                random.nextBytes(piece);
                given.update(piece);
                return piece;
            });
            stream.awaitConsumed(CREDIT);
            // Nobody reads: the kernel's two buffers fill up and then consumption must stand still.
            long before = awaitStandstill(stream);
            assertTrue(before < total / 2, "consumed " + before + " although nobody reads");
            MessageDigest read = MessageDigest.getInstance("SHA-256");
            InputStream in = app.input();
            byte[] buffer = new byte[65_536];
            for (long left = total; left > 0; ) {
                int n = in.read(buffer);
                read.update(buffer, 0, n);
                left -= n;
            }
            assertArrayEquals(given.digest(), read.digest());
            assertTrue(stream.largestOutstanding() <= CREDIT + 16_255);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "NIO"})
    void aFullStreamStopsTheApplication(IoKind kind) throws Exception {
        byte[] data = new byte[32 << 20];
        new Random(9).nextBytes(data);
        try (SocksBench bench =
                        new SocksBench(kind, stream -> stream.window(50_000).connect());
                SocksApplication app = bench.application()) {
            app.connect("a.example", 80);
            ScriptedStream stream = bench.tunnels.next();
            CountDownLatch written = new CountDownLatch(1);
            Thread writer = new Thread(() -> {
                try {
                    app.write(data);
                    app.finish();
                    written.countDown();
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            writer.start();
            stream.awaitSent(50_000);
            assertTrue(!written.await(500, TimeUnit.MILLISECONDS), "the application must have to wait");
            assertEquals(50_000, stream.sent().length);
            for (int seen = 50_000;
                    seen < data.length;
                    seen = stream.awaitSent(Math.min(data.length, seen + 1)).length) {
                stream.drain(Math.min(50_000, seen));
            }
            stream.awaitFinish();
            assertArrayEquals(data, stream.sent());
            writer.join();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "NIO"})
    void manyConnectionsAtOnce(IoKind kind) throws Exception {
        int count = 500;
        ExecutorService applications = Executors.newFixedThreadPool(50);
        try (SocksBench bench = new SocksBench(kind, ScriptedStream::echo)) {
            List<SocksApplication> open = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                SocksApplication app = bench.application();
                open.add(app);
                assertEquals(0, app.connect("a" + i + ".example", 80));
            }
            List<Future<byte[]>> answers = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                SocksApplication app = open.get(i);
                byte[] data = bytes(i);
                answers.add(applications.submit(() -> {
                    app.write(data);
                    app.finish();
                    return app.readAll();
                }));
            }
            for (int i = 0; i < count; i++) {
                assertArrayEquals(bytes(i), answers.get(i).get(60, TimeUnit.SECONDS));
                open.get(i).close();
            }
        } finally {
            applications.shutdownNow();
        }
    }

    /** Until the kernel's buffers are full and nothing is consumed any more. */
    private static long awaitStandstill(ScriptedStream stream) throws InterruptedException {
        long before;
        do {
            before = stream.consumed();
            new CountDownLatch(1).await(300, TimeUnit.MILLISECONDS);
        } while (before == 0 || stream.consumed() != before);
        return before;
    }

    private static byte[] bytes(int seed) {
        byte[] data = new byte[20_000 + seed];
        new Random(seed).nextBytes(data);
        return data;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
