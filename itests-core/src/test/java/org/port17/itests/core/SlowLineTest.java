package org.port17.itests.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.port17.api.view.CircuitView;
import org.port17.cell.Build;
import org.port17.circuit.CircuitService;
import org.port17.transport.memory.MemoryLine;

/** A page with objects of many domains over a slow line up: what nobody waits for does not stand before what somebody does. */
class SlowLineTest {
    private static final int DOMAINS = 30;
    private static final int MEGABIT = 125_000;
    private TestNet net;
    private MemoryLine line;
    private CircuitService client;

    @BeforeEach
    void start() throws Exception {
        net = new TestNet(6);
        net.wires.delay(Duration.ofMillis(25));
        for (int i = 0; i < DOMAINS; i++) {
            net.origins.host("site" + i, Hosts.Echo::new);
        }
        line = new MemoryLine(net.loop, MEGABIT, 100 * MEGABIT);
        net.line = line;
        net.strategy = ChosenRoute.over(net, 0, 1, 2); // one entry, as most clients have
        client = net.client(Map.of());
        net.loop.runUntilIdle();
    }

    private List<CircuitView> circuits() {
        var answer = client.circuits().toCompletableFuture();
        net.loop.runUntilIdle();
        return answer.join();
    }

    private long settled() {
        return circuits().stream()
                .filter(circuit -> circuit.hops().stream().allMatch(hop -> hop.epoch() > 0))
                .count();
    }

    private void answered(List<App> apps, int bytes) {
        for (int i = 0; i < 200 && !apps.stream().allMatch(app -> app.got.size() == bytes); i++) {
            net.loop.advance(Duration.ofMillis(50));
        }
        assertTrue(apps.stream().allMatch(app -> app.got.size() == bytes && app.failure == null));
    }

    @Test
    void keyStepsWaitUntilTheLineIsFreeAndThenCome() throws Exception {
        App first = new App(client, "", "site0");
        first.send(App.safe(300));
        net.loop.advance(Duration.ofSeconds(3));
        assertEquals(300, first.got.size());
        assertEquals(1, settled(), "with nothing else to send they come at once");
        long before = line.sent();
        List<App> apps = new ArrayList<>();
        for (int i = 1; i < DOMAINS; i++) {
            apps.add(new App(client, "", "site" + i));
            apps.get(i - 1).send(App.safe(300));
        }
        answered(apps, 300);
        for (App app : apps) {
            app.send(App.safe(300));
        }
        answered(apps, 600);
        long sent = line.sent() - before;
        assertEquals(DOMAINS, circuits().size());
        // A BUILD, a cell, and few steps yet, which are four cells for each domain.
        assertTrue(sent < 2L * DOMAINS * Build.BLOB, "bytes for each domain: " + sent / DOMAINS);
        net.loop.advance(Duration.ofSeconds(15));
        assertEquals(DOMAINS, settled());
    }

    /** On a quick line much is under way as well, and nobody has to wait for anybody. */
    @Test
    void anUploadOnAQuickLineHoldsUpNoKeySteps() throws Exception {
        net.line = new MemoryLine(net.loop, 500 * MEGABIT);
        client = net.client(Map.of());
        long[] arrived = {0};
        net.origins.host("sink", () -> new Origins.Origin() {
            @Override
            public void received(Origins.Peer peer, ByteBuffer data) {
                arrived[0] += data.remaining();
                data.position(data.limit());
            }
        });
        App upload = new App(client, "", "sink");
        byte[] much = new byte[192 << 20];
        upload.send(much);
        net.loop.advance(Duration.ofSeconds(2)); // until it is known to be quick
        assertEquals(1, settled());
        App other = new App(client, "", "site1");
        other.send(App.safe(300));
        net.loop.advance(Duration.ofMillis(1_500)); // a second of it until an empty cell carries the switches
        assertEquals(2, settled());
        assertTrue(arrived[0] > 0 && arrived[0] < much.length, "the upload should be going on: " + arrived[0]);
    }
}
