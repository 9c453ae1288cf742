package org.port17.itests.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.port17.api.ErrorKind;
import org.port17.circuit.CircuitService;
import org.port17.route.near.GivenNear;

/** How often a destination hears what an application says once, when the exit does as it is told and its answer is lost. */
class RepeatTest {
    private static final byte[] GET = ascii("GET / HTTP/1.1\r\nHost: shop\r\n\r\n");
    private static final byte[] POST = ascii("POST /pay HTTP/1.1\r\nHost: shop\r\nContent-Length: 2\r\n\r\nhi");
    private static final Duration STEP = Duration.ofMillis(100);

    @TempDir
    Path folder;

    /** What the destination heard, each connection for itself. */
    private final List<StringBuilder> heard = new ArrayList<>();

    private TestNet net;
    private CircuitService client;

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Sends back what it gets, and keeps it. */
    private final class Shop implements Origins.Origin {
        private final StringBuilder text = new StringBuilder();

        @Override
        public void connected(Origins.Peer peer) {
            heard.add(text);
        }

        @Override
        public void received(Origins.Peer peer, ByteBuffer data) {
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            text.append(new String(bytes, StandardCharsets.US_ASCII));
            peer.write(bytes);
        }
    }

    @BeforeEach
    void start() throws Exception {
        net = new TestNet(24);
        net.origins.host("shop", Shop::new);
        net.strategy = GivenNear.strategy(folder.resolve("guards"));
        client = net.client(Map.of());
        net.loop.advance(Duration.ofSeconds(5));
    }

    /** An application that says this over a new route, which its client leaves as it hears nothing. */
    private App saidOverALostRoute(byte[] said) throws Exception {
        App first = new App(client, "app", "shop");
        first.send(GET);
        net.loop.advance(STEP);
        assertTrue(first.got.size() > 0);
        first.stream.reset(ErrorKind.CLOSED);
        TestNet.Machine exit = exit();
        client.renewCircuits();
        exit.bad().drops = true;
        heard.clear();
        App app = new App(client, "app", "shop");
        app.send(said);
        for (int i = 0; i < 10 && heard.isEmpty(); i++) {
            net.loop.advance(STEP);
        }
        assertEquals(1, heard.size());
        assertFalse(app.connected);
        for (int i = 0; i < 150 && app.failure == null && app.got.size() == 0; i++) {
            net.loop.advance(STEP);
        }
        return app;
    }

    private TestNet.Machine exit() {
        var answer = client.circuits().toCompletableFuture();
        net.loop.runUntilIdle();
        String name = answer.join().get(0).hops().get(2).name();
        return net.machines.stream()
                .filter(m -> m.self().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private List<String> heard() {
        return heard.stream().map(StringBuilder::toString).toList();
    }

    private static void answered(App app, byte[] said) {
        assertNull(app.failure);
        assertArrayEquals(said, app.got.toByteArray());
    }

    @Test
    void whatMustNotHappenTwiceLeavesWhenTheExitHasAnswered() throws Exception {
        answered(saidOverALostRoute(POST), POST);
        assertEquals(List.of("", new String(POST, StandardCharsets.US_ASCII)), heard());
    }

    @Test
    void aSafeRequestLeavesAtOnceAndMayComeTwice() throws Exception {
        answered(saidOverALostRoute(GET), GET);
        String text = new String(GET, StandardCharsets.US_ASCII);
        assertEquals(List.of(text, text), heard());
    }

    @Test
    void whatFollowsASafeRequestWaits() throws Exception {
        String get = new String(GET, StandardCharsets.US_ASCII);
        String both = get + new String(POST, StandardCharsets.US_ASCII);
        App app = saidOverALostRoute(ascii(both));
        net.loop.advance(STEP);
        answered(app, ascii(both));
        assertEquals(List.of(get, both), heard());
    }

    /** More than may wait: the application is told when it may go on. */
    @Test
    void aLongRequestComesWholeAndInOrder() throws Exception {
        byte[] body = ascii("POST /pay HTTP/1.1\r\nContent-Length: 300000\r\n\r\n" + "0123456789".repeat(30_000));
        App app = new App(client, "long", "shop");
        app.send(body);
        assertFalse(app.outgoing.isEmpty(), "more than may wait");
        net.loop.advance(Duration.ofSeconds(5));
        assertTrue(app.outgoing.isEmpty());
        assertArrayEquals(body, app.got.toByteArray());
    }
}
