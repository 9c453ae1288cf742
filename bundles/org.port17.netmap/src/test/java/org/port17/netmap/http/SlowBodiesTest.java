package org.port17.netmap.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;

/** Answers that take longer than an exchange may that moves nothing. */
class SlowBodiesTest {
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final byte[] BODY = new byte[100_000];
    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;
    private volatile int first;

    @BeforeEach
    void open() throws IOException {
        Arrays.fill(BODY, (byte) 17);
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 8);
        server.setExecutor(threads);
        server.createContext("/slow", exchange -> serve(exchange, true));
        server.createContext("/still", exchange -> serve(exchange, false));
        server.start();
    }

    @AfterEach
    void close() {
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    /** Sets of prekeys are longer than a slow line carries within any deadline for the whole. */
    @Test
    void whatComesSlowlyComesWhole() throws Exception {
        first = 50_000;
        try (AuthorityClient client = client(1_000)) {
            assertArrayEquals(BODY, client.fetch("/slow", "", BODY.length).orElseThrow());
            assertEquals(BODY.length, client.received());
        }
    }

    @Test
    void whatStandsStillIsGivenUp() throws Exception {
        first = 1_000;
        try (AuthorityClient client = client(100_000)) {
            Port17Exception e = assertThrows(Port17Exception.class, () -> client.fetch("/still", "", BODY.length));
            assertEquals(ErrorKind.TIMEOUT, e.kind());
        }
    }

    @Test
    void allTheTimeThereIsFollowsFromTheLength() {
        Patience patience = new Patience(Duration.ofSeconds(20), 8 << 10);
        assertEquals(Duration.ofSeconds(20).toNanos(), patience.nanos(0));
        assertEquals(Duration.ofSeconds(20 + 8_192).toNanos(), patience.nanos(64 << 20));
        Patience bounded = new Patience(Duration.ofSeconds(20), 8 << 10, Duration.ofSeconds(60));
        assertEquals(Duration.ofSeconds(60).toNanos(), bounded.nanos(64 << 20), "or from what was said besides");
        assertThrows(IllegalArgumentException.class, () -> new Patience(Duration.ZERO, 1));
        assertThrows(IllegalArgumentException.class, () -> new Patience(Duration.ofSeconds(1), 0));
    }

    private AuthorityClient client(int bytesASecond) {
        return new AuthorityClient(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), new Patience(GRACE, bytesASecond));
    }

    /** Says the beginning, then nothing until the time that needs no bytes is over, or for good. */
    private void serve(HttpExchange exchange, boolean goesOn) throws IOException {
        long began = System.nanoTime();
        try (exchange) {
            exchange.sendResponseHeaders(200, BODY.length);
            exchange.getResponseBody().write(BODY, 0, first);
            exchange.getResponseBody().flush();
            while (goesOn && System.nanoTime() - began < 2 * GRACE.toNanos()) {
                LockSupport.parkNanos(1_000_000);
            }
            if (!goesOn) {
                over.await();
            }
            exchange.getResponseBody().write(BODY, first, BODY.length - first);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
