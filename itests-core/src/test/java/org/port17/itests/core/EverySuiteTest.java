package org.port17.itests.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.port17.api.view.CircuitView;
import org.port17.api.view.HopView;
import org.port17.circuit.CircuitService;
import org.port17.spi.suite.CipherSuite;
import org.port17.suite.aesgcm.AesGcmSuite;
import org.port17.suite.chacha.ChaChaSuite;
import org.port17.suite.mldsa.MlDsaSuite;
import org.port17.suite.x25519.X25519Suite;

/** Each suite that comes with Port17 carries whole circuits, and a running download passes through all of them. */
class EverySuiteTest {
    private static final int TOTAL = 24 << 20;

    private final List<CipherSuite> all =
            List.of(new AesGcmSuite(), new ChaChaSuite(), new MlDsaSuite(), new X25519Suite());

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void alone(int which) throws Exception {
        TestNet net = new TestNet(5, List.of(all.get(which)));
        CircuitService client = net.client(Map.of());
        net.origins.host("big", () -> new Hosts.Source(3, 1 << 20));
        net.loop.runUntilIdle();
        App app = new App(client, "", "big");
        app.send(new byte[] {'G'});
        net.loop.runUntilIdle();
        assertNull(app.failure);
        assertArrayEquals(Hosts.Source.content(3, 1 << 20), app.got.toByteArray());
        assertEquals(Set.of(all.get(which).traits().name()), suites(net, client));
    }

    @Test
    void inOneStreamInTurn() throws Exception {
        TestNet net = new TestNet(5, all);
        FixedPlugins plugins = net.plugins();
        CircuitService client = net.client(Map.of(), plugins);
        net.origins.host("big", () -> new Hosts.Source(4, TOTAL));
        net.wires.delay(Duration.ofMillis(5));
        App app = new App(client, "", "big");
        app.send(new byte[] {'G'});
        net.loop.advance(Duration.ofMillis(40));
        long circuit = only(net, client).id();
        Set<String> seen = new HashSet<>();
        while (!app.finished) {
            Set<String> now = suites(net, client);
            String wanted = plugins.suites.get(0).traits().name();
            if (now.equals(Set.of(wanted)) && seen.size() < all.size()) {
                seen.add(wanted);
                plugins.suites.add(plugins.suites.remove(0));
                plugins.suitesChanged();
            }
            net.loop.advance(Duration.ofMillis(2));
        }
        assertNull(app.failure);
        assertArrayEquals(Hosts.Source.content(4, TOTAL), app.got.toByteArray());
        assertEquals(all.size(), seen.size(), seen::toString);
        assertEquals(circuit, only(net, client).id());
        assertTrue(only(net, client).hops().stream().allMatch(hop -> hop.epoch() >= all.size()));
    }

    private static Set<String> suites(TestNet net, CircuitService client) {
        return only(net, client).hops().stream().map(HopView::suite).collect(Collectors.toSet());
    }

    private static CircuitView only(TestNet net, CircuitService client) {
        var answer = client.circuits().toCompletableFuture();
        net.loop.runUntilIdle();
        List<CircuitView> circuits = answer.join();
        assertEquals(1, circuits.size());
        return circuits.get(0);
    }
}
