package org.port17.itests.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.port17.api.ErrorKind;
import org.port17.cell.BuildFailure;

/** What was sent once is taken once by a real node, also after it was killed and its files rolled back. */
@ExtendWith(OneNet.class)
class ReplayIT {
    private static final int HELLO = 3_072;
    private static final int RETRY = 2_048;
    private static final int RECORD = 2_077;
    private static final String NODE = "n3";
    private static final String EXIT = "n5";
    private static final byte[] REQUEST = new byte[300];

    @TempDir
    Path directory;

    private final Net net;
    private Origin echo;

    ReplayIT(Net net) {
        this.net = net;
    }

    @BeforeEach
    void origin() throws IOException {
        echo = Origin.at("127.0.0.1", net.originPort(), connection -> {
            byte[] asked = connection.getInputStream().readNBytes(REQUEST.length);
            connection.getOutputStream().write(asked);
            connection.getOutputStream().flush();
            connection.getInputStream().read();
        });
    }

    @AfterEach
    void end() throws Exception {
        echo.close();
    }

    private Path map() {
        return directory.resolve("map/map");
    }

    @Test
    void nothingIsTakenTwiceThoughTheNodeIsKilledAndItsStateRolledBack() throws Exception {
        WireClient.fetch(net, map());
        Path state = net.layout().instance(NODE).resolve("data/port17");
        Path earlier = directory.resolve("earlier");
        copy(state, earlier);
        try (WireClient client = new WireClient(net, map(), NODE, "n2", EXIT)) {
            assertArrayEquals(REQUEST, client.talk(echo.port(), REQUEST));
            byte[] flight = Arrays.copyOf(client.sent(), HELLO + 3 * RECORD);
            byte[] build = client.build(NODE);
            WireClient.Outcome first = client.send(NODE, build);
            assertEquals(Optional.empty(), client.send(NODE, build).refusal(), "not a word");
            assertFalse(first.end.isDone(), "the first one was taken: its answer would have come before");
            assertEquals(0, answer(flight).length, "not a byte");

            Net.Killed killed = net.kill(NODE);
            delete(state);
            copy(earlier, state);
            net.start(killed);

            byte[] successor = null;
            for (int i = 0; i < 3; i++) {
                byte[] answer = answer(flight, flight);
                assertEquals(RETRY, answer.length, "one RETRY and nothing else");
                assertEquals(0x52, answer[0]);
                BuildFailure refusal = client.send(NODE, build).refusal().orElseThrow();
                assertEquals(ErrorKind.STALE_PREKEY, refusal.kind());
                assertTrue(refusal.prekey().length > 0);
                successor = refusal.prekey();
            }
            byte[] fresh = client.build(NODE, successor);
            WireClient.Outcome taken = client.send(NODE, fresh);
            assertEquals(Optional.empty(), client.send(NODE, fresh).refusal());
            assertFalse(taken.end.isDone(), "what is new is taken");
        }
        try (WireClient client = new WireClient(net, map(), NODE, "n2", EXIT)) {
            assertArrayEquals(REQUEST, client.talk(echo.port(), REQUEST), "and so is a fresh client");
        }
    }

    @Test
    void aClientWithAnOldMapGetsThroughRestartedNodesWithoutAskingForAnother() throws Exception {
        WireClient.fetch(net, map());
        Path kept = directory.resolve("kept");
        copy(map().getParent(), kept);
        net.start(net.kill(NODE));
        net.start(net.kill(EXIT));
        List<String[]> routes = List.of(
                new String[][] {{NODE, "n1", "n6"}, {"n1", NODE, "n6"}, {"n2", "n4", EXIT}, {NODE, "n2", EXIT}});
        for (String[] route : routes) {
            delete(map().getParent());
            copy(kept, map().getParent());
            try (WireClient client = new WireClient(net, map(), route)) {
                assertArrayEquals(REQUEST, client.talk(echo.port(), REQUEST), String.join(" ", route));
            }
        }
    }

    /** All that the node answers to these bytes until it hangs up. */
    private byte[] answer(byte[] flight) throws IOException {
        try (Socket socket = dial()) {
            socket.getOutputStream().write(flight);
            return rest(socket);
        }
    }

    /** What the node answers to the first flight, of a RETRY's length, and then to the second. */
    private byte[] answer(byte[] flight, byte[] second) throws IOException {
        try (Socket socket = dial()) {
            socket.getOutputStream().write(flight);
            byte[] first = socket.getInputStream().readNBytes(RETRY);
            socket.getOutputStream().write(second);
            byte[] rest = rest(socket);
            byte[] all = Arrays.copyOf(first, first.length + rest.length);
            System.arraycopy(rest, 0, all, first.length, rest.length);
            return all;
        }
    }

    private Socket dial() throws IOException {
        Socket socket = new Socket("127.0.0.1", net.instance(NODE).ports().tcp());
        socket.setSoTimeout((int) Await.LIMIT.toMillis());
        return socket;
    }

    private static byte[] rest(Socket socket) throws IOException {
        try {
            return socket.getInputStream().readAllBytes();
        } catch (SocketException e) {
            return new byte[0]; // a reset is an end too
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                Files.copy(path, target, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(path);
            }
        }
    }
}
