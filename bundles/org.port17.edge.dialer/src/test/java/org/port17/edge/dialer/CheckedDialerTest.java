package org.port17.edge.dialer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.netty.IoKind;
import org.port17.netty.dial.NameResolver;
import org.port17.netty.pipe.CellReads;
import org.port17.spi.dialer.ExitConnection;

/** What happens between a dial and the end, over real loopback sockets. */
class CheckedDialerTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "NIO"})
    void bytesAndFinsPassBothWays(IoKind kind) throws Exception {
        byte[] data = bytes(1, 5 << 20);
        try (ServerSocket origin = new ServerSocket(0, 50, LOOPBACK);
                DialerBench bench = DialerBench.allowing(kind, origin.getLocalPort())) {
            RecordedEvents events = new RecordedEvents();
            ExitConnection connection = bench.dial("127.0.0.1", origin.getLocalPort(), events);
            bench.run(() -> {
                connection.send(ByteBuffer.wrap(data));
                connection.finish();
            });
            try (Socket accepted = origin.accept()) {
                accepted.setSoTimeout(20_000);
                assertArrayEquals(data, accepted.getInputStream().readAllBytes());
                events.awaitSent(data.length);
                accepted.getOutputStream().write(data);
                accepted.shutdownOutput();
                events.awaitFinished();
                assertArrayEquals(data, events.received());
                assertFalse(events.isFailed());
                assertTrue(events.largest() <= CellReads.LARGEST);
                assertEquals(0, (int) bench.onLoop(bench.dialer::count));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "NIO"})
    void connectionsLeaveFromTheConfiguredAddress(IoKind kind) throws Exception {
        for (String destination : List.of("127.0.0.1", "::1")) {
            try (ServerSocket origin = new ServerSocket(0, 50, InetAddress.getByName(destination));
                    DialerBench bench = new DialerBench(kind, DialerBench::nothing, from("127.0.0.2", origin))) {
                RecordedEvents events = new RecordedEvents();
                bench.dial(destination, origin.getLocalPort(), events);
                try (Socket accepted = origin.accept()) {
                    // The other IP version has no such address and is left to the system.
                    String source = destination.equals("::1") ? "::1" : "127.0.0.2";
                    assertEquals(InetAddress.getByName(source), accepted.getInetAddress());
                    events.awaitConnected();
                }
            }
        }
    }

    @Test
    void anAddressOfAnotherMachineCannotBeTheSource() throws Exception {
        try (ServerSocket origin = new ServerSocket(0, 50, LOOPBACK);
                DialerBench bench = new DialerBench(IoKind.NIO, DialerBench::nothing, from("192.0.2.1", origin))) {
            RecordedEvents events = new RecordedEvents();
            bench.dial("127.0.0.1", origin.getLocalPort(), events);
            assertEquals(ErrorKind.HOST_UNREACHABLE, events.awaitFailureKind());
        }
    }

    private static Map<String, Object> from(String source, ServerSocket origin) {
        Map<String, Object> config =
                DialerBench.allow("127.0.0.1:" + origin.getLocalPort(), "[::1]:" + origin.getLocalPort());
        config.put("source", source);
        return config;
    }

    /** An exit has thousands a second: what each leaves behind for a minute fills its memory. */
    @ParameterizedTest
    @EnumSource(names = {"AUTO", "NIO"})
    void nothingKeepsAConnectionThatHasEnded(IoKind kind) throws Exception {
        try (ServerSocket origin = new ServerSocket(0, 50, LOOPBACK);
                DialerBench bench = DialerBench.allowing(kind, origin.getLocalPort())) {
            WeakReference<RecordedEvents> ended = ended(origin, bench);
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (ended.get() != null && System.nanoTime() - until < 0) {
                System.gc();
                Thread.sleep(20);
            }
            assertNull(ended.get());
        }
    }

    private static WeakReference<RecordedEvents> ended(ServerSocket origin, DialerBench bench) throws Exception {
        RecordedEvents events = new RecordedEvents();
        ExitConnection connection = bench.dial("127.0.0.1", origin.getLocalPort(), events);
        try (Socket accepted = origin.accept()) {
            accepted.setSoTimeout(20_000);
            accepted.shutdownOutput();
            events.awaitFinished();
            bench.run(connection::finish);
            assertEquals(-1, accepted.getInputStream().read());
        }
        return new WeakReference<>(events);
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "NIO"})
    void aDestinationsFinLeavesTheOtherDirectionOpen(IoKind kind) throws Exception {
        try (ServerSocket origin = new ServerSocket(0, 50, LOOPBACK);
                DialerBench bench = DialerBench.allowing(kind, origin.getLocalPort())) {
            RecordedEvents events = new RecordedEvents();
            ExitConnection connection = bench.dial("127.0.0.1", origin.getLocalPort(), events);
            try (Socket accepted = origin.accept()) {
                accepted.setSoTimeout(20_000);
                accepted.shutdownOutput();
                events.awaitFinished();
                byte[] data = bytes(2, 1 << 20);
                bench.run(() -> {
                    connection.send(ByteBuffer.wrap(data));
                    connection.finish();
                });
                assertArrayEquals(data, accepted.getInputStream().readAllBytes());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "NIO"})
    void resetsPassBothWays(IoKind kind) throws Exception {
        try (ServerSocket origin = new ServerSocket(0, 50, LOOPBACK);
                DialerBench bench = DialerBench.allowing(kind, origin.getLocalPort())) {
            RecordedEvents first = new RecordedEvents();
            bench.dial("127.0.0.1", origin.getLocalPort(), first);
            Socket gone = origin.accept();
            first.awaitConnected();
            gone.setSoLinger(true, 0);
            gone.close();
            assertEquals(ErrorKind.CONNECTION_RESET, first.awaitFailureKind());

            RecordedEvents second = new RecordedEvents();
            ExitConnection connection = bench.dial("127.0.0.1", origin.getLocalPort(), second);
            try (Socket accepted = origin.accept()) {
                accepted.setSoTimeout(20_000);
                second.awaitConnected();
                bench.run(connection::reset);
                assertThrows(
                        SocketException.class, () -> accepted.getInputStream().readAllBytes());
                assertFalse(second.isFailed(), "no event follows a reset by the caller");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "NIO"})
    void readingCanBeStopped(IoKind kind) throws Exception {
        byte[] data = bytes(3, 32 << 20);
        try (ServerSocket origin = new ServerSocket(0, 50, LOOPBACK);
                DialerBench bench = DialerBench.allowing(kind, origin.getLocalPort())) {
            RecordedEvents events = new RecordedEvents();
            ExitConnection connection = bench.dial("127.0.0.1", origin.getLocalPort(), events);
            bench.run(() -> connection.reading(false));
            try (Socket accepted = origin.accept()) {
                CountDownLatch written = new CountDownLatch(1);
                Thread writer = new Thread(() -> {
                    try {
                        accepted.getOutputStream().write(data);
                        accepted.shutdownOutput();
                        written.countDown();
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                });
                writer.start();
                events.awaitConnected();
                assertFalse(written.await(500, TimeUnit.MILLISECONDS), "the destination must have to wait");
                assertEquals(0, events.received().length);
                bench.run(() -> connection.reading(true));
                events.awaitFinished();
                assertArrayEquals(data, events.received());
                writer.join();
            }
        }
    }

    @Test
    void aStoppedReaderLosesNothingWhenTheDestinationFinishes() throws Exception {
        byte[] data = bytes(4, 300_000);
        try (ServerSocket origin = new ServerSocket(0, 50, LOOPBACK);
                DialerBench bench = DialerBench.allowing(IoKind.AUTO, origin.getLocalPort())) {
            RecordedEvents events = new RecordedEvents();
            ExitConnection connection = bench.dial("127.0.0.1", origin.getLocalPort(), events);
            bench.run(() -> connection.reading(false));
            try (Socket accepted = origin.accept()) {
                accepted.getOutputStream().write(data);
                accepted.shutdownOutput();
                events.awaitConnected();
                bench.run(() -> connection.reading(true));
                bench.run(() -> connection.reading(false));
                bench.run(() -> connection.reading(true));
                events.awaitFinished();
                assertArrayEquals(data, events.received());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "NIO"})
    void refusedIsRefused(IoKind kind) throws Exception {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, LOOPBACK)) {
            port = taken.getLocalPort();
        }
        try (DialerBench bench = DialerBench.allowing(kind, port)) {
            RecordedEvents events = new RecordedEvents();
            bench.dial("127.0.0.1", port, events);
            assertEquals(ErrorKind.CONNECTION_REFUSED, events.awaitFailureKind());
        }
    }

    @Test
    void theSecondAddressIsTriedWhenTheFirstFails() throws Exception {
        try (ServerSocket origin = new ServerSocket(0, 50, InetAddress.getByName("::1"))) {
            Map<String, Object> config = DialerBench.allow("two.example:" + origin.getLocalPort());
            NameResolver both =
                    name -> new InetAddress[] {InetAddress.getByName("::1"), InetAddress.getByName("127.0.0.1")};
            try (DialerBench bench = new DialerBench(IoKind.AUTO, both, config)) {
                RecordedEvents events = new RecordedEvents();
                bench.dial("two.example", origin.getLocalPort(), events);
                events.awaitConnected();
                origin.accept().close();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "NIO"})
    void silenceIsATimeout(IoKind kind) throws Exception {
        // A listener whose queue is full drops further SYNs, as a silent host would.
        try (ServerSocket full = new ServerSocket(0, 1, LOOPBACK)) {
            List<Socket> fillers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                Socket filler = new Socket();
                fillers.add(filler);
                try {
                    filler.connect(full.getLocalSocketAddress(), 200);
                } catch (java.net.SocketTimeoutException queueIsFull) {
                    break;
                }
            }
            Map<String, Object> config = DialerBench.allow("127.0.0.1:" + full.getLocalPort());
            config.put("connect_timeout_seconds", 1);
            try (DialerBench bench = new DialerBench(kind, DialerBench::nothing, config)) {
                RecordedEvents events = new RecordedEvents();
                bench.dial("127.0.0.1", full.getLocalPort(), events);
                assertEquals(ErrorKind.TIMEOUT, events.awaitFailureKind());
            }
            for (Socket filler : fillers) {
                filler.close();
            }
        }
    }

    @Test
    void unknownNamesAndPrivateAddressesHaveTheirKinds() throws Exception {
        NameResolver resolver = name -> switch (name) {
            case "private.example" ->
                new InetAddress[] {InetAddress.getByName("10.1.2.3"), InetAddress.getByName("fd00::1")};
            default -> throw new java.net.UnknownHostException(name);
        };
        try (DialerBench bench = new DialerBench(IoKind.AUTO, resolver, Map.of())) {
            Port17Exception unknown = failure(bench, "unknown.example", 80);
            assertEquals(ErrorKind.NAME_NOT_FOUND, unknown.kind());
            assertFalse(String.valueOf(unknown.getMessage()).contains("unknown.example"));
            assertEquals(null, unknown.getCause(), "a cause would carry the name");
            for (String host :
                    new String[] {"private.example", "127.0.0.1", "::1", "169.254.169.254", "::ffff:8.8.8.8"}) {
                assertEquals(ErrorKind.TARGET_DENIED, failure(bench, host, 80).kind());
            }
            assertEquals(ErrorKind.TARGET_DENIED, failure(bench, "8.8.8.8", 25).kind());
        }
    }

    @Test
    void anAnswerThatChangesChangesNothing() throws Exception {
        // The name first resolves to a harmless address; asked again, it would name the machine itself.
        AtomicInteger asked = new AtomicInteger();
        try (ServerSocket inner = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
                ServerSocket outer = new ServerSocket(inner.getLocalPort(), 50, InetAddress.getByName("127.0.0.2"))) {
            Map<String, Object> config = DialerBench.allow("127.0.0.2:" + inner.getLocalPort());
            NameResolver rebinding = name ->
                    new InetAddress[] {InetAddress.getByName(asked.getAndIncrement() == 0 ? "127.0.0.2" : "127.0.0.1")};
            try (DialerBench bench = new DialerBench(IoKind.AUTO, rebinding, config)) {
                RecordedEvents events = new RecordedEvents();
                bench.dial("rebind.example", inner.getLocalPort(), events);
                events.awaitConnected();
                outer.accept().close();
                assertEquals(1, asked.get(), "resolved once, dialled what was checked");
                assertEquals(
                        ErrorKind.TARGET_DENIED,
                        failure(bench, "rebind.example", inner.getLocalPort()).kind());
                inner.setSoTimeout(200);
                assertThrows(java.net.SocketTimeoutException.class, inner::accept);
            }
        }
    }

    @Test
    void connectionsAreBounded() throws Exception {
        try (ServerSocket origin = new ServerSocket(0, 50, LOOPBACK)) {
            Map<String, Object> config = new HashMap<>(DialerBench.allow("127.0.0.1:" + origin.getLocalPort()));
            config.put("max_connections", 1);
            try (DialerBench bench = new DialerBench(IoKind.AUTO, DialerBench::nothing, config)) {
                RecordedEvents first = new RecordedEvents();
                ExitConnection connection = bench.dial("127.0.0.1", origin.getLocalPort(), first);
                first.awaitConnected();
                assertEquals(
                        ErrorKind.OVERLOADED,
                        failure(bench, "127.0.0.1", origin.getLocalPort()).kind());
                bench.run(connection::reset);
                RecordedEvents third = new RecordedEvents();
                bench.dial("127.0.0.1", origin.getLocalPort(), third);
                third.awaitConnected();
            }
        }
    }

    @Test
    void stoppingRefusesNewOnesAndResetsOldOnesAfterTheGrace() throws Exception {
        try (ServerSocket origin = new ServerSocket(0, 50, LOOPBACK)) {
            Map<String, Object> config = new HashMap<>(DialerBench.allow("127.0.0.1:" + origin.getLocalPort()));
            config.put("grace_seconds", 1);
            try (DialerBench bench = new DialerBench(IoKind.AUTO, DialerBench::nothing, config)) {
                RecordedEvents events = new RecordedEvents();
                ExitConnection connection = bench.dial("127.0.0.1", origin.getLocalPort(), events);
                try (Socket accepted = origin.accept()) {
                    accepted.setSoTimeout(20_000);
                    events.awaitConnected();
                    bench.dialer.close();
                    assertEquals(
                            ErrorKind.CLOSED,
                            failure(bench, "127.0.0.1", origin.getLocalPort()).kind());
                    bench.run(() -> connection.send(ByteBuffer.wrap("still".getBytes(StandardCharsets.US_ASCII))));
                    assertEquals(
                            "still", new String(accepted.getInputStream().readNBytes(5), StandardCharsets.US_ASCII));
                    assertEquals(ErrorKind.CLOSED, events.awaitFailureKind());
                    assertThrows(
                            SocketException.class,
                            () -> accepted.getInputStream().readAllBytes());
                }
            }
        }
    }

    private static Port17Exception failure(DialerBench bench, String host, int port) throws Exception {
        RecordedEvents events = new RecordedEvents();
        bench.dial(host, port, events);
        return events.awaitFailure();
    }

    private static byte[] bytes(int seed, int length) {
        byte[] data = new byte[length];
        new Random(seed).nextBytes(data);
        return data;
    }
}
