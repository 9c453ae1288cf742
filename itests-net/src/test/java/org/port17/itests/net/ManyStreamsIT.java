package org.port17.itests.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.port17.itests.net.Application.Door;

/** Many connections at a time, busy or idle, each whole. */
@ExtendWith(OneNet.class)
class ManyStreamsIT {
    private static final int DOWNLOADS = 200;
    private static final long BYTES = 1L << 20;
    private static final int IDLE = 1_000;
    private static final int IDLE_MINUTES = 5;

    private final Net net;

    ManyStreamsIT(Net net) {
        this.net = net;
    }

    @Test
    void twoHundredDownloadsAtATimeAreIntact() throws Exception {
        CountDownLatch all = new CountDownLatch(DOWNLOADS);
        Origin.Service sendsWhenAllAsk = connection -> {
            // GET /SEED
            long seed = Long.parseLong(Origin.header(connection).split("[ /]+")[1]);
            all.countDown();
            if (!all.await(Await.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException(all.getCount() + " requests did not arrive");
            }
            Content.write(seed, BYTES, connection.getOutputStream());
        };
        List<Download> downloads = new ArrayList<>();
        try (Origin origin = Origin.at("127.0.0.1", net.originPort(), sendsWhenAllAsk)) {
            for (int seed = 0; seed < DOWNLOADS; seed++) {
                Door door = seed % 2 == 0 ? Door.SOCKS : Door.CONNECT;
                Socket socket = door.open(net, origin.port());
                downloads.add(new Download(socket));
                Application.request(socket, "GET /" + seed + " HTTP/1.0\r\n\r\n");
            }
            for (int seed = 0; seed < DOWNLOADS; seed++) {
                Download.End end = downloads.get(seed).end(Await.LIMIT.multipliedBy(2));
                assertEquals(new Download.End(BYTES, Content.sha256(seed, BYTES), ""), end, "download " + seed);
            }
        } finally {
            for (Download download : downloads) {
                download.close();
            }
        }
    }

    @Test
    @Tag("long")
    void aThousandIdleStreamsStayOpenForFiveMinutes() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        Origin.Service idle = connection -> {
            connection.getOutputStream().write(connection.getInputStream().read());
            over.await();
            connection.getOutputStream().write('o');
        };
        ExecutorService threads = Executors.newCachedThreadPool();
        List<Socket> sockets = new ArrayList<>();
        try (Origin origin = Origin.at("127.0.0.1", net.originPort(), idle)) {
            for (int i = 0; i < IDLE; i++) {
                Socket socket = Door.SOCKS.open(net, origin.port());
                sockets.add(socket);
                Application.request(socket, "i");
            }
            var firstToSpeak = new ExecutorCompletionService<Integer>(threads);
            for (Socket socket : sockets) {
                assertEquals('i', socket.getInputStream().read());
                socket.setSoTimeout(0);
                firstToSpeak.submit(() -> socket.getInputStream().read());
            }
            assertNull(firstToSpeak.poll(IDLE_MINUTES, TimeUnit.MINUTES), "a stream ended");
            assertEquals(
                    (long) IDLE,
                    net.list(Net.CLIENT, "streams").stream()
                            .filter(s -> String.valueOf(s.get("destination")).endsWith(":" + origin.port()))
                            .count());
            over.countDown();
            for (int i = 0; i < IDLE; i++) {
                assertEquals('o', firstToSpeak.take().get());
            }
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
            threads.shutdownNow();
        }
    }
}
