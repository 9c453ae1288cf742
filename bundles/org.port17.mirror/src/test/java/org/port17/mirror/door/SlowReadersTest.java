package org.port17.mirror.door;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.port17.netmap.http.Patience;

/** Callers that take their time, over real sockets. */
class SlowReadersTest {
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final int LENGTH = 24 << 20;
    private final List<AutoCloseable> open = new ArrayList<>();
    private final CountDownLatch left = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void close() throws Exception {
        release.countDown();
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    /** It moves, so it comes whole, however long after the time for what does not move. */
    @Test
    void slowReaderGetsTheWholeOfALongBody() throws Exception {
        int port = open("127.0.0.1", 1, GRACE, 1 << 10);
        Socket reader = ask(port, "/long");
        InputStream in = reader.getInputStream();
        long began = System.nanoTime();
        assertEquals(64 << 10, in.readNBytes(64 << 10).length);
        while (System.nanoTime() - began < 2 * GRACE.toNanos()) {
            LockSupport.parkNanos(1_000_000);
        }
        assertTrue(in.readAllBytes().length > LENGTH - (64 << 10), "the rest, and what is left of the answer's head");
    }

    /** A reader that stands still holds no thread for long. */
    @Test
    void readerThatStandsStillIsLeft() throws Exception {
        int port = open("127.0.0.1", 1, GRACE, 1 << 30);
        Socket reader = ask(port, "/long");
        assertTrue(left.await(20, TimeUnit.SECONDS), "its thread came free");
        assertTrue(reader.getInputStream().readAllBytes().length < LENGTH, "what was under way, and no more");
    }

    /** Who sends no whole request is gone sooner: nobody knows yet whom to count him with. */
    @Test
    void halfARequestEndsSooner() throws Exception {
        int port = open("127.0.0.1", 1, Duration.ofMillis(200), Duration.ofDays(1), 1);
        Socket half = new Socket("127.0.0.1", port);
        open.add(half);
        half.setSoTimeout(20_000);
        half.getOutputStream().write("GET /lo".getBytes(StandardCharsets.US_ASCII));
        assertTrue(half.getInputStream().readAllBytes().length < 1_000, "the connection ended");
    }

    /** Sixty-four of them closed the door to everybody. */
    @Test
    void oneNeighbourhoodHoldsOnlySoManyThreads() throws Exception {
        Optional<String> own = ownAddress();
        Assumptions.assumeTrue(own.isPresent(), "this machine has no address but its own loop");
        int port = open(own.get(), 1, Duration.ofDays(1), 1);
        HttpClient client = HttpClient.newHttpClient();
        URI base = URI.create("http://" + own.get() + ":" + port);
        Socket first = ask(own.get(), port, "/hold");
        assertEquals('H', first.getInputStream().read());
        HttpResponse<Void> second = client.send(
                HttpRequest.newBuilder(base.resolve("/long")).build(), HttpResponse.BodyHandlers.discarding());
        assertEquals(429, second.statusCode());
        release.countDown();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        int status = 429;
        while (status == 429 && System.nanoTime() < end) {
            status = client.send(
                            HttpRequest.newBuilder(base.resolve("/nothing")).build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
        assertEquals(404, status, "room again");
    }

    private int open(String host, int atOnce, Duration grace, int bytesASecond) throws Exception {
        return open(host, atOnce, Duration.ofSeconds(10), grace, bytesASecond);
    }

    private int open(String host, int atOnce, Duration head, Duration grace, int bytesASecond) throws Exception {
        RateLimit generous = new RateLimit(10_000, 10_000, System::nanoTime);
        MapDoor door = new MapDoor(
                new DeadlineExecutor("test", head, new Patience(grace, bytesASecond)),
                new PrefixLimit(atOnce),
                new History(),
                generous,
                generous,
                this::serve);
        int port = door.open(host, 0);
        open.add(door::close);
        return port;
    }

    private boolean serve(HttpCall call) throws IOException {
        switch (call.request()) {
            case "GET /long" -> {
                try {
                    call.content(Optional.of(new byte[LENGTH]), "");
                } finally {
                    left.countDown();
                }
                return true;
            }
            case "GET /hold" -> {
                call.content(Optional.of(new byte[1]), "");
                try {
                    release.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return true;
            }
            default -> {
                return false;
            }
        }
    }

    private Socket ask(int port, String path) throws IOException {
        return ask("127.0.0.1", port, path);
    }

    /** With little room on this side, so that what is not read is not sent. */
    private Socket ask(String host, int port, String path) throws IOException {
        Socket socket = new Socket();
        open.add(socket);
        socket.setReceiveBufferSize(64 << 10);
        socket.setSoTimeout(20_000);
        socket.connect(new InetSocketAddress(host, port));
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static Optional<String> ownAddress() throws IOException {
        return Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
                .flatMap(each -> Collections.list(each.getInetAddresses()).stream())
                .filter(address -> address.getAddress().length == 4 && !address.isLoopbackAddress())
                .map(InetAddress::getHostAddress)
                .findFirst();
    }
}
