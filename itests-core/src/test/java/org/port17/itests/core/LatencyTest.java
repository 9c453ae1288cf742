package org.port17.itests.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.port17.api.Endpoint;
import org.port17.measure.MeasureService;
import org.port17.spi.measure.MeasureTarget;

/** How far apart nodes are, found out by the real protocol over wires with a length, on the test's clock. */
class LatencyTest {
    private final Map<String, Duration> lengths = new HashMap<>();
    private TestNet net;
    private MeasureService meter;

    @BeforeEach
    void start() throws Exception {
        net = new TestNet(3);
        meter = new MeasureService(net.loop, net.plugins());
        // Ways to a node are as long from everywhere.
        length("n0", 20);
        length("n1", 35);
        length("n2", 0);
    }

    private void length(String node, int oneWayMillis) {
        lengths.put(node, Duration.ofMillis(oneWayMillis));
        net.wires.onWire(wire -> wire.delay(lengths.get(wire.name())));
    }

    private MeasureTarget target(int number) {
        return target(net.machines.get(number).self());
    }

    private static MeasureTarget target(TestNode node) {
        return new MeasureTarget(
                node.id(),
                List.of(new Endpoint("mem", node.name())),
                node.prekeys.stream()
                        .map(p -> ((TestNode.Own) p).signed().bytes())
                        .toList(),
                new byte[0]);
    }

    private OptionalDouble between(MeasureTarget via, MeasureTarget to) {
        CompletableFuture<OptionalDouble> answer = meter.between(via, to).toCompletableFuture();
        net.loop.advance(Duration.ofSeconds(45));
        assertTrue(answer.isDone());
        return answer.join();
    }

    /** However far it is to the first of them. */
    @ParameterizedTest
    @CsvSource({"0, 1, 70", "1, 0, 40", "2, 1, 70", "0, 2, 0"})
    void theWayBetweenTwoNodesIsMeasured(int via, int to, double millis) {
        assertEquals(millis, between(target(via), target(to)).orElseThrow(), 0.001);
    }

    /** Who keeps answers can only seem farther away. */
    @Test
    void nothingIsMeasuredOfOneThatDropsEverything() {
        net.machines.get(1).bad().drops = true;
        assertEquals(OptionalDouble.empty(), between(target(0), target(1)));
        assertEquals(OptionalDouble.empty(), between(target(1), target(0)));
    }

    @Test
    void whatCannotBeTriedIsNotMeasured() throws Exception {
        MeasureTarget whole = target(1);
        MeasureTarget keyless = new MeasureTarget(whole.node(), whole.endpoints(), List.of(), new byte[0]);
        assertEquals(OptionalDouble.empty(), between(target(0), keyless));
        assertEquals(OptionalDouble.empty(), between(keyless, target(0)));
        MeasureTarget nowhere = new MeasureTarget(
                whole.node(), List.of(Endpoint.parse("tcp:127.0.0.1:9")), whole.prekeys(), new byte[0]);
        assertEquals(OptionalDouble.empty(), between(nowhere, target(0)));
        TestNode stranger = new TestNode("stranger", net.suites, net.random);
        assertEquals(OptionalDouble.empty(), between(target(0), target(stranger)), "the first one does not know it");
    }

    /** Nothing of a measuring stays. */
    @Test
    void everythingIsGoneAfterwards() {
        between(target(0), target(1));
        net.loop.advance(Duration.ofSeconds(5));
        net.machines.forEach(machine -> assertEquals(0, machine.view(net.loop).circuits()));
    }
}
