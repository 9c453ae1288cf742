package org.port17.itests.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.view.CircuitView;
import org.port17.api.view.HopView;
import org.port17.circuit.CircuitService;
import org.port17.route.near.GivenNear;

/** What becomes of applications when nodes end, whether others notice it at once or hear nothing any more. */
class HealTest {
    private static final byte[] REQUEST = {1, 2, 3};
    private static final Duration STEP = Duration.ofMillis(100);
    /** In 15 s an application has what it wants, or an error. */
    private static final int STEPS = 150;

    private static final int NODES = 24;
    private static final int APPLICATIONS = 40;

    @TempDir
    Path folder;

    private final Random random = new Random(17);
    private TestNet net;
    private CircuitService client;

    private void start(int nodes) throws Exception {
        net = new TestNet(nodes);
        net.origins.host("echo", Hosts.Echo::new);
        net.strategy = GivenNear.strategy(folder.resolve("guards"));
        client = net.client(Map.of());
        net.loop.advance(Duration.ofSeconds(5)); // links to entries stand
    }

    /** Ends as by SIGKILL. */
    private void kill(TestNet.Machine machine) throws Exception {
        TestNet.stop(machine.relay());
        TestNet.stop(machine.links());
        net.machines.remove(machine);
    }

    /** Most of those that its exit is drawn from are gone: the bound on exits must not cut an application off for a day. */
    @Test
    void anApplicationWhoseFirstSixExitsDieGetsASeventh() throws Exception {
        start(NODES);
        Set<String> exits = new HashSet<>();
        for (int i = 0; i < 7; i++) {
            through("app");
            String exit = hop(2);
            exits.add(exit);
            client.renewCircuits();
            if (i < 6) {
                kill(machine(exit));
            }
        }
        assertEquals(7, exits.size());
    }

    /** Twice a third: more than half of what the map lists is gone, and it goes on listing it. */
    @Test
    void everyApplicationGetsThroughThoughAThirdDiesTwiceAndTheMapDoesNotKnow() throws Exception {
        start(NODES);
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < APPLICATIONS; i++) {
                through("app" + i);
            }
            Collections.shuffle(net.machines, random);
            int victims = (net.machines.size() * 3 + 9) / 10;
            for (TestNet.Machine victim : List.copyOf(net.machines.subList(0, victims))) {
                kill(victim);
            }
        }
        for (int i = 0; i < APPLICATIONS; i++) {
            through("app" + i);
        }
    }

    /** A circuit that stood before leads through a node that vanished: an encrypted stream goes elsewhere unnoticed. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void anEncryptedStreamOnAStandingCircuitThatStallsGoesElsewhere(int place) throws Exception {
        start(NODES);
        byte[] hello = clientHello();
        assertAnswered(new App(client, "app", "echo", 443, false), hello);
        String vanished = hop(place);
        machine(vanished).bad().drops = true;
        assertAnswered(new App(client, "app", "echo", 443, false), hello);
        assertNotEquals(vanished, hop(place), "the route was replaced");
    }

    /** Of what is not encrypted nothing has left before its exit answered, so it may begin anew. */
    @ParameterizedTest
    @CsvSource({"0, entry", "1, middle", "2, exit"})
    void aPlainStreamOnAStandingCircuitThatStallsGoesElsewhere(int place, String word) throws Exception {
        start(NODES);
        through("app");
        String vanished = hop(place);
        machine(vanished).bad().drops = true;
        assertAnswered(new App(client, "app", "echo"), REQUEST);
        assertNotEquals(vanished, hop(place), word);
    }

    /** Its neighbour's host refuses another connection: it says so long before silence would. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aStreamOnAStandingCircuitHearsSoonThatANodeCrashed(int place) throws Exception {
        start(NODES);
        through("app");
        App answered = new App(client, "app", "echo");
        assertAnswered(answered, REQUEST);
        String crashed = hop(place);
        net.crash(machine(crashed));
        App app = new App(client, "app", "echo");
        app.send(REQUEST);
        net.loop.advance(Duration.ofMillis(400));
        assertNull(app.failure);
        assertArrayEquals(REQUEST, app.got.toByteArray());
        assertNotEquals(crashed, hop(place), "the route was replaced");
        assertNull(answered.failure, "it waits for the link");
        net.loop.advance(Duration.ofSeconds(11));
        assertEquals(ErrorKind.CIRCUIT_BROKEN, answered.failure.kind(), "the link was lost for too long");
    }

    /** What cannot be reached is left out for a minute, but not where there is no other: its neighbour tries every two seconds. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aNodeThatCrashedServesSoonAfterItIsBackIfThereIsNoOther(int place) throws Exception {
        start(3);
        through("app");
        TestNet.Machine crashed = machine(hop(place));
        net.crash(crashed);
        App app = new App(client, "app", "echo");
        app.send(REQUEST);
        settle(app);
        assertEquals(ErrorKind.CIRCUIT_BROKEN, app.failure.kind());
        net.back(crashed);
        net.loop.advance(Duration.ofSeconds(3));
        through("app");
    }

    /** Who said nothing yet loses nothing. */
    @Test
    void aStreamThatSaidNothingGoesElsewhere() throws Exception {
        start(NODES);
        App first = new App(client, "app", "echo", 25, false); // servers speak first there
        net.loop.advance(STEP);
        assertTrue(first.connected);
        machine(hop(1)).bad().drops = true;
        App app = new App(client, "app", "echo", 25, false);
        for (int i = 0; i < STEPS && !app.connected; i++) {
            net.loop.advance(STEP);
        }
        assertTrue(app.connected);
        assertNull(first.failure, "a stream that was answered waits on");
    }

    /** A destination that takes its time is no stalled route. */
    @Test
    void aSlowDestinationEndsNothing() throws Exception {
        start(NODES);
        net.origins.silent("slow");
        App app = new App(client, "app", "slow", 443, false);
        app.send(clientHello());
        net.loop.advance(Duration.ofSeconds(2));
        List<String> route = hops().stream().map(HopView::name).toList();
        net.loop.advance(Duration.ofSeconds(5));
        assertNull(app.failure);
        assertEquals(route, hops().stream().map(HopView::name).toList());
    }

    private void through(String name) throws Exception {
        Port17Exception last = null;
        for (int i = 0; i < 3; i++) {
            App app = new App(client, name, "echo");
            app.send(REQUEST);
            settle(app);
            if (app.failure == null) {
                assertArrayEquals(REQUEST, app.got.toByteArray());
                app.stream.reset(ErrorKind.CLOSED);
                net.loop.runUntilIdle();
                return;
            }
            last = app.failure;
        }
        throw new AssertionError(name + " gets no connection", last);
    }

    private void assertAnswered(App app, byte[] said) {
        app.send(said);
        settle(app);
        assertNull(app.failure);
        assertArrayEquals(said, app.got.toByteArray());
    }

    private void settle(App app) {
        for (int i = 0; i < STEPS && app.failure == null && app.got.size() == 0; i++) {
            net.loop.advance(STEP);
        }
        assertTrue(app.failure != null || app.got.size() > 0, "an application hears nothing for 15 s");
    }

    private static byte[] clientHello() throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine("echo", 443);
        engine.setUseClientMode(true);
        ByteBuffer out = ByteBuffer.allocate(32_768);
        engine.wrap(ByteBuffer.allocate(0), out);
        byte[] hello = new byte[out.flip().remaining()];
        out.get(hello);
        return hello;
    }

    private TestNet.Machine machine(String name) {
        return net.machines.stream()
                .filter(m -> m.self().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private String hop(int place) {
        return hops().get(place).name();
    }

    /** The newest route. */
    private List<HopView> hops() {
        var answer = client.circuits().toCompletableFuture();
        net.loop.runUntilIdle();
        List<CircuitView> all = new ArrayList<>(answer.join());
        return all.get(all.size() - 1).hops();
    }
}
