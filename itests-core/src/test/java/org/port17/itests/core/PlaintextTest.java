package org.port17.itests.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.port17.api.Destination;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.view.CircuitView;
import org.port17.api.view.RouteView;
import org.port17.api.view.StreamView;
import org.port17.circuit.CircuitService;
import org.port17.circuit.GivenRules;

/** Which exits carry what is not encrypted, and that an exit looks again. */
class PlaintextTest {
    private static final byte[] REQUEST = ascii("GET /private HTTP/1.1\r\nHost: example.org\r\n\r\n");
    private static final Duration PATIENCE = Duration.ofMillis(200);
    private TestNet net;
    private CircuitService client;
    private final Hosts.Sink sink = new Hosts.Sink();

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] hello() throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine("example.org", 443);
        engine.setUseClientMode(true);
        ByteBuffer out = ByteBuffer.allocate(20_000);
        engine.wrap(ByteBuffer.allocate(0), out);
        byte[] bytes = new byte[out.flip().remaining()];
        out.get(bytes);
        return bytes;
    }

    /** Records with what only ciphertext looks like. */
    private static byte[] records(int count, int size) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] body = new byte[size];
        new Random(17).nextBytes(body);
        body[0] = (byte) 0x80;
        for (int i = 0; i < count; i++) {
            all.writeBytes(new byte[] {23, 3, 3, (byte) (size >> 8), (byte) size});
            all.writeBytes(body);
        }
        return all.toByteArray();
    }

    @BeforeEach
    void start() throws Exception {
        net = new TestNet(8);
        client = net.client(Map.of());
        net.origins.host("sink", () -> sink);
        net.loop.runUntilIdle();
    }

    private List<CircuitView> circuits() {
        var answer = client.circuits().toCompletableFuture();
        net.loop.runUntilIdle();
        return answer.join();
    }

    private List<StreamView> streams() {
        var answer = client.streams().toCompletableFuture();
        net.loop.runUntilIdle();
        return answer.join();
    }

    private Set<String> exits() {
        Set<String> names = new HashSet<>();
        circuits().forEach(circuit -> names.add(circuit.hops().get(2).name()));
        return names;
    }

    private App app(int port) throws Port17Exception {
        return new App(client, "", "sink", port, false);
    }

    private void refused(App app) {
        net.loop.runUntilIdle();
        assertEquals(ErrorKind.NOT_ENCRYPTED, app.failure.kind());
    }

    @Test
    void plaintextTakesTrustedExitsAndEncryptionAny() throws Exception {
        net.map.trust("n3", "n5");
        for (int i = 0; i < 30; i++) {
            net.origins.host("plain" + i, Hosts.Echo::new);
            App app = new App(client, "", "plain" + i);
            app.send(REQUEST);
            net.loop.runUntilIdle();
            assertArrayEquals(REQUEST, app.got.toByteArray());
        }
        assertEquals(Set.of("n3", "n5"), exits());
        client.renewCircuits();
        net.loop.advance(Duration.ofMinutes(30));
        for (int i = 0; i < 60; i++) {
            net.origins.host("tls" + i, Hosts.Echo::new);
            App app = new App(client, "", "tls" + i, 443, false);
            app.send(hello());
            net.loop.runUntilIdle();
            assertTrue(app.got.size() > 0);
        }
        assertTrue(exits().size() > 4, "exits " + exits());
    }

    @Test
    void withoutATrustedExitPlaintextIsRefusedAndNobodyIsAsked() throws Exception {
        net.map.trust();
        App app = app(80);
        app.send(REQUEST);
        refused(app);
        assertEquals("the connection is not encrypted and no trusted exit may carry it", app.failure.getMessage());
        assertEquals(
                ErrorKind.NOT_ENCRYPTED,
                assertThrows(Port17Exception.class, () -> app(25)).kind());
        assertEquals(0, net.origins.dialled);
        assertEquals(0, circuits().size());
        assertEquals(0, streams().size());
    }

    @Test
    void anExitThatLosesItsTrustLosesWhatItCouldRead() throws Exception {
        net.map.trust("n3");
        App plain = app(80);
        plain.send(REQUEST);
        App encrypted = new App(client, "", "sink", 443, false);
        encrypted.send(hello());
        net.loop.runUntilIdle();
        assertTrue(plain.connected && encrypted.connected);
        net.map.trust("n5");
        net.map.changed();
        net.loop.runUntilIdle();
        assertEquals(ErrorKind.CIRCUIT_BROKEN, plain.failure.kind());
        assertNull(encrypted.failure, "its exit cannot read it");
        App next = app(80);
        next.send(REQUEST);
        net.loop.runUntilIdle();
        assertNull(next.failure);
        assertTrue(exits().contains("n5"));
    }

    @Test
    void aRouteThatBreaksARuleInANewMapTakesNoNewStreams() throws Exception {
        App first = app(80);
        first.send(REQUEST);
        net.loop.runUntilIdle();
        String middle = circuits().get(0).hops().get(1).name();
        net.map.changed();
        net.loop.runUntilIdle();
        app(80).send(REQUEST);
        net.loop.runUntilIdle();
        assertEquals(1, circuits().size(), "the same nodes are in the new map");
        net.map.nodes.removeIf(node -> node.name().equals(middle));
        net.map.changed();
        net.loop.runUntilIdle();
        App second = app(80);
        second.send(REQUEST);
        net.loop.runUntilIdle();
        assertEquals(2, circuits().size());
        assertNull(first.failure, "what runs goes on");
        assertNull(second.failure);
    }

    /** The map lists n3; the user trusts n5 himself, and n5 believes him, as long as he does. */
    @Test
    void plaintextTakesExitsThatTheUserTrustsHimself() throws Exception {
        net.map.trust("n3");
        OwnTrustBook own = new OwnTrustBook("n5");
        GivenRules.trust(client, own);
        List<App> apps = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            net.origins.host("plain" + i, Hosts.Echo::new);
            App app = new App(client, "", "plain" + i);
            app.send(REQUEST);
            net.loop.runUntilIdle();
            assertArrayEquals(REQUEST, app.got.toByteArray());
            apps.add(app);
        }
        assertEquals(Set.of("n3", "n5"), exits());
        apps.forEach(app -> app.stream.reset(ErrorKind.CLOSED));

        own.names.clear();
        own.listeners.forEach(Runnable::run);
        net.loop.runUntilIdle();
        for (int i = 0; i < 30; i++) {
            App app = new App(client, "b", "plain" + i);
            app.send(REQUEST);
            net.loop.runUntilIdle();
            assertArrayEquals(REQUEST, app.got.toByteArray());
        }
        assertEquals(Set.of("n3"), exits());
    }

    /** An explanation tells what would really happen, before a byte is said. */
    @Test
    void explainKnowsThePortsWhereServersSpeakFirst() throws Exception {
        assertTrue(note(443, false).contains("shown for an encrypted connection"));
        assertTrue(note(443, true).contains("shown for a connection that is not encrypted"));
        for (boolean plain : List.of(false, true)) {
            assertTrue(note(25, plain).contains("servers speak first"));
        }
        net.map.trust();
        assertTrue(note(443, false).contains("shown for an encrypted connection"));
        assertTrue(explained(25, false).isCompletedExceptionally());
        assertTrue(explained(443, true).isCompletedExceptionally());
    }

    private String note(int port, boolean plain) throws Port17Exception {
        return explained(port, plain).join().notes().get(0);
    }

    private CompletableFuture<RouteView> explained(int port, boolean plain) throws Port17Exception {
        var answer = client.explain("", Destination.of("sink", port), plain).toCompletableFuture();
        net.loop.runUntilIdle();
        return answer;
    }

    @Test
    void withoutItsBookNobodyIsTrustedByTheUser() throws Exception {
        net.map.trust();
        OwnTrustBook own = new OwnTrustBook("n5");
        GivenRules.trust(client, own);
        App first = app(80);
        first.send(REQUEST);
        net.loop.runUntilIdle();
        assertNull(first.failure);
        assertEquals(Set.of("n5"), exits());
        GivenRules.noTrust(client, own);
        App second = app(80);
        second.send(REQUEST);
        refused(second);
    }

    @Test
    void tlsPassesUnalteredWhateverThePieces() throws Exception {
        net.map.trust();
        byte[] start = hello();
        byte[] upload = records(40, 16_000);
        App app = app(443);
        for (byte b : start) {
            app.send(new byte[] {b});
            net.loop.runUntilIdle();
        }
        app.send(upload);
        net.loop.runUntilIdle();
        app.stream.finish();
        net.loop.runUntilIdle();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(start);
        all.writeBytes(upload);
        assertNull(app.failure);
        assertArrayEquals(all.toByteArray(), sink.got.toByteArray());
        assertTrue(sink.finished);
    }

    @Test
    void oneLargePieceWaitsItsTurn() throws Exception {
        byte[] start = hello();
        byte[] upload = records(40, 16_000);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(start);
        all.writeBytes(upload);
        App app = app(443);
        app.send(all.toByteArray());
        net.loop.runUntilIdle();
        app.stream.finish();
        net.loop.runUntilIdle();
        assertNull(app.failure);
        assertArrayEquals(all.toByteArray(), sink.got.toByteArray());
    }

    @Test
    void helloThenPlaintextEndsBeforeAByteOfIt() throws Exception {
        net.map.trust();
        byte[] start = hello();
        App app = app(443);
        app.send(start);
        net.loop.runUntilIdle();
        for (byte b : REQUEST) {
            app.send(new byte[] {b});
        }
        refused(app);
        assertArrayEquals(start, sink.got.toByteArray());
        assertTrue(sink.reset);
        assertEquals("TLS stopped: what followed its start is something else", app.failure.getMessage());
    }

    @Test
    void helloAndPlaintextInOnePieceIsPlaintext() throws Exception {
        net.map.trust();
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(hello());
        both.writeBytes(REQUEST);
        App app = app(443);
        app.send(both.toByteArray());
        refused(app);
        assertEquals(0, net.origins.dialled);
    }

    @Test
    void aSilentApplicationIsWaitedForATime() throws Exception {
        net.map.trust("n3");
        App app = app(7777);
        net.loop.advance(PATIENCE.minusMillis(1));
        assertEquals("undecided", streams().get(0).state());
        assertEquals(0, net.origins.dialled);
        net.loop.advance(Duration.ofMillis(1));
        assertTrue(app.connected);
        assertEquals(Set.of("n3"), exits());
        app.send(hello());
        net.loop.runUntilIdle();
        assertEquals(Set.of("n3"), exits(), "what is decided stays");
        assertNull(app.failure);
    }

    @Test
    void halfAHelloIsWaitedForAfterEachByte() throws Exception {
        net.map.trust("n3");
        byte[] start = hello();
        App app = app(443);
        for (int i = 0; i < 20; i++) {
            app.send(new byte[] {start[i]});
            net.loop.advance(PATIENCE.minusMillis(1));
        }
        assertEquals("undecided", streams().get(0).state());
        net.loop.advance(Duration.ofMillis(1));
        assertTrue(app.connected);
        assertEquals(Set.of("n3"), exits());
        App slow = app(443);
        for (int i = 0; i < 40; i++) {
            slow.send(new byte[] {start[i]});
            net.loop.advance(PATIENCE.minusMillis(1));
        }
        assertTrue(slow.connected, "nobody is waited for without end");
    }

    @Test
    void whereTheServerSpeaksFirstNothingIsAwaited() throws Exception {
        net.map.trust("n3");
        App app = app(25);
        net.loop.runUntilIdle();
        assertTrue(app.connected);
        assertEquals(Set.of("n3"), exits());
    }

    @Test
    void anExitLooksAgain() throws Exception {
        FixedMap wrong = net.map.copy();
        net.map.trust();
        CircuitService deceived = net.client(Map.of(), net.plugins(), wrong);
        App plain = new App(deceived, "", "sink");
        plain.send(REQUEST);
        refused(plain);
        App piecemeal = new App(deceived, "", "sink", 443, false);
        byte[] start = hello();
        for (int i = 0; i < 100; i++) {
            piecemeal.send(new byte[] {start[i]});
        }
        net.loop.advance(PATIENCE);
        piecemeal.send(REQUEST);
        net.loop.advance(Duration.ofMinutes(1));
        refused(piecemeal);
        assertEquals(0, sink.got.size());
        int before = net.origins.dialled;
        App serverFirst = new App(deceived, "", "sink", 25, false);
        refused(serverFirst);
        assertEquals(before, net.origins.dialled, "not even a banner");
        App silent = new App(deceived, "", "sink", 7777, false);
        net.loop.advance(Duration.ofMinutes(1));
        refused(silent);
    }

    @Test
    void anUntrustedExitPassesNothingBackBeforeItKnows() throws Exception {
        FixedMap wrong = net.map.copy();
        net.map.trust();
        net.origins.host("talker", () -> new Origins.Origin() {
            @Override
            public void connected(Origins.Peer peer) {
                peer.write(ascii("220 secret banner\r\n"));
            }
        });
        CircuitService deceived = net.client(Map.of(), net.plugins(), wrong);
        App app = new App(deceived, "", "talker", 7777, false);
        net.loop.advance(Duration.ofMinutes(1));
        refused(app);
        assertEquals(0, app.got.size());
    }

    @Test
    void refusedStarttlsIsCut() throws Exception {
        App app = app(25);
        app.send(ascii("EHLO me\r\nSTARTTLS\r\n"));
        net.loop.runUntilIdle();
        app.send(ascii("AUTH PLAIN AGEAYg==\r\n"));
        refused(app);
        assertEquals("EHLO me\r\nSTARTTLS\r\n", sink.got.toString(StandardCharsets.US_ASCII));
        assertEquals("the application asked for TLS (STARTTLS) and went on without it", app.failure.getMessage());
    }

    @Test
    void aPortThatDemandsTlsGetsNothingElse() throws Exception {
        App app = app(587);
        app.send(ascii("EHLO me\r\nAUTH PLAIN AGEAYg==\r\n"));
        refused(app);
        assertEquals(0, sink.got.size());
        client = net.client(Map.of("starttls_ports", new String[] {"26, 27"}));
        net.loop.runUntilIdle();
        App free = app(587);
        free.send(ascii("AUTH PLAIN AGEAYg==\r\n"));
        net.loop.runUntilIdle();
        assertNull(free.failure);
        assertThrows(Exception.class, () -> net.client(Map.of("starttls_ports", new String[] {"70000"})));
        assertThrows(Exception.class, () -> net.client(Map.of("starttls_ports", new String[] {"imap"})));
    }

    @Test
    void whatEndsBeforeItIsDecidedLeavesNothing() throws Exception {
        App reset = app(443);
        reset.stream.reset(ErrorKind.CLOSED);
        assertEquals(0, streams().size());
        net.loop.advance(PATIENCE.multipliedBy(2));
        assertFalse(reset.connected);
        App finished = app(443);
        finished.stream.finish();
        net.loop.runUntilIdle();
        assertTrue(finished.connected, "an end is an answer: not encrypted");
        App waiting = app(443);
        TestNet.stop(client);
        net.loop.runUntilIdle();
        assertEquals(ErrorKind.CLOSED, waiting.failure.kind());
    }
}
