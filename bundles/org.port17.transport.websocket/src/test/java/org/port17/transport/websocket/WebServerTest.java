package org.port17.transport.websocket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.PooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.port17.api.Endpoint;
import org.port17.api.ErrorKind;
import org.port17.netty.IoKind;
import org.port17.netty.NodeLoops;
import org.port17.spi.transport.Listener;
import org.port17.testkit.ConnectionProbe;
import org.port17.testkit.LoopDriver;

/** The listening side as others see it: browsers, web servers in front, foreign WebSocket clients, intruders. */
class WebServerTest {
    private static final String UPGRADE = "GET /hidden HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, Upgrade\r\n"
            + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

    private final NodeLoops loops = new NodeLoops(IoKind.AUTO);
    private final LoopDriver driver = new LoopDriver(loops);
    private final List<ConnectionProbe> accepted = new ArrayList<>();
    private int port;

    @BeforeEach
    void listen() throws Exception {
        PlainWebSocket transport = new PlainWebSocket(Ws.plain(1), loops);
        Listener listener = driver.call(() -> transport.listen(new Endpoint("ws", "127.0.0.1:0/hidden"), connection -> {
            ConnectionProbe far = new ConnectionProbe(loops, false).of(connection);
            accepted.add(far);
            return far;
        }));
        String address = listener.endpoint().address();
        port = Integer.parseInt(address.substring(address.indexOf(':') + 1, address.indexOf('/')));
    }

    @AfterEach
    void stop() {
        loops.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /hidden/more HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
                "GET /hidden HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
                "POST /hidden HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
                "HEAD /favicon.ico HTTP/1.0\r\n\r\n"
            })
    void everythingElseIsAnOrdinary404(String request) throws Exception {
        String answer = answer(request);
        assertTrue(answer.startsWith("HTTP/1.1 404 Not Found\r\n"), answer);
        assertTrue(answer.contains("content-type: text/html"), answer);
        assertFalse(answer.toLowerCase(Locale.ROOT).contains("websocket"), answer);
        assertTrue(accepted.isEmpty());
    }

    @Test
    void nonsenseIsA400AndOversizeIsRefused() throws Exception {
        assertTrue(answer("\u0016\u0003\u0001 nonsense\r\n\r\n").startsWith("HTTP/1.1 400 "));
        assertTrue(answer("GET /" + "x".repeat(100_000) + " HTTP/1.1\r\n\r\n").startsWith("HTTP/1.1 4"));
        assertTrue(answer("POST / HTTP/1.1\r\nContent-Length: 1000000\r\n\r\n").startsWith("HTTP/1.1 413 "));
        assertTrue(accepted.isEmpty());
    }

    @Test
    void silentVisitorIsPutOut() throws Exception {
        try (Socket visitor = new Socket("127.0.0.1", port)) {
            visitor.setSoTimeout(10_000);
            assertEquals(-1, visitor.getInputStream().read());
        }
    }

    /** The JDK's client is a second implementation of RFC 6455. */
    @Test
    void foreignClientExchangesBytes() throws Exception {
        ByteArrayOutputStream back = new ByteArrayOutputStream();
        CompletableFuture<Integer> closed = new CompletableFuture<>();
        CompletableFuture<Void> pong = new CompletableFuture<>();
        WebSocket client = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/hidden"), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
                        byte[] part = new byte[data.remaining()];
                        data.get(part);
                        back.writeBytes(part);
                        socket.request(1);
                        return null;
                    }

                    @Override
                    public CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
                        pong.complete(null);
                        socket.request(1);
                        return null;
                    }

                    @Override
                    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
                        closed.complete(status);
                        return null;
                    }
                })
                .get(10, TimeUnit.SECONDS);
        client.sendPing(ByteBuffer.wrap(new byte[] {1})).get(10, TimeUnit.SECONDS);
        pong.get(10, TimeUnit.SECONDS);
        byte[] data = new byte[100_000];
        new Random(1).nextBytes(data);
        client.sendBinary(ByteBuffer.wrap(data, 0, 50_000), false).get(10, TimeUnit.SECONDS);
        client.sendBinary(ByteBuffer.wrap(data, 50_000, 50_000), true).get(10, TimeUnit.SECONDS);
        driver.await(
                "both fragments arrived",
                () -> accepted.size() == 1 && accepted.get(0).bytes() == 100_000);
        driver.run(() -> {
            accepted.get(0).send(data);
            accepted.get(0).close();
        });
        assertEquals(1000, closed.get(10, TimeUnit.SECONDS));
        assertArrayEquals(data, back.toByteArray());
    }

    @Test
    void orderlyEndOfTheClientIsTold() throws Exception {
        try (Socket client = upgraded()) {
            client.getOutputStream().write(new byte[] {(byte) 0x88, (byte) 0x80, 0, 0, 0, 0});
            assertEquals(0x88, client.getInputStream().read());
            driver.await("closed", () -> accepted.get(0).isClosed());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // text frame; unmasked binary frame; frame of 262,145 bytes; reserved opcode; reserved bit; 2^63 bytes
                "818000000000",
                "820141",
                "82ff000000000004000100000000",
                "838000000000",
                "c28000000000",
                "82ff800000000000000000000000"
            })
    void brokenProtocolEndsTheConnection(String frame) throws Exception {
        try (Socket client = upgraded()) {
            client.getOutputStream().write(HexFormat.of().parseHex(frame));
            driver.await("closed", () -> accepted.get(0).isClosed());
            assertEquals(
                    ErrorKind.PROTOCOL,
                    driver.call(() -> accepted.get(0).reason().kind()));
            assertEquals(0L, driver.call(() -> accepted.get(0).bytes()));
        }
    }

    /** A peer that pings and never reads must not fill this node's memory. */
    @Test
    void floodOfPingsIsBounded() throws Exception {
        try (Socket client = upgraded()) {
            byte[] pings = new byte[131 * 1000];
            for (int i = 0; i < 1000; i++) {
                pings[i * 131] = (byte) 0x89;
                pings[i * 131 + 1] = (byte) (0x80 | 125);
            }
            for (int i = 0; i < 500; i++) {
                client.getOutputStream().write(pings);
            }
            PooledByteBufAllocator pool = (PooledByteBufAllocator) loops.allocator();
            assertTrue(pool.pinnedDirectMemory() < 4L * 1024 * 1024, "holds " + pool.pinnedDirectMemory());
            client.getOutputStream().write(new byte[] {(byte) 0x82, (byte) 0x81, 0, 0, 0, 0, 7});
            driver.await("the wire still works", () -> accepted.get(0).bytes() == 1);
        }
        driver.await("closed", () -> accepted.get(0).isClosed());
    }

    private Socket upgraded() throws Exception {
        Socket client = new Socket("127.0.0.1", port);
        client.getOutputStream().write(UPGRADE.getBytes(StandardCharsets.US_ASCII));
        DataInputStream in = new DataInputStream(client.getInputStream());
        StringBuilder answer = new StringBuilder();
        while (!answer.toString().endsWith("\r\n\r\n")) {
            answer.append((char) in.readUnsignedByte());
        }
        assertTrue(answer.toString().startsWith("HTTP/1.1 101 "), answer.toString());
        // RFC 6455 section 1.3: the answer to the sample nonce.
        assertTrue(answer.toString().contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="), answer.toString());
        driver.await("accepted", () -> accepted.size() == 1);
        return client;
    }

    private String answer(String request) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try (Socket client = new Socket("127.0.0.1", port)) {
            client.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            client.getInputStream().transferTo(answer);
        } catch (SocketException | EOFException e) {
            // A server that closes over unread bytes resets; what it said before that is in the answer.
            assertTrue(answer.size() > 0, "reset without an answer: " + e);
        }
        return answer.toString(StandardCharsets.ISO_8859_1);
    }
}
