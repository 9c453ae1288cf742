package org.port17.edge.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.testkit.tunnels.ScriptedStream;

/** CONNECT: when it is answered, with what, and how it ends. */
class ConnectTest {
    private static final String CONNECT = "CONNECT a.example:443 HTTP/1.1\r\nHost: a.example:443\r\n\r\n";

    @Test
    void answersAtOnceAndRelays() throws Exception {
        try (HttpBench bench = new HttpBench(false, stream -> {});
                HttpApplication app = bench.application()) {
            app.write(CONNECT);
            assertTrue(app.readHead().startsWith("HTTP/1.1 200 "));
            ScriptedStream stream = bench.tunnels.next();
            assertEquals("a.example:443", stream.request().destination().reveal());
            assertEquals("http", stream.request().edge());
            stream.echo();
            app.write("GET / HTTP/1.1\r\n\r\n");
            assertEquals("GET / HTTP/1.1\r\n\r\n", app.read(18));
            app.socket().shutdownOutput();
            assertEquals("", app.readAll());
        }
    }

    @Test
    void bytesInTheSameSegmentPass() throws Exception {
        try (HttpBench bench = new HttpBench(false, stream -> {});
                HttpApplication app = bench.application()) {
            app.write(CONNECT + "\u0016\u0003\u0001 not HTTP \r\n\r\n");
            assertEquals(
                    "\u0016\u0003\u0001 not HTTP \r\n\r\n",
                    new String(bench.tunnels.next().awaitSent(17), StandardCharsets.ISO_8859_1));
            assertTrue(app.readHead().startsWith("HTTP/1.1 200 "));
        }
    }

    @Test
    void oneByteSegmentsAndIpv6AndUserName() throws Exception {
        try (HttpBench bench = new HttpBench(false, stream -> {});
                HttpApplication app = bench.application()) {
            String all = "CONNECT [2001:db8::1]:8443 HTTP/1.1\r\nProxy-Authorization: Basic YWxpY2U6eA==\r\n\r\nhi";
            for (int i = 0; i < all.length(); i++) {
                app.write(all.substring(i, i + 1));
            }
            ScriptedStream stream = bench.tunnels.next();
            assertEquals("[2001:db8::1]:8443", stream.request().destination().reveal());
            assertEquals("alice", stream.request().application());
            stream.awaitSent(2);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "CONNECTION_REFUSED,502,connection_refused",
        "HOST_UNREACHABLE,502,destination_ip_unroutable",
        "NETWORK_UNREACHABLE,502,destination_ip_unroutable",
        "NAME_NOT_FOUND,502,dns_error",
        "NO_ROUTE,502,destination_unavailable",
        "TIMEOUT,504,connection_timeout",
        "TARGET_DENIED,403,destination_ip_prohibited",
        "NOT_ENCRYPTED,403,destination_ip_prohibited",
        "CIRCUIT_BROKEN,502,connection_terminated",
        "OVERLOADED,503,connection_limit_reached",
        "INTERNAL,502,proxy_internal_error"
    })
    void failuresHaveTheirCodes(ErrorKind kind, int status, String error) throws Exception {
        try (HttpBench bench = new HttpBench(true, stream -> {})) {
            try (HttpApplication app = bench.application()) {
                app.write(CONNECT);
                bench.tunnels.next().fail(kind);
                expectPage(app.readAll(), status, error);
            }
            bench.tunnels.refuse(new Port17Exception(kind, "scripted"));
            try (HttpApplication app = bench.application()) {
                app.write(CONNECT);
                expectPage(app.readAll(), status, error);
            }
        }
    }

    private static void expectPage(String page, int status, String error) {
        assertTrue(page.startsWith("HTTP/1.1 " + status + " "), page);
        assertTrue(page.contains("Proxy-Status: port17; error=" + error + "\r\n"), page);
        assertTrue(!page.contains("a.example"), "a page repeats nothing of the request");
    }

    @Test
    void strictAnswersWhenConnected() throws Exception {
        try (HttpBench bench = new HttpBench(true, stream -> {});
                HttpApplication app = bench.application()) {
            app.write(CONNECT);
            ScriptedStream stream = bench.tunnels.next();
            app.socket().setSoTimeout(200);
            assertThrows(SocketTimeoutException.class, app::readHead);
            app.socket().setSoTimeout(20_000);
            stream.connect().give("hello".getBytes(StandardCharsets.US_ASCII));
            assertTrue(app.readHead().startsWith("HTTP/1.1 200 "));
            assertEquals("hello", app.read(5));
        }
    }

    @Test
    void aBrokenTunnelIsAReset() throws Exception {
        try (HttpBench bench = new HttpBench(false, ScriptedStream::connect);
                HttpApplication app = bench.application()) {
            app.write(CONNECT);
            app.readHead();
            bench.tunnels.next().give(new byte[5]).fail(ErrorKind.CIRCUIT_BROKEN);
            assertThrows(SocketException.class, app::readAll);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET / HTTP/1.1,HTTP proxy",
        "GET https://a.example/ HTTP/1.1,HTTP proxy",
        "CONNECT a.example HTTP/1.1,port",
        "CONNECT :443 HTTP/1.1,host and port",
        "CONNECT a.example:99999 HTTP/1.1,port",
        "GET http://user@a.example/ HTTP/1.1,host",
        "GET http:///x HTTP/1.1,host"
    })
    void otherRequestsGetAnExplanation(String line, String word) throws Exception {
        try (HttpBench bench = new HttpBench(false, stream -> {});
                HttpApplication app = bench.application()) {
            app.write(line + "\r\nHost: a.example\r\nAccept: text/html\r\n\r\n");
            String page = app.readAll();
            assertTrue(page.startsWith("HTTP/1.1 400 ") && page.contains(word), page);
            assertTrue(page.contains("<h1>"), page);
            assertEquals(0, bench.tunnels.waiting());
        }
    }

    @Test
    void nonsenseGetsAnAnswerToo() throws Exception {
        try (HttpBench bench = new HttpBench(false, stream -> {});
                HttpApplication app = bench.application()) {
            app.write("nonsense\r\n\r\n");
            String page = app.readAll();
            assertTrue(page.startsWith("HTTP/1.1 400 ") && page.contains("not valid HTTP"), page);
        }
    }

    @Test
    void unreadableCredentialsAreNotIgnored() throws Exception {
        for (String credentials : new String[] {"Bearer abc", "Basic ***", "Basic GxtbOng="}) {
            try (HttpBench bench = new HttpBench(false, stream -> {});
                    HttpApplication app = bench.application()) {
                app.write("CONNECT a.example:443 HTTP/1.1\r\nProxy-Authorization: " + credentials + "\r\n\r\n");
                assertTrue(app.readAll().startsWith("HTTP/1.1 400 "));
            }
        }
    }

    @Test
    void largeHeadersAreRefused() throws Exception {
        try (HttpBench bench = new HttpBench(false, stream -> {});
                HttpApplication app = bench.application()) {
            app.write("GET http://a.example/ HTTP/1.1\r\nX: " + "a".repeat(20_000) + "\r\n\r\n");
            assertTrue(app.readAll().startsWith("HTTP/1.1 400 "));
        }
    }
}
