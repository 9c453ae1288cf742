package org.port17.netmap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.netmap.http.AuthorityClient;
import org.port17.netmap.http.Patience;

/** An authority that plays a slow line has its time once, not once for each part of the map. */
class AuthorityTurnTest {
    private static final Duration GRACE = Duration.ofSeconds(2);
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;
    private AuthorityClient client;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
        server.setExecutor(threads);
        server.createContext("/whole", exchange -> serve(exchange, 20_000));
        server.createContext("/half", exchange -> serve(exchange, 10_000));
        server.start();
        client = new AuthorityClient(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    }

    @AfterEach
    void close() {
        over.countDown();
        client.close();
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpExchange exchange, int now) throws IOException {
        asked.incrementAndGet();
        try (exchange) {
            exchange.sendResponseHeaders(200, 20_000);
            exchange.getResponseBody().write(new byte[now]);
            exchange.getResponseBody().flush();
            if (now < 20_000) {
                over.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void whoStandsStillIsLeftAndNotAskedForTheRest() throws Exception {
        AuthorityTurn turn = new AuthorityTurn(client, new Patience(GRACE, 1 << 20));
        assertArrayEquals(new byte[20_000], turn.fetch("/whole", "", 20_000).orElseThrow());
        Port17Exception still = assertThrows(Port17Exception.class, () -> turn.fetch("/half", "", 20_000));
        assertEquals(ErrorKind.TIMEOUT, still.kind());
        assertEquals(2, asked.get());
        Port17Exception left = assertThrows(Port17Exception.class, () -> turn.fetch("/whole", "", 20_000));
        assertEquals(ErrorKind.TIMEOUT, left.kind());
        assertEquals(2, asked.get(), "its time is over");
        assertArrayEquals(
                new byte[20_000],
                new AuthorityTurn(client).fetch("/whole", "", 20_000).orElseThrow(),
                "the next poll is another turn");
    }

    @Test
    void whatIsLeftFollowsFromWhatCameAndHowLongItTook() {
        Patience all = new Patience(Duration.ofSeconds(30), 1_000, Duration.ofSeconds(100));
        long second = Duration.ofSeconds(1).toNanos();
        Patience left = all.after(40 * second, 20_000).orElseThrow();
        assertEquals(Duration.ofSeconds(10), left.grace());
        assertEquals(Duration.ofSeconds(60), left.most());
        assertEquals(60 * second, left.nanos(1_000_000));
        assertTrue(all.after(50 * second, 20_000).isEmpty(), "too slow");
        assertTrue(all.after(100 * second, 1 << 30).isEmpty(), "whatever came");
        assertEquals(
                Duration.ofSeconds(1),
                all.after(99 * second, 1 << 30).orElseThrow().grace());
    }
}
