package org.port17.launcher.demo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.port17.launcher.cli.HostPort;

/** The demo's client and origin against each other, through a SOCKS server of a few lines. */
class SocksDownloadTest {
    private static final int BYTES = 3_000_001;

    @TempDir
    Path temp;

    /** Takes one connection; refuses it with {@code code} unless that is 0, and cuts the answer after {@code limit}. */
    private static HostPort proxy(int code, long limit) throws IOException {
        ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        CompletableFuture.runAsync(() -> {
            try (server;
                    Socket client = server.accept()) {
                DataInputStream in = new DataInputStream(client.getInputStream());
                in.readFully(new byte[3]);
                client.getOutputStream().write(new byte[] {5, 0});
                byte[] request = new byte[10];
                in.readFully(request);
                client.getOutputStream().write(new byte[] {5, (byte) code, 0, 1, 0, 0, 0, 0, 0, 0});
                int port = (request[8] & 0xff) << 8 | request[9] & 0xff;
                if (code == 0) {
                    relay(client, port, limit);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return new HostPort("127.0.0.1", server.getLocalPort());
    }

    private static void relay(Socket client, int port, long limit) throws IOException {
        try (Socket origin = new Socket("127.0.0.1", port)) {
            byte[] request = new byte[4096];
            int length = client.getInputStream().read(request);
            origin.getOutputStream().write(request, 0, length);
            OutputStream out = client.getOutputStream();
            byte[] chunk = new byte[8192];
            long left = limit;
            for (int n = origin.getInputStream().read(chunk);
                    n >= 0 && left > 0;
                    n = origin.getInputStream().read(chunk)) {
                out.write(chunk, 0, (int) Math.min(n, left));
                left -= n;
            }
        }
    }

    @Test
    void whatArrivesIsWhatWasMade() throws Exception {
        try (RandomContent content = RandomContent.make(temp.resolve("content"), BYTES);
                Origin origin = Origin.start(content, peer -> {})) {
            HostPort target = new HostPort("127.0.0.1", origin.port());
            SocksDownload download = SocksDownload.fetch(proxy(0, Long.MAX_VALUE), target, "/random/" + BYTES);
            assertEquals(BYTES, download.bytes());
            assertArrayEquals(content.sha256(), download.sha256());
            assertTrue(download.ttfbMillis() > 0 && download.ttfbMillis() / 1e3 <= download.seconds());
        }
    }

    @Test
    void aCutAnswerIsShorterAndNotTheSame() throws Exception {
        try (RandomContent content = RandomContent.make(temp.resolve("content"), BYTES);
                Origin origin = Origin.start(content, peer -> {})) {
            HostPort target = new HostPort("127.0.0.1", origin.port());
            SocksDownload download = SocksDownload.fetch(proxy(0, 100_000), target, "/random/" + BYTES);
            assertTrue(download.bytes() < BYTES);
        }
    }

    @Test
    void aRefusalAndAWrongPageAreErrors() throws Exception {
        try (RandomContent content = RandomContent.make(temp.resolve("content"), 10);
                Origin origin = Origin.start(content, peer -> {})) {
            HostPort target = new HostPort("127.0.0.1", origin.port());
            IOException refused =
                    assertThrows(IOException.class, () -> SocksDownload.fetch(proxy(5, 0), target, "/random/1"));
            assertTrue(refused.getMessage().contains("code 5"));
            assertThrows(IOException.class, () -> SocksDownload.fetch(proxy(0, Long.MAX_VALUE), target, "/other"));
            assertThrows(IOException.class, () -> SocksDownload.fetch(proxy(0, 0), target, "/random/1"));
        }
    }

    @Test
    void theOriginServesOneKindOfPage() {
        assertEquals(OptionalLong.of(17), Origin.wanted("GET /random/17 HTTP/1.1\r\nHost: x\r\n\r\n"));
        for (String head : new String[] {
            "",
            "GET / HTTP/1.1\r\n\r\n",
            "POST /random/1 HTTP/1.1\r\n\r\n",
            "GET /random/-1 HTTP/1.1\r\n\r\n",
            "GET /random/99999999999999 HTTP/1.1\r\n\r\n",
            "GET /random/9999999999999 HTTP/1.1\r\n\r\n"
        }) {
            assertEquals(OptionalLong.empty(), Origin.wanted(head), head);
        }
    }

    @Test
    void longerRequestsGetTheContentOverAndOver() throws Exception {
        try (RandomContent content = RandomContent.make(temp.resolve("content"), 1000)) {
            var out = new ByteArrayOutputStream();
            content.send(2500, Channels.newChannel(out));
            byte[] sent = out.toByteArray();
            assertEquals(2500, sent.length);
            assertEquals(sent[7], sent[2007]);
        }
    }
}
