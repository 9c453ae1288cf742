package org.port17.itests.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.port17.api.ErrorKind;
import org.port17.api.view.CircuitView;
import org.port17.api.view.HopView;
import org.port17.circuit.CircuitService;
import org.port17.plugins.PluginKind;
import org.port17.spi.suite.Chain;
import org.port17.spi.suite.CipherSuite;
import org.port17.suite.aesgcm.AesGcmSuite;

/** Circuits step from epoch to epoch and from suite to suite under traffic, on a clock of the test's own. */
class StepsTest {
    private static final String AES = "P17_XWING_AES256GCM_SHA256_ED25519";
    private static final String CHACHA = "P17_XWING_CHACHA20POLY1305_SHA256_ED25519";
    private static final int TOTAL = 24 << 20;

    private TestNet net;
    private FixedPlugins plugins;
    private CircuitService client;

    @BeforeEach
    void start() throws Exception {
        net = new TestNet(6);
        plugins = net.plugins();
        client = net.client(Map.of(), plugins);
        net.origins.host("echo", Hosts.Echo::new);
        net.origins.host("big", () -> new Hosts.Source(7, TOTAL));
        net.loop.runUntilIdle();
    }

    private List<CircuitView> circuits() {
        var answer = client.circuits().toCompletableFuture();
        net.loop.runUntilIdle();
        return answer.join();
    }

    private CircuitView only() {
        assertEquals(1, circuits().size());
        return circuits().get(0);
    }

    private static List<String> suites(CircuitView circuit) {
        return circuit.hops().stream().map(HopView::suite).toList();
    }

    @Test
    void epochsFollowTheSecondsOfTraffic() throws Exception {
        App app = new App(client, "", "echo");
        app.send(new byte[100]);
        long circuit = only().id();
        for (int second = 0; second < 200; second++) {
            app.send(new byte[100]);
            net.loop.advance(Duration.ofSeconds(1));
        }
        assertNull(app.failure);
        assertEquals(201 * 100, app.got.size());
        assertEquals(circuit, only().id());
        List<Integer> epochs = only().hops().stream().map(HopView::epoch).toList();
        epochs.forEach(epoch -> assertTrue(epoch == 5 || epoch == 6, "epoch " + epoch));
        // Without traffic no epoch grows old.
        net.loop.advance(Duration.ofMinutes(30));
        assertEquals(epochs, only().hops().stream().map(HopView::epoch).toList());
        app.send(new byte[100]);
        net.loop.advance(Duration.ofSeconds(1));
        assertEquals(202 * 100, app.got.size());
    }

    @Test
    void epochsFollowTheNumberOfCellsAlthoughNoTimePasses() throws Exception {
        App app = new App(client, "", "echo");
        net.loop.advance(Duration.ofSeconds(2));
        int messages = 2 * Chain.LIMIT;
        for (int i = 0; i < messages; i++) {
            app.send(new byte[] {1});
            net.loop.runUntilIdle();
        }
        assertNull(app.failure);
        assertEquals(messages, app.got.size());
        only().hops().forEach(hop -> assertTrue(hop.epoch() >= 3, hop.name() + " " + hop.epoch()));
    }

    /** Seeded interleavings of a download with changes of the preferred suite at the client. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void aDownloadSwitchesSuitesBackAndForth(long seed) throws Exception {
        Random random = new Random(seed);
        net.wires.delay(Duration.ofMillis(5));
        App app = new App(client, "", "big");
        app.send(new byte[] {'G'});
        net.loop.advance(Duration.ofMillis(40));
        long circuit = only().id();
        int switches = 0;
        int whileSwitching = 0;
        while (!app.finished) {
            if (switches < 25 && random.nextInt(3) == 0) {
                plugins.suites.add(plugins.suites.remove(0));
                plugins.suitesChanged();
                switches++;
            }
            int before = app.got.size();
            boolean mixed = suites(only()).stream().distinct().count() > 1
                    || !suites(only())
                            .get(0)
                            .equals(plugins.suites.get(0).traits().name());
            net.loop.advance(Duration.ofMillis(1 + random.nextInt(5)));
            if (mixed && app.got.size() > before) {
                whileSwitching++;
            }
        }
        assertNull(app.failure);
        assertArrayEquals(Hosts.Source.content(7, TOTAL), app.got.toByteArray());
        assertEquals(circuit, only().id());
        assertTrue(switches >= 10, "switches " + switches);
        assertTrue(whileSwitching > 0, "bytes arrive while hops are on their way to another suite");
        net.loop.advance(Duration.ofSeconds(3));
        String wanted = plugins.suites.get(0).traits().name();
        assertEquals(List.of(wanted, wanted, wanted), suites(only()));
    }

    @Test
    void aSuiteThatStopsIsLeftByClientAndNodes() throws Exception {
        App app = new App(client, "", "echo");
        app.send(new byte[10]);
        net.loop.advance(Duration.ofSeconds(2));
        assertEquals(List.of(AES, AES, AES), suites(only()));
        long circuit = only().id();
        CompletableFuture<Void> left = plugins.remove(plugins.suites.get(0));
        net.loop.advance(Duration.ofSeconds(3));
        assertTrue(left.isDone());
        assertEquals(List.of(CHACHA, CHACHA, CHACHA), suites(only()));
        app.send(new byte[10]);
        net.loop.runUntilIdle();
        assertEquals(20, app.got.size());
        assertEquals(circuit, only().id());
    }

    /** A bundle that is restarted registers another object of the same suite; nothing may stay on the old one. */
    @Test
    void aSuiteThatComesBackAsAnotherObjectIsTheOneInUse() throws Exception {
        App app = new App(client, "", "echo");
        app.send(new byte[10]);
        net.loop.advance(Duration.ofSeconds(2));
        CipherSuite old = plugins.suites.remove(0);
        plugins.suites.add(0, new AesGcmSuite());
        plugins.suitesChanged();
        var left =
                client.draining(org.port17.plugins.PluginKind.SUITE, AES, old).toCompletableFuture();
        net.loop.advance(Duration.ofSeconds(3));
        assertTrue(left.isDone());
        assertEquals(List.of(AES, AES, AES), suites(only()));
        only().hops().forEach(hop -> assertEquals(2, hop.epoch()));
    }

    @Test
    void aSuiteThatIsRestartedAtANodeIsLeftThereToo() throws Exception {
        App app = new App(client, "", "echo");
        app.send(new byte[10]);
        net.loop.advance(Duration.ofSeconds(2));
        HopView middle = only().hops().get(1);
        TestNet.Machine machine = net.machines.stream()
                .filter(m -> m.self().name().equals(middle.name()))
                .findFirst()
                .orElseThrow();
        CipherSuite old = machine.plugins().suites.set(0, new AesGcmSuite());
        machine.plugins().suitesChanged();
        var left = machine.relay()
                .draining(org.port17.plugins.PluginKind.SUITE, AES, old)
                .toCompletableFuture();
        net.loop.advance(Duration.ofSeconds(3));
        assertTrue(left.isDone());
        assertEquals(List.of(AES, AES, AES), suites(only()));
        assertEquals(2, only().hops().get(1).epoch());
        assertEquals(1, only().hops().get(0).epoch());
    }

    @Test
    void aNodeThatForbidsASuiteIsFollowedOnThatHopAlone() throws Exception {
        App app = new App(client, "", "echo");
        app.send(new byte[10]);
        net.loop.advance(Duration.ofSeconds(2));
        HopView middle = only().hops().get(1);
        TestNet.Machine machine = net.machines.stream()
                .filter(m -> m.self().name().equals(middle.name()))
                .findFirst()
                .orElseThrow();
        CompletableFuture<Void> left =
                machine.plugins().remove(machine.plugins().suites.get(0));
        net.loop.advance(Duration.ofSeconds(3));
        assertEquals(List.of(AES, CHACHA, AES), suites(only()));
        assertTrue(left.isDone());
        app.send(new byte[10]);
        net.loop.runUntilIdle();
        assertEquals(20, app.got.size());
    }

    @Test
    void theMapsMinimumMovesRunningCircuits() throws Exception {
        App app = new App(client, "", "echo");
        app.send(new byte[10]);
        net.loop.advance(Duration.ofSeconds(2));
        net.map.permitted.remove(0x0101);
        net.map.changed();
        net.loop.advance(Duration.ofSeconds(3));
        assertEquals(List.of(CHACHA, CHACHA, CHACHA), suites(only()));
        app.send(new byte[10]);
        net.loop.runUntilIdle();
        assertEquals(20, app.got.size());
    }

    /** The map still says that nodes permit both, but they do not: the offer is refused, and nothing is lost. */
    @Test
    void aRefusedOfferChangesNothing() throws Exception {
        for (TestNet.Machine machine : net.machines) {
            machine.plugins().suites.removeIf(s -> s.traits().name().equals(CHACHA));
        }
        App app = new App(client, "", "echo");
        app.send(new byte[10]);
        net.loop.advance(Duration.ofSeconds(2));
        plugins.suites.add(plugins.suites.remove(0));
        plugins.suitesChanged();
        for (int second = 0; second < 100; second++) {
            app.send(new byte[10]);
            net.loop.advance(Duration.ofSeconds(1));
        }
        assertNull(app.failure);
        assertEquals(1010, app.got.size());
        assertEquals(List.of(AES, AES, AES), suites(only()));
        only().hops().forEach(hop -> assertEquals(3, hop.epoch(), "it went on stepping in the old suite"));
    }

    /** The very first offer is refused: the hop steps in the suite of the BUILD, and whoever waits for that goes on. */
    @Test
    void aRefusedFirstOfferIsFollowedByOneInTheOldSuite() throws Exception {
        net.wires.delay(Duration.ofMillis(5));
        App careful = new App(client, "", "echo", true);
        careful.send(new byte[10]);
        net.loop.advance(Duration.ofMillis(10));
        for (TestNet.Machine machine : net.machines) {
            machine.plugins().suites.removeIf(s -> s.traits().name().equals(CHACHA));
        }
        plugins.suites.add(plugins.suites.remove(0));
        net.loop.advance(Duration.ofSeconds(3));
        assertNull(careful.failure);
        assertEquals(10, careful.got.size());
        assertEquals(List.of(AES, AES, AES), suites(only()));
        only().hops().forEach(hop -> assertEquals(1, hop.epoch()));
    }

    /** A suite was offered, goes, and is refused: nothing has keys of it any more, and who waits for that hears it at once. */
    @Test
    void aSuiteThatWasOfferedAndRefusedIsInUseNoMore() throws Exception {
        net.wires.delay(Duration.ofMillis(5));
        for (TestNet.Machine machine : net.machines) {
            machine.plugins().suites.removeIf(s -> s.traits().name().equals(CHACHA));
        }
        App app = new App(client, "", "echo");
        app.send(new byte[10]);
        net.loop.advance(Duration.ofSeconds(2));
        plugins.suites.add(plugins.suites.remove(0));
        plugins.suitesChanged();
        net.loop.advance(Duration.ofMillis(1));
        CipherSuite chacha = plugins.suites.remove(0);
        assertEquals(CHACHA, chacha.traits().name());
        var gone = client.draining(PluginKind.SUITE, CHACHA, chacha).toCompletableFuture();
        net.loop.advance(Duration.ofMillis(5));
        assertFalse(gone.isDone(), "the offers are under way");
        net.loop.advance(Duration.ofMillis(200));
        assertTrue(gone.isDone());
        assertNull(app.failure);
        assertEquals(List.of(AES, AES, AES), suites(only()));
    }

    @Test
    void aMapThatExpiredEndsNoCircuitAndStepsGoOn() throws Exception {
        App app = new App(client, "", "echo");
        net.loop.advance(Duration.ofSeconds(2));
        net.map.expire();
        for (int second = 0; second < 60; second++) {
            app.send(new byte[10]);
            net.loop.advance(Duration.ofSeconds(1));
        }
        assertNull(app.failure);
        assertEquals(600, app.got.size());
        only().hops().forEach(hop -> assertEquals(2, hop.epoch()));
    }

    @Test
    void aCircuitWithoutAnyPermittedSuiteEnds() throws Exception {
        App app = new App(client, "", "echo");
        app.send(new byte[10]);
        net.loop.advance(Duration.ofSeconds(2));
        net.map.permitted.clear();
        net.map.permitted.add(0x0199);
        net.map.changed();
        net.loop.advance(Duration.ofSeconds(35));
        assertTrue(circuits().isEmpty());
        assertEquals(ErrorKind.CIRCUIT_BROKEN, app.failure.kind());
    }

    @Test
    void nothingOfAForwardSecretStreamLeavesInTheFirstEpoch() throws Exception {
        Duration delay = Duration.ofMillis(25);
        net.wires.delay(delay);
        App fast = new App(client, "fast", "echo");
        fast.send(App.safe(20));
        App careful = new App(client, "careful", "echo", true);
        careful.send(App.safe(20));
        List<Integer> epochsWhenConnected = new ArrayList<>();
        for (int i = 0; i < 400 && careful.got.size() == 0; i++) {
            net.loop.advance(Duration.ofMillis(5));
            if (careful.connected && epochsWhenConnected.isEmpty()) {
                circuits().get(1).hops().forEach(hop -> epochsWhenConnected.add(hop.epoch()));
            }
        }
        assertEquals(20, fast.got.size());
        assertEquals(20, careful.got.size());
        assertFalse(epochsWhenConnected.isEmpty());
        assertFalse(epochsWhenConnected.contains(0));
    }

    @Test
    void aForwardSecretStreamSurvivesARouteThatFails() throws Exception {
        net.wires.delay(Duration.ofMillis(25));
        App careful = new App(client, "", "echo", true);
        careful.send(new byte[100_000]);
        net.loop.advance(Duration.ofMillis(60));
        long first = only().id();
        client.closeCircuit(first);
        net.loop.runUntilIdle();
        assertEquals(ErrorKind.CLOSED, careful.failure.kind());
        App again = new App(client, "", "echo", true);
        again.send(new byte[100_000]);
        net.loop.advance(Duration.ofSeconds(5));
        again.stream.finish();
        net.loop.advance(Duration.ofSeconds(1));
        assertNotEquals(first, only().id());
        assertEquals(100_000, again.got.size());
        assertTrue(again.finished);
    }
}
