package org.port17.itests.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.port17.api.Destination;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.view.RouteView;
import org.port17.api.view.StreamView;
import org.port17.circuit.CircuitService;
import org.port17.circuit.GivenRules;
import org.port17.rules.RuleFileBook;
import org.port17.spi.dialer.DirectDialer;
import org.port17.spi.rule.Action;

/** What a direct rule leads past the network, and that nothing else goes there. */
class DirectTest {
    @TempDir
    Path folder;

    private TestNet net;
    private CircuitService client;
    private RuleFileBook book;
    private Origins lan;
    private Action ruledOfTheAddress;
    private DirectDialer dialer;

    @BeforeEach
    void start() throws Exception {
        net = new TestNet(4);
        net.origins.host("echo", Hosts.Echo::new);
        lan = new Origins(net.loop);
        lan.host("printer", Hosts.Echo::new);
        dialer = (destination, rules, events) -> {
            ruledOfTheAddress = rules.apply(new Destination("192.168.1.7", destination.port()));
            return lan.dial(destination, events);
        };
        client = net.client(Map.of());
        book = new RuleFileBook(folder.resolve("rules"), true, Clock.systemUTC());
        rules("direct host printer\ndirect net 192.168.1.0/24");
        GivenRules.come(client, book);
        GivenRules.direct(client, dialer);
        net.loop.runUntilIdle();
    }

    private void rules(String text) throws Exception {
        Files.writeString(folder.resolve("rules"), text);
        assertTrue(book.reload().good(), () -> book.file().errors().toString());
    }

    @Test
    void aDirectConnectionCarriesBytesAndEndsWithoutACircuit() throws Exception {
        App app = new App(client, "a", "PRINTER.");
        byte[] page = Hosts.Source.content(17, 3 << 20);
        app.send(page);
        net.loop.runUntilIdle();
        assertArrayEquals(page, app.got.toByteArray());
        assertEquals(Action.DIRECT, ruledOfTheAddress);
        StreamView view = streams().get(0);
        assertEquals(0, view.circuit());
        assertEquals("direct, open", view.state());
        assertEquals(page.length, view.bytesUp());
        assertEquals(page.length, view.bytesDown());
        assertEquals(0, circuits());
        app.stream.finish();
        net.loop.runUntilIdle();
        assertTrue(app.finished);
        assertEquals(List.of(), streams());
        assertEquals(0, net.origins.dialled);
    }

    @Test
    void everythingElseIsTunnelledAndNothingDirectEverIs() throws Exception {
        App app = new App(client, "a", "echo");
        app.send(new byte[] {1});
        net.loop.runUntilIdle();
        assertEquals(1, net.origins.dialled);
        assertEquals(0, lan.dialled);

        GivenRules.noDirect(client, dialer);
        Port17Exception e = assertThrows(Port17Exception.class, () -> new App(client, "a", "printer"));
        assertEquals(ErrorKind.TARGET_DENIED, e.kind());
        assertTrue(e.getMessage().contains("org.port17.edge.direct is not running"), e.getMessage());
        assertEquals(0, lan.dialled);
        assertEquals(1, net.origins.dialled);
    }

    @Test
    void oneDiallerLeavesOnlyIfNoOtherCameBefore() throws Exception {
        GivenRules.direct(client, (destination, rules, events) -> lan.dial(destination, events));
        GivenRules.noDirect(client, dialer);
        new App(client, "a", "printer");
        assertEquals(1, lan.dialled);
    }

    @Test
    void anApplicationThatReadsSlowlyHoldsTheDestinationBack() throws Exception {
        lan.host("printer", () -> new Hosts.Source(3, 4 << 20));
        App app = new App(client, "a", "printer");
        app.reads = false;
        app.send(new byte[] {1});
        net.loop.runUntilIdle();
        assertTrue(app.got.size() < 1 << 20, "" + app.got.size());
        while (!app.finished) {
            app.readAgain();
            net.loop.runUntilIdle();
        }
        assertArrayEquals(Hosts.Source.content(3, 4 << 20), app.got.toByteArray());
    }

    @Test
    void failuresAndTheEndOfTheClientAreResets() throws Exception {
        rules("direct host printer, nowhere");
        App none = new App(client, "a", "nowhere");
        net.loop.runUntilIdle();
        assertEquals(ErrorKind.NAME_NOT_FOUND, none.failure.kind());

        App idle = new App(client, "a", "printer");
        net.loop.runUntilIdle();
        net.loop.advance(Duration.ofMinutes(121));
        assertEquals(ErrorKind.TIMEOUT, idle.failure.kind());

        App open = new App(client, "a", "printer");
        net.loop.runUntilIdle();
        assertNull(open.failure);
        TestNet.stop(client);
        net.loop.runUntilIdle();
        assertEquals(ErrorKind.CLOSED, open.failure.kind());
        assertEquals(List.of(), streams());
    }

    @Test
    void explainSaysWhatBeingDirectMeansAndWhetherItWouldWork() throws Exception {
        var asked = client.explain("a", Destination.of("printer", 80), false).toCompletableFuture();
        net.loop.runUntilIdle();
        RouteView view = asked.join();
        assertEquals("none", view.strategy());
        assertTrue(view.notes().get(0).contains("past the network"), view.toString());
        GivenRules.noDirect(client, dialer);
        var refused = client.explain("a", Destination.of("printer", 80), false).toCompletableFuture();
        net.loop.runUntilIdle();
        assertTrue(refused.isCompletedExceptionally());
    }

    private List<StreamView> streams() {
        var answer = client.streams().toCompletableFuture();
        net.loop.runUntilIdle();
        return answer.join();
    }

    private int circuits() {
        var answer = client.circuits().toCompletableFuture();
        net.loop.runUntilIdle();
        return answer.join().size();
    }
}
