package org.port17.itests.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.port17.itests.net.Application.Door;

/** An application can trust the end of a connection: FIN is the origin's own FIN, everything else is a reset. */
@ExtendWith(OneNet.class)
class NothingLooksWholeIT {
    private static final long SEED = 5;
    private static final long PART = 4L << 20;
    private static final long LIMIT_SECONDS = Await.LIMIT.toSeconds();

    private final Net net;

    NothingLooksWholeIT(Net net) {
        this.net = net;
    }

    /** Which process dies in the middle of a download that nothing but the connection's end delimits. */
    private enum Victim {
        CLIENT,
        ENTRY,
        MIDDLE,
        EXIT;

        String of(List<String> route) {
            return this == CLIENT ? Net.CLIENT : route.get(ordinal() - 1);
        }
    }

    @ParameterizedTest
    @EnumSource(Victim.class)
    void aKilledProcessResetsTheDownloadsThatRanThroughIt(Victim victim) throws Exception {
        var over = new CompletableFuture<Void>();
        Origin.Service unfinished = connection -> {
            Origin.header(connection);
            Application.request(connection, "HTTP/1.0 200 OK\r\n\r\n");
            Content.write(SEED, PART, connection.getOutputStream());
            over.get();
        };
        List<Net.Killed> killed = new ArrayList<>();
        try (Origin first = Origin.at("127.0.0.1", net.originPort(), unfinished);
                Origin second = Origin.at("127.0.0.1", net.originPort(), unfinished);
                Download bySocks = download(Door.SOCKS, first.port());
                Download byConnect = download(Door.CONNECT, second.port())) {
            Await.until("the part that the origins send", () -> bySocks.bytes() > PART && byConnect.bytes() > PART);
            Set<String> victims = new LinkedHashSet<>();
            victims.add(victim.of(net.route(first.port())));
            victims.add(victim.of(net.route(second.port())));
            for (String name : victims) {
                killed.add(net.kill(name));
            }
            assertReset(bySocks);
            assertReset(byConnect);
        } finally {
            over.complete(null);
            for (Net.Killed process : killed) {
                net.start(process);
            }
        }
        assertWhole();
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void anOriginsResetArrivesAsAReset(Door door) throws Exception {
        Origin.Service resets = connection -> {
            Origin.header(connection);
            Content.write(SEED, PART, connection.getOutputStream());
            // What lies in a socket's buffers when it resets is lost by right; this part the application has.
            connection.getInputStream().read();
            throw new IOException("reset");
        };
        try (Origin origin = Origin.at("127.0.0.1", net.originPort(), resets);
                Socket socket = door.open(net, origin.port())) {
            Application.request(socket, "GET / HTTP/1.0\r\n\r\n");
            Download download = new Download(socket);
            Await.until("the first part", () -> download.bytes() == PART);
            Application.request(socket, "x");
            assertReset(download);
        }
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void anOriginsFinArrivesAsAFin(Door door) throws Exception {
        Origin.Service finishes = connection -> {
            Origin.header(connection);
            Content.write(SEED, PART, connection.getOutputStream());
        };
        try (Origin origin = Origin.at("127.0.0.1", net.originPort(), finishes);
                Download download = download(door, origin.port())) {
            Download.End end = download.end(Await.LIMIT);
            assertEquals("", end.error());
            assertEquals(Content.sha256(SEED, PART), end.sha256());
        }
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void aHalfClosedConnectionGoesOnInTheOtherDirection(Door door) throws Exception {
        Origin.Service answersAfterTheEnd = connection -> {
            Download upload = new Download(connection);
            Download.End end = upload.end(Await.LIMIT);
            assertEquals("", end.error());
            Application.request(connection, end.sha256());
        };
        try (Origin origin = Origin.at("127.0.0.1", net.originPort(), answersAfterTheEnd);
                Socket socket = door.open(net, origin.port())) {
            Content.write(SEED, PART, socket.getOutputStream());
            socket.shutdownOutput();
            byte[] answer = new byte[64];
            new DataInputStream(socket.getInputStream()).readFully(answer);
            assertEquals(Content.sha256(SEED, PART), new String(answer, StandardCharsets.US_ASCII));
            assertEquals(-1, socket.getInputStream().read());
        }
    }

    @Test
    void anApplicationsResetReachesTheOrigin() throws Exception {
        var seen = new CompletableFuture<Download.End>();
        Origin.Service reads = connection -> {
            connection.getOutputStream().write('x');
            seen.complete(new Download(connection).end(Await.LIMIT));
        };
        try (Origin origin = Origin.at("127.0.0.1", net.originPort(), reads);
                Socket socket = Door.SOCKS.open(net, origin.port())) {
            Application.request(socket, "hello");
            assertEquals('x', socket.getInputStream().read());
            socket.setSoLinger(true, 0);
            socket.close();
            assertFalse(seen.get(LIMIT_SECONDS, TimeUnit.SECONDS).clean());
        }
    }

    private Download download(Door door, int port) throws IOException {
        Socket socket = door.open(net, port);
        Application.request(socket, "GET / HTTP/1.0\r\n\r\n");
        return new Download(socket);
    }

    private static void assertReset(Download download) throws Exception {
        Download.End end = download.end(Await.LIMIT);
        assertTrue(end.error().contains("reset"), () -> "ended after " + end.bytes() + " bytes with: " + end);
    }

    /** What was killed is up again and the network carries a download from end to end. */
    private void assertWhole() throws Exception {
        Origin.Service finishes = connection -> {
            Origin.header(connection);
            Content.write(SEED, PART, connection.getOutputStream());
        };
        try (Origin origin = Origin.at("127.0.0.1", net.originPort(), finishes)) {
            Await.until("a download after the start", () -> {
                try (Download download = download(Door.SOCKS, origin.port())) {
                    return download.end(Await.LIMIT).sha256().equals(Content.sha256(SEED, PART));
                } catch (IOException e) {
                    // The route of the first tries may lead to a node that is not back in the map yet.
                    return false;
                }
            });
        }
    }
}
