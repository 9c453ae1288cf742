package org.port17.itests.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.port17.api.Port17Exception;
import org.port17.circuit.CircuitService;
import org.port17.netmap.PrekeyRecord;
import org.port17.netmap.format.SignedPrekey;
import org.port17.spi.suite.PrekeyUse;
import org.port17.suite.mldsa.MlDsaSuite;

/** A client with an old map, and nodes that have made new prekeys since. */
class StalePrekeyTest {
    private static final Duration ONE_WAY = Duration.ofMillis(25);
    private static final int ROUND_TRIP = 50;
    private static final byte[] REQUEST = App.safe(300);
    private TestNet net;
    private CircuitService client;

    /** A network of {@code size}, and a client whose links and those between its nodes stand. */
    private void start(int size) throws Exception {
        start(new TestNet(size));
    }

    private void start(TestNet fresh) throws Exception {
        net = fresh;
        net.origins.host("echo", Hosts.Echo::new);
        client = net.client(Map.of());
        for (int i = 0; i < 40; i++) {
            new App(client, "warm" + i, "echo").send(new byte[10]);
            net.loop.runUntilIdle();
        }
        net.strategy = ChosenRoute.over(net, 0, 1, 2);
        TestNet.stop(client);
        net.loop.runUntilIdle();
        client = net.client(Map.of());
        new App(client, "warm", "echo").send(new byte[10]);
        net.loop.runUntilIdle();
        // The client has just looked after its standing links; for two seconds it does nothing by itself.
        net.loop.advance(Duration.ofMillis(2_010));
        net.wires.wires().forEach(wire -> wire.delay(ONE_WAY));
        net.wires.onWire(wire -> wire.delay(ONE_WAY));
    }

    private long millisToFirstByte(String name) throws Port17Exception {
        App app = new App(client, name, "echo");
        app.send(REQUEST);
        long began = net.loop.nanos();
        while (app.got.size() == 0 && net.loop.nanos() - began < 1_000_000_000L) {
            net.loop.advance(Duration.ofMillis(1));
        }
        assertNull(app.failure);
        assertArrayEquals(REQUEST, app.got.toByteArray());
        return (net.loop.nanos() - began) / 1_000_000;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void newPrekeysCostOneRoundTripToTheirNodeAndNoFetch(int hop) throws Exception {
        start(3);
        long known = millisToFirstByte("before");
        assertEquals(3 * ROUND_TRIP, known, 2);
        net.machines.get(hop).self().replacePrekeys();
        assertEquals(known + (hop + 1) * ROUND_TRIP, millisToFirstByte("after"), 2);
        assertEquals(0, net.map.refreshes);
        assertEquals(1, net.map.replaced);
        net.map.prekeys.addAll(net.map.handedOver);
        assertEquals(known, millisToFirstByte("again"), 2, "the map knows it");
    }

    /** A node that names each time another one learns nothing from it: no two circuits come with one that was made for a client. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void whatANodeNamesServesOneRoute(int hop) throws Exception {
        start(3);
        TestNode node = net.machines.get(hop).self();
        node.replacePrekeys();
        millisToFirstByte("first");
        PrekeyRecord made = net.map.handedOver.get(0);
        assertTrue(node.used(made.id()) > 0, "by the retry");
        int used = node.used(made.id());
        node.replacePrekeys();
        millisToFirstByte("second");
        assertEquals(used, node.used(made.id()), "by no other circuit");
        assertEquals(2, net.map.replaced);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void recordsThatAreSignedTwiceCostNoMoreThanOthers(int hop) throws Exception {
        start(new TestNet(3, List.of(new MlDsaSuite())));
        long known = millisToFirstByte("before");
        net.machines.get(hop).self().replacePrekeys();
        assertEquals(known + (hop + 1) * ROUND_TRIP, millisToFirstByte("after"), 2);
        assertEquals(1, net.map.replaced);
        start(new TestNet(3, List.of(new MlDsaSuite())));
        net.restart(hop);
        net.loop.advance(Duration.ofMillis(30));
        millisToFirstByte("restarted");
        assertEquals(2, net.map.replaced, "link and onion, each once");
        assertEquals(0, net.map.refreshes);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aRestartCostsOneRoundTripToItsNodeMoreThanIfTheMapKnew(int hop) throws Exception {
        start(3);
        net.restart(hop);
        net.machines.get(hop).self().prekeys.forEach(p -> net.map.prekeys.add(p.record()));
        net.loop.advance(Duration.ofMillis(30));
        long told = millisToFirstByte("told");
        start(3);
        net.restart(hop);
        net.loop.advance(Duration.ofMillis(30));
        assertEquals(told + (hop + 1) * ROUND_TRIP, millisToFirstByte("untold"), 2);
        assertEquals(0, net.map.refreshes);
        assertEquals(2, net.map.replaced, "link and onion, each once");
    }

    @Test
    void everyNodeOfARouteMayHaveRestarted() throws Exception {
        start(3);
        for (int i = 0; i < 3; i++) {
            net.restart(i);
        }
        net.loop.advance(Duration.ofMillis(30));
        App app = new App(client, "all", "echo");
        app.send(REQUEST);
        net.loop.advance(Duration.ofSeconds(1));
        assertNull(app.failure);
        assertArrayEquals(REQUEST, app.got.toByteArray());
        assertEquals(0, net.map.refreshes);
        assertEquals(1, net.origins.dialled - before());
    }

    /** Connections that the warming up made. */
    private int before() {
        return 41;
    }

    @Test
    void streamsMoveOverWithoutTheApplicationsNoticing() throws Exception {
        start(3);
        net.machines.get(1).self().replacePrekeys();
        net.machines.get(2).self().replacePrekeys();
        List<App> apps = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            App app = new App(client, "shared", "echo");
            byte[] body = new byte[100 + i * 1_000];
            body[0] = (byte) i;
            app.send(body);
            apps.add(app);
        }
        apps.get(7).stream.finish();
        net.loop.advance(Duration.ofSeconds(2));
        for (int i = 0; i < 20; i++) {
            assertNull(apps.get(i).failure);
            assertEquals(100 + i * 1_000, apps.get(i).got.size());
            assertEquals((byte) i, apps.get(i).got.toByteArray()[0]);
        }
        assertTrue(apps.get(7).finished);
        assertEquals(20, net.origins.dialled - before(), "each destination was asked once");
        assertEquals(2, net.map.replaced);
        assertEquals(0, net.map.refreshes);
    }

    @Test
    void thePrekeyStaysInTheSuite() throws Exception {
        start(3);
        net.machines.get(1).self().replacePrekeys();
        millisToFirstByte("after");
        int preferred = net.suites.get(0).traits().id();
        assertEquals(1, net.map.replaced);
        net.map.handedOver.forEach(p -> assertEquals(preferred, p.suite()));
        // A node without any prekey of the suite is no reason to use another suite with it on this route.
        net.machines.get(1).self().prekeys.removeIf(p -> p.record().suite() == preferred);
        App app = new App(client, "none", "echo");
        app.send(REQUEST);
        net.loop.advance(Duration.ofSeconds(1));
        assertTrue(app.failure != null || app.got.size() == 0, "three nodes, and one cannot be used");
        assertTrue(net.map.refreshes > 0, "only the map can help");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aNodeThatAlwaysNamesAnotherPrekeyKeepsNobodyGoingRound(int hop) throws Exception {
        start(6);
        TestNode liar = net.machines.get(hop).self();
        long[] begins = {FixedMap.NOW};
        liar.prekeys.clear();
        liar.lie = (suite, use) -> {
            try {
                return ((TestNode.Own) liar.sign(net.suites.get(0), use, ++begins[0])).signed();
            } catch (Port17Exception e) {
                throw new AssertionError(e);
            }
        };
        ChosenRoute chosen = (ChosenRoute) net.strategy;
        chosen.planned.clear();
        App app = new App(client, "round", "echo");
        app.send(REQUEST);
        net.loop.advance(Duration.ofSeconds(5));
        assertNull(app.failure);
        assertArrayEquals(REQUEST, app.got.toByteArray());
        assertEquals(1, net.map.replaced, "one more try for each node of a route");
        assertTrue(chosen.planned.get(0).nodes().stream().anyMatch(n -> n.id().equals(liar.id())));
        assertFalse(chosen.planned.get(1).nodes().stream().anyMatch(n -> n.id().equals(liar.id())));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aBadRecordIsNotTakenAndItsNodeIsLeftOut(int hop) throws Exception {
        start(6);
        TestNode liar = net.machines.get(hop).self();
        TestNode other = net.machines.get(5).self();
        var suite = net.suites.get(0);
        SignedPrekey good = ((TestNode.Own) liar.sign(suite, PrekeyUse.ONION, FixedMap.NOW)).signed();
        byte[] forged = good.bytes().clone();
        forged[80] ^= 1;
        List<byte[]> bad = List.of(
                forged,
                new byte[900],
                new byte[1_918],
                ((TestNode.Own) other.sign(suite, PrekeyUse.ONION, FixedMap.NOW))
                        .signed()
                        .bytes(),
                ((TestNode.Own) liar.sign(net.suites.get(1), PrekeyUse.ONION, FixedMap.NOW))
                        .signed()
                        .bytes(),
                ((TestNode.Own) liar.sign(suite, PrekeyUse.LINK, FixedMap.NOW))
                        .signed()
                        .bytes(),
                ((TestNode.Own) liar.sign(suite, PrekeyUse.ONION, FixedMap.NOW - 21_600))
                        .signed()
                        .bytes(),
                ((TestNode.Own) liar.sign(suite, PrekeyUse.ONION, FixedMap.NOW + 3_700))
                        .signed()
                        .bytes(),
                ((TestNode.Own) liar.sign(suite, PrekeyUse.ONION, FixedMap.NOW - 9_000))
                        .signed()
                        .bytes());
        liar.prekeys.removeIf(p -> p.record().use() == PrekeyUse.ONION);
        ChosenRoute chosen = (ChosenRoute) net.strategy;
        for (int i = 0; i < bad.size(); i++) {
            byte[] record = bad.get(i);
            liar.lie = (s, use) -> new SignedPrekey(good.record(), "", record);
            chosen.planned.clear();
            App app = new App(client, "bad" + i, "echo");
            app.send(REQUEST);
            net.loop.advance(Duration.ofSeconds(5));
            assertNull(app.failure, "record " + i);
            assertArrayEquals(REQUEST, app.got.toByteArray(), "record " + i);
            assertEquals(0, net.map.replaced, "record " + i);
            assertTrue(chosen.planned.get(0).nodes().stream().anyMatch(n -> n.id().equals(liar.id())));
            assertFalse(chosen.planned.get(1).nodes().stream().anyMatch(n -> n.id().equals(liar.id())));
            net.loop.advance(Duration.ofSeconds(120)); // nobody is left out for longer
        }
    }
}
