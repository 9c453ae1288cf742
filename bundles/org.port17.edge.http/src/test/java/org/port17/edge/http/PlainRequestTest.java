package org.port17.edge.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.port17.api.ErrorKind;
import org.port17.testkit.tunnels.ScriptedStream;

/** Plain requests in absolute-form: what the origin sees, what comes back, how it ends. */
class PlainRequestTest {
    private HttpBench bench;
    private HttpApplication app;

    @BeforeEach
    void open() throws Exception {
        bench = new HttpBench(false, ScriptedStream::connect);
        app = bench.application();
    }

    @AfterEach
    void close() throws Exception {
        app.close();
        bench.close();
    }

    @Test
    void theOriginSeesAnOrdinaryRequest() throws Exception {
        app.write("GET http://A.example:8080/p?q=|x#frag HTTP/1.1\r\nHost: wrong\r\nProxy-Connection: keep-alive\r\n"
                + "Proxy-Authorization: Basic Ym9iOng=\r\nConnection: X-Secret, host\r\nX-Secret: 1\r\nTE: trailers\r\n"
                + "Accept: */*\r\n\r\n");
        ScriptedStream stream = bench.tunnels.next();
        stream.awaitSentEnd("\r\n\r\n");
        String seen = text(stream);
        assertTrue(seen.startsWith("GET /p?q=|x HTTP/1.1\r\n"), seen);
        String lower = seen.toLowerCase(Locale.ROOT);
        assertTrue(lower.contains("\r\nhost: a.example:8080\r\n") && lower.contains("\r\naccept: */*\r\n"), seen);
        assertTrue(lower.contains("\r\nconnection: close\r\n"), seen);
        for (String gone : new String[] {"proxy-", "x-secret", "\r\nte:", "via", "forwarded"}) {
            assertFalse(lower.contains(gone), gone + " in " + seen);
        }
        assertEquals("bob", stream.request().application());
        assertEquals("a.example:8080", stream.request().destination().reveal());
    }

    @Test
    void severalRequestsToSeveralHostsOnOneConnection() throws Exception {
        for (int i = 0; i < 3; i++) {
            app.write("GET http://h" + i + ".example/ HTTP/1.1\r\n\r\n");
            ScriptedStream stream = bench.tunnels.next();
            assertEquals("h" + i + ".example", stream.request().destination().host());
            answer(stream, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\nX: y\r\n\r\nb" + i);
            String head = app.readHead();
            assertTrue(head.contains("X: y") && !head.toLowerCase(Locale.ROOT).contains("connection:"), head);
            assertEquals("b" + i, app.read(2));
            stream.awaitFinish();
        }
    }

    @Test
    void pipelinedRequestsAreServedInTurn() throws Exception {
        app.write("POST http://one.example/ HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc"
                + "GET http://two.example/ HTTP/1.1\r\n\r\n");
        ScriptedStream one = bench.tunnels.next();
        one.awaitSentEnd("\r\n\r\nabc");
        assertEquals(0, bench.tunnels.waiting(), "the second has to wait");
        answer(one, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n0\r\n\r\n");
        ScriptedStream two = bench.tunnels.next();
        answer(two, "HTTP/1.1 204 No Content\r\n\r\n");
        String first = app.readHead();
        assertTrue(first.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked"), first);
        assertEquals("3\r\none\r\n0\r\n\r\n", app.read(13));
        assertTrue(app.readHead().startsWith("HTTP/1.1 204 "));
    }

    @Test
    void chunkedBodiesAndTrailersPass() throws Exception {
        app.write("PUT http://a.example/ HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
        ScriptedStream stream = bench.tunnels.next();
        stream.awaitSentEnd("5\r\nhello\r\n");
        app.write("0\r\nX-Sum: 1\r\n\r\n");
        stream.awaitSentEnd("0\r\nX-Sum: 1\r\n\r\n");
    }

    @Test
    void aLargeBodyRespectsTheWindow() throws Exception {
        String body = "0123456789".repeat(300_000);
        app.write("POST http://a.example/ HTTP/1.1\r\nContent-Length: " + body.length() + "\r\n\r\n");
        ScriptedStream stream = bench.tunnels.next();
        stream.awaitSentEnd("\r\n\r\n");
        int head = stream.sent().length;
        stream.window(head + 20_000);
        Thread writer = new Thread(() -> {
            try {
                app.write(body);
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        writer.start();
        int total = head + body.length();
        int seen = stream.awaitSent(head + 20_000).length;
        assertEquals(head + 20_000, seen);
        while (seen < total) {
            stream.drain(20_000);
            seen = stream.awaitSent(Math.min(total, seen + 1)).length;
        }
        assertTrue(text(stream).endsWith(body));
        writer.join();
        answer(stream, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        assertTrue(app.readHead().startsWith("HTTP/1.1 200 "));
    }

    @Test
    void continuePassesThrough() throws Exception {
        app.write("POST http://a.example/ HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
        ScriptedStream stream = bench.tunnels.next();
        stream.awaitSentEnd("\r\n\r\n");
        assertTrue(text(stream).toLowerCase(Locale.ROOT).contains("expect: 100-continue"));
        answer(stream, "HTTP/1.1 100 Continue\r\n\r\n");
        assertTrue(app.readHead().startsWith("HTTP/1.1 100 "));
        app.write("ok");
        stream.awaitSentEnd("\r\n\r\nok");
        answer(stream, "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n");
        assertTrue(app.readHead().startsWith("HTTP/1.1 201 "));
    }

    @Test
    void headHasNoBodyAndKeepsTheConnection() throws Exception {
        app.write("HEAD http://a.example/ HTTP/1.1\r\n\r\n");
        answer(bench.tunnels.next(), "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        app.readHead();
        app.write("GET http://a.example/ HTTP/1.1\r\n\r\n");
        answer(bench.tunnels.next(), "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx");
        assertTrue(app.readHead().startsWith("HTTP/1.1 200 "));
        assertEquals("x", app.read(1));
    }

    @Test
    void anAnswerWithoutLengthEndsWithFin() throws Exception {
        app.write("GET http://a.example/ HTTP/1.1\r\n\r\n");
        ScriptedStream stream = bench.tunnels.next();
        answer(stream, "HTTP/1.1 200 OK\r\n\r\nall of it");
        stream.end();
        assertTrue(app.readHead().toLowerCase(Locale.ROOT).contains("connection: close"));
        assertEquals("all of it", app.readAll());
        stream.awaitFinish();
    }

    @ParameterizedTest
    @CsvSource({"''", "'Content-Length: 100\r\n'", "'Transfer-Encoding: chunked\r\n'"})
    void aFailureWithinAnAnswerIsAReset(String framing) throws Exception {
        app.write("GET http://a.example/ HTTP/1.1\r\n\r\n");
        ScriptedStream stream = bench.tunnels.next();
        answer(stream, "HTTP/1.1 200 OK\r\n" + framing + "\r\n5\r\npart");
        app.readHead();
        stream.fail(ErrorKind.CIRCUIT_BROKEN);
        assertThrows(SocketException.class, app::readAll);
    }

    @Test
    void anOriginsFinWithinAnAnswerIsPassedOn() throws Exception {
        app.write("GET http://a.example/ HTTP/1.1\r\n\r\n");
        ScriptedStream stream = bench.tunnels.next();
        answer(stream, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npart");
        stream.end();
        assertTrue(app.readHead().contains("100"));
        assertEquals("part", app.readAll());
    }

    @ParameterizedTest
    @CsvSource({"CONNECTION_REFUSED,502", "NAME_NOT_FOUND,502", "TIMEOUT,504", "TARGET_DENIED,403", "CIRCUIT_BROKEN,502"
    })
    void aFailureBeforeTheAnswerIsAPage(ErrorKind kind, int status) throws Exception {
        app.write("GET http://a.example/ HTTP/1.1\r\nAccept: text/html\r\n\r\n");
        bench.tunnels.next().fail(kind);
        String page = app.readAll();
        assertTrue(page.startsWith("HTTP/1.1 " + status + " ") && page.contains("<h1>"), page);
    }

    @Test
    void nonsenseFromTheOriginIsAPage() throws Exception {
        app.write("GET http://a.example/ HTTP/1.1\r\n\r\n");
        ScriptedStream stream = bench.tunnels.next();
        answer(stream, "SSH-2.0-x\r\n\r\n");
        assertTrue(app.readAll().startsWith("HTTP/1.1 502 "));
        stream.awaitReset();
    }

    @Test
    void upgradesBecomeATunnel() throws Exception {
        app.write("GET http://a.example/ws HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
        ScriptedStream stream = bench.tunnels.next();
        stream.awaitSentEnd("\r\n\r\n");
        String seen = text(stream).toLowerCase(Locale.ROOT);
        assertTrue(seen.contains("connection: upgrade") && seen.contains("upgrade: websocket"), seen);
        byte[] agreed = ("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Accept: x\r\n\r\nfirst")
                .getBytes(StandardCharsets.ISO_8859_1);
        stream.give(agreed);
        String head = app.readHead().toLowerCase(Locale.ROOT);
        assertTrue(head.startsWith("http/1.1 101 ") && head.contains("upgrade: websocket"), head);
        assertEquals("first", app.read(5));
        stream.awaitConsumed(agreed.length);
        app.write("GET / is not HTTP here");
        stream.awaitSentEnd("GET / is not HTTP here");
        stream.give("\u0000frame".getBytes(StandardCharsets.ISO_8859_1));
        assertEquals("\u0000frame", app.read(6));
        stream.awaitConsumed(agreed.length + 6);
        stream.fail(ErrorKind.CIRCUIT_BROKEN);
        assertThrows(SocketException.class, app::readAll);
    }

    @Test
    void arefusedUpgradeStaysHttp() throws Exception {
        app.write("GET http://a.example/ws HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
        answer(bench.tunnels.next(), "HTTP/1.1 426 Upgrade Required\r\nContent-Length: 0\r\n\r\n");
        assertTrue(app.readHead().startsWith("HTTP/1.1 426 "));
        app.write("GET http://other.example/ HTTP/1.1\r\n\r\n");
        assertEquals(
                "other.example", bench.tunnels.next().request().destination().host());
    }

    @Test
    void oldApplicationsAreServed() throws Exception {
        app.write("GET http://a.example/ HTTP/1.0\r\nProxy-Connection: Keep-Alive\r\n\r\n");
        answer(bench.tunnels.next(), "HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\nx");
        assertTrue(app.readHead().toLowerCase(Locale.ROOT).contains("connection: keep-alive"));
        app.read(1);
        app.write("GET http://a.example/ HTTP/1.0\r\n\r\n");
        answer(bench.tunnels.next(), "HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\ny");
        assertTrue(app.readHead().toLowerCase(Locale.ROOT).contains("connection: close"));
        assertEquals("y", app.readAll());
    }

    @Test
    void anApplicationThatLeavesResetsItsStream() throws Exception {
        app.write("GET http://a.example/ HTTP/1.1\r\n\r\n");
        ScriptedStream stream = bench.tunnels.next();
        stream.awaitSentEnd("\r\n\r\n");
        app.socket().setSoLinger(true, 0);
        app.close();
        stream.awaitReset();
    }

    @Test
    void aStoppedEdgeResets() throws Exception {
        app.write("GET http://a.example/ HTTP/1.1\r\n\r\n");
        ScriptedStream stream = bench.tunnels.next();
        answer(stream, "HTTP/1.1 200 OK\r\n\r\npart");
        app.readHead();
        bench.edge.close();
        assertThrows(SocketException.class, app::readAll);
        stream.awaitReset();
    }

    @Test
    void aSlowApplicationBoundsWhatIsConsumed() throws Exception {
        int total = 48 << 20;
        app.write("GET http://a.example/ HTTP/1.1\r\n\r\n");
        ScriptedStream stream = bench.tunnels.next();
        answer(stream, "HTTP/1.1 200 OK\r\nContent-Length: " + total + "\r\n\r\n");
        app.readHead();
        stream.credit(256 * 1024).pour(total, byte[]::new);
        assertEquals(total, app.read(total).length());
        assertTrue(stream.largestOutstanding() <= 256 * 1024 + 16_255 + 100);
    }

    private static void answer(ScriptedStream stream, String text) {
        stream.give(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String text(ScriptedStream stream) {
        return new String(stream.sent(), StandardCharsets.ISO_8859_1);
    }
}
