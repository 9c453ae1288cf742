package org.port17.edge.socks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.netty.IoKind;
import org.port17.testkit.TestConfig;
import org.port17.testkit.tunnels.ScriptedStream;

/** What the answers of RFC 1928 and 1929 are, and when they are given. */
class SocksEdgeTest {
    private SocksBench bench;

    @BeforeEach
    void open() throws Exception {
        bench = new SocksBench(stream -> {});
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void answersBeforeTheDestinationDid() throws Exception {
        try (SocksApplication app = bench.application()) {
            assertEquals(0, app.connect("Example.ORG.", 443));
            ScriptedStream stream = bench.tunnels.next();
            assertEquals("example.org", stream.request().destination().host());
            assertEquals(443, stream.request().destination().port());
            assertEquals("", stream.request().application());
            assertEquals("socks", stream.request().edge());
        }
    }

    @Test
    void greetingRequestAndDataInOneSegmentPassAtOnce() throws Exception {
        try (SocksApplication app = bench.application()) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(SocksApplication.GREETING);
            all.writeBytes(SocksApplication.connectTo("a.example", 80));
            all.writeBytes("first bytes".getBytes(StandardCharsets.US_ASCII));
            app.write(all.toByteArray());
            assertEquals("first bytes", new String(bench.tunnels.next().awaitSent(11), StandardCharsets.US_ASCII));
            assertArrayEquals(new byte[] {5, 0}, app.read(2));
            assertEquals(0, app.reply());
        }
    }

    @Test
    void pipelinedNameRequestAndDataWithFinPass() throws Exception {
        try (SocksApplication app = bench.strictApplication()) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(new byte[] {5, 2, 0, 2, 1, 3, 'b', 'o', 'b', 1, 'x'});
            all.writeBytes(SocksApplication.connectTo("a.example", 80));
            all.writeBytes("data".getBytes(StandardCharsets.US_ASCII));
            app.write(all.toByteArray());
            app.finish();
            ScriptedStream stream = bench.tunnels.next();
            stream.awaitFinish();
            assertEquals("data", new String(stream.sent(), StandardCharsets.US_ASCII));
            assertEquals("bob", stream.request().application());
            assertArrayEquals(new byte[] {5, 2, 1, 0}, app.read(4));
        }
    }

    @Test
    void oneByteSegmentsAreEnough() throws Exception {
        try (SocksApplication app = bench.application()) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(new byte[] {5, 1, 2, 1, 5, 'a', 'l', 'i', 'c', 'e', 2, 'p', 'w'});
            all.writeBytes(SocksApplication.connectTo("a.example", 65535));
            all.writeBytes(new byte[] {'h', 'i'});
            for (byte b : all.toByteArray()) {
                app.write(b);
            }
            ScriptedStream stream = bench.tunnels.next();
            assertEquals("hi", new String(stream.awaitSent(2), StandardCharsets.US_ASCII));
            assertEquals("alice", stream.request().application());
            assertArrayEquals(new byte[] {5, 2, 1, 0}, app.read(4));
            assertEquals(0, app.reply());
        }
    }

    @Test
    void passesAddressesOn() throws Exception {
        byte[] four = {5, 1, 0, 1, (byte) 192, 0, 2, 7, 0, 80};
        byte[] six = {5, 1, 0, 4, 0x20, 1, 0xd, (byte) 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 80};
        byte[] mapped = {5, 1, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 127, 0, 0, 1, 0, 80};
        assertEquals("192.0.2.7", hostSeenFor(four));
        assertEquals("2001:db8::1", hostSeenFor(six));
        assertTrue(hostSeenFor(mapped).contains(":"), "a mapped address must stay IPv6 for the exit to judge");
    }

    private String hostSeenFor(byte[] request) throws Exception {
        try (SocksApplication app = bench.application()) {
            app.write(SocksApplication.GREETING);
            app.read(2);
            app.write(request);
            assertEquals(0, app.reply());
            return bench.tunnels.next().request().destination().host();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "TARGET_DENIED,2",
        "NOT_ENCRYPTED,2",
        "NETWORK_UNREACHABLE,3",
        "HOST_UNREACHABLE,4",
        "NAME_NOT_FOUND,4",
        "CONNECTION_REFUSED,5",
        "TIMEOUT,6",
        "UNSUPPORTED,7",
        "NO_ROUTE,1",
        "OVERLOADED,1",
        "INTERNAL,1"
    })
    void refusalsHaveTheirCodes(ErrorKind kind, int code) throws Exception {
        bench.tunnels.refuse(new Port17Exception(kind, "scripted"));
        try (SocksApplication app = bench.application()) {
            assertEquals(code, app.connect("a.example", 80));
            assertEquals(0, app.readAll().length);
        }
        bench.tunnels.refuse(null);
        try (SocksApplication app = bench.strictApplication()) {
            app.write(SocksApplication.GREETING);
            app.read(2);
            app.write(SocksApplication.connectTo("a.example", 80));
            bench.tunnels.next().fail(kind);
            assertEquals(code, app.reply());
            assertEquals(0, app.readAll().length);
        }
    }

    @Test
    void strictAnswersWhenConnected() throws Exception {
        try (SocksApplication app = bench.strictApplication()) {
            app.write(SocksApplication.GREETING);
            app.read(2);
            app.write(SocksApplication.connectTo("a.example", 80));
            ScriptedStream stream = bench.tunnels.next();
            app.socket().setSoTimeout(200);
            assertThrows(java.net.SocketTimeoutException.class, app::reply);
            app.socket().setSoTimeout(20_000);
            stream.connect().give("hello".getBytes(StandardCharsets.US_ASCII));
            assertEquals(0, app.reply());
            assertEquals("hello", new String(app.read(5), StandardCharsets.US_ASCII));
        }
    }

    @Test
    void otherCommandsAndTypesAreRefused() throws Exception {
        assertEquals(7, codeFor(new byte[] {5, 2, 0, 1, 1, 2, 3, 4, 0, 80}));
        assertEquals(7, codeFor(new byte[] {5, 3, 0, 1, 0, 0, 0, 0, 0, 0}).intValue());
        assertEquals(8, codeFor(new byte[] {5, 1, 0, 2, 1, 2, 3, 4, 0, 80}));
        assertEquals(1, codeFor(new byte[] {5, 1, 0, 1, 1, 2, 3, 4, 0, 0}));
        assertEquals(1, codeFor(SocksApplication.connectTo("not a host", 80)));
        assertEquals(1, codeFor(new byte[] {4, 1, 0, 1, 1, 2, 3, 4, 0, 80}));
    }

    private Integer codeFor(byte[] request) throws Exception {
        try (SocksApplication app = bench.application()) {
            app.write(SocksApplication.GREETING);
            app.read(2);
            app.write(request);
            int code = app.reply();
            assertEquals(0, app.readAll().length);
            return code;
        }
    }

    @Test
    void noUsableMethodIsRefused() throws Exception {
        try (SocksApplication app = bench.application()) {
            app.write((byte) 5, (byte) 1, (byte) 1);
            assertArrayEquals(new byte[] {5, -1}, app.readAll());
        }
    }

    @Test
    void controlCharactersInNamesAreRefused() throws Exception {
        try (SocksApplication app = bench.application()) {
            app.write(new byte[] {5, 1, 2, 1, 2, 'a', 27, 1, 'x'});
            assertArrayEquals(new byte[] {5, 2, 1, 1}, app.readAll());
        }
    }

    @Test
    void otherProtocolsGetAClearAnswer() throws Exception {
        try (SocksApplication app = bench.application()) {
            app.write(new byte[] {4, 1, 0, 80, 1, 2, 3, 4, 0});
            assertArrayEquals(new byte[] {0, 0x5B, 0, 0, 0, 0, 0, 0}, app.readAll());
        }
        try (SocksApplication app = bench.application()) {
            app.write("GET http://a.example/ HTTP/1.1\r\nHost: a.example\r\n\r\n");
            String page = new String(app.readAll(), StandardCharsets.US_ASCII);
            assertTrue(page.startsWith("HTTP/1.1 400 ") && page.contains("SOCKS5 port"), page);
        }
        try (SocksApplication app = bench.application()) {
            app.write(new byte[] {0x16, 3, 1, 0, 5});
            assertEquals(0, app.readAll().length);
        }
    }

    @Test
    void aSilentApplicationIsDropped() throws Exception {
        try (SocksBench brief = new SocksBench(IoKind.AUTO, stream -> {}, 10, 1);
                SocksApplication app = brief.application()) {
            app.write((byte) 5);
            assertThrows(SocketException.class, app::readAll);
        }
    }

    @Test
    void connectionsAreBounded() throws Exception {
        try (SocksBench narrow = new SocksBench(IoKind.AUTO, ScriptedStream::echo, 1, 30);
                SocksApplication first = narrow.application()) {
            assertEquals(0, first.connect("a.example", 80));
            try (SocksApplication second = narrow.application()) {
                assertThrows(IOException.class, () -> second.connect("a.example", 80));
            }
            first.write("still here");
            assertEquals("still here", new String(first.read(10), StandardCharsets.US_ASCII));
        }
    }

    @Test
    void aTakenPortIsTriedUntilFree() throws Exception {
        SocksEdge waiting;
        try (ServerSocket taken = new ServerSocket(0, 1, bench.port.getAddress())) {
            waiting = new SocksEdge(bench.loops, bench.tunnels, SocksBench.settings("127.0.0.1", taken.getLocalPort()));
            assertThrows(
                    java.util.concurrent.TimeoutException.class,
                    () -> waiting.bound().toCompletableFuture().get(300, java.util.concurrent.TimeUnit.MILLISECONDS));
        }
        SocksBench.wait(waiting.bound());
        waiting.close();
    }

    @Test
    void aWrongEditChangesNothingAndAGoodOneMovesThePort() throws Exception {
        SocksEdge edge = new SocksEdge(bench.loops, bench.tunnels, SocksBench.settings("127.0.0.1", 0));
        try {
            InetSocketAddress before = SocksBench.wait(edge.bound());
            edge.modified(TestConfig.of(SocksSettings.Config.class, Map.of("host", "0.0.0.0")));
            edge.modified(TestConfig.of(SocksSettings.Config.class, Map.of("port", 70_000)));
            edge.modified(TestConfig.of(SocksSettings.Config.class, Map.of("host", "127.0.0.1", "port", 0)));
            assertEquals(before, SocksBench.wait(edge.bound()));
            new Socket(before.getAddress(), before.getPort()).close();
            edge.modified(TestConfig.of(
                    SocksSettings.Config.class, Map.of("host", "127.0.0.1", "port", 0, "max_connections", 7)));
            InetSocketAddress after = SocksBench.wait(edge.bound());
            new Socket(after.getAddress(), after.getPort()).close();
        } finally {
            edge.close();
        }
    }

    @Test
    void configurationIsChecked() {
        for (String host : new String[] {"0.0.0.0", "192.0.2.1", "example.org", ""}) {
            assertEquals(
                    ErrorKind.CONFIG,
                    assertThrows(Port17Exception.class, () -> SocksBench.settings(host, 1080))
                            .kind());
        }
        Port17Exception wrong = assertThrows(Port17Exception.class, () -> SocksBench.settings("127.0.0.1", 70_000));
        assertTrue(wrong.getMessage().contains("port must lie between"), wrong.getMessage());
    }
}
