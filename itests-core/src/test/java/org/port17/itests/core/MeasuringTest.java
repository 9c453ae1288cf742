package org.port17.itests.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.port17.api.Endpoint;
import org.port17.api.ErrorKind;
import org.port17.circuit.CircuitService;
import org.port17.itests.core.LyingNode.Way;
import org.port17.measure.MeasureService;
import org.port17.netmap.format.MeasureWarrant;
import org.port17.netmap.format.SigningKey;
import org.port17.spi.measure.MeasureTarget;
import org.port17.spi.measure.Measurement;
import org.port17.transport.memory.MemoryLine;

/** What nodes carry, found out by the real protocol over lines with a limit, on the test's clock. */
class MeasuringTest {
    private static final long LINE = 1 << 19;
    private static final int SECONDS = 15;
    private static final double LIE = 4.0 / 3;
    private TestNet net;
    private SigningKey authority;
    private MeasureService meter;

    @BeforeEach
    void start() throws Exception {
        net = new TestNet(2);
        authority = SigningKey.generate(net.random);
        net.map.authorities.add(HexFormat.of().formatHex(authority.publicKey()));
        meter = new MeasureService(net.loop, net.plugins());
    }

    /** An honest node at the line. */
    private TestNode honest(String name, MemoryLine line) throws Exception {
        net.line = line;
        TestNode node = net.add(name, name).self();
        net.line = null;
        net.loop.runUntilIdle();
        return node;
    }

    private TestNode liar(String name, Way way, MemoryLine line) throws Exception {
        net.line = line;
        TestNode node = new LyingNode(net, name, way).self;
        net.line = null;
        net.loop.runUntilIdle();
        return node;
    }

    private MemoryLine line() {
        return new MemoryLine(net.loop, LINE);
    }

    private MeasureTarget target(TestNode node) {
        return target(node, authority, InstantSource.system().millis());
    }

    private static MeasureTarget target(TestNode node, SigningKey by, long issued) {
        return new MeasureTarget(
                node.id(),
                List.of(new Endpoint("mem", node.name())),
                node.prekeys.stream()
                        .map(p -> ((TestNode.Own) p).signed().bytes())
                        .toList(),
                MeasureWarrant.sign(by, node.id(), issued, SECONDS));
    }

    private List<Measurement> measured(MeasureTarget... together) {
        CompletableFuture<List<Measurement>> answer = begin(together);
        net.loop.advance(Duration.ofSeconds(SECONDS + 11));
        assertTrue(answer.isDone());
        return answer.join();
    }

    private CompletableFuture<List<Measurement>> begin(MeasureTarget... together) {
        return meter.measure(List.of(together), Duration.ofSeconds(SECONDS)).toCompletableFuture();
    }

    private long rate(TestNode node) {
        Measurement one = measured(target(node)).get(0);
        assertEquals(Optional.empty(), one.failure());
        return one.bytesPerSecond();
    }

    private static void within(double part, Measurement measured) {
        assertEquals(Optional.empty(), measured.failure());
        within(part, measured.bytesPerSecond());
    }

    private static void within(double part, long measured) {
        assertTrue(measured >= LINE * (1 - part) && measured <= LINE * (1 + part), measured + " of " + LINE);
    }

    @Test
    void anHonestNodeIsMeasuredWithinATenthOfItsLine() throws Exception {
        within(0.1, rate(honest("slow", line())));
    }

    @Test
    void alsoAcrossTheWorld() throws Exception {
        net.wires.delay(Duration.ofMillis(150));
        within(0.1, rate(honest("far", line())));
    }

    @Test
    void theNarrowerDirectionCounts() throws Exception {
        within(0.1, rate(honest("up", new MemoryLine(net.loop, LINE, 8 * LINE))));
        within(0.1, rate(honest("down", new MemoryLine(net.loop, 8 * LINE, LINE))));
    }

    /** Clients want all of the line; they keep a quarter, it counts, and nothing of theirs is lost. */
    @Test
    void aNodeWithBusyClientsIsMeasuredAsWell() throws Exception {
        TestNode slow = honest("slow", new MemoryLine(net.loop, 8 * LINE));
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        net.origins.host("sink", () -> new Origins.Origin() {
            @Override
            public void received(Origins.Peer peer, ByteBuffer data) {
                while (data.hasRemaining()) {
                    got.write(data.get());
                }
            }
        });
        net.strategy = ChosenRoute.over(net, 0, 2, 1);
        CircuitService client = net.client(Map.of());
        net.loop.runUntilIdle();
        App app = new App(client, "", "sink");
        byte[] much = new byte[48 << 20];
        net.random.nextBytes(much);
        app.send(much);
        net.loop.advance(Duration.ofSeconds(2));
        int before = got.size();
        byte[] warrant =
                MeasureWarrant.sign(authority, slow.id(), InstantSource.system().millis(), 2 * SECONDS);
        MeasureTarget busy = new MeasureTarget(
                slow.id(), target(slow).endpoints(), target(slow).prekeys(), warrant);
        CompletableFuture<List<Measurement>> answer =
                meter.measure(List.of(busy), Duration.ofSeconds(2 * SECONDS)).toCompletableFuture();
        net.loop.advance(Duration.ofSeconds(2 * SECONDS));
        int during = got.size() - before;
        net.loop.advance(Duration.ofSeconds(11));
        within(0.1, answer.join().get(0).bytesPerSecond() / 8);
        assertTrue(during > 2 * SECONDS * 8 * LINE / 8, "clients go on: " + during);
        net.loop.advance(Duration.ofSeconds(60));
        assertArrayEquals(much, got.toByteArray());
    }

    /** It drops its clients for the time, and says that it carried them. */
    @Test
    void aNodeThatClaimsClientsGetsAThirdMore() throws Exception {
        long rate = rate(liar("liar", Way.CLAIMS, line()));
        assertTrue(rate <= LIE * LINE && rate > 1.2 * LINE, rate + "");
    }

    @Test
    void savingAnswersUpGainsNothing() throws Exception {
        for (Way way : List.of(Way.EVEN_SECONDS, Way.ODD_SECONDS)) {
            TestNode liar =
                    liar(way == Way.EVEN_SECONDS ? "even" : "odd", way, new MemoryLine(net.loop, 4 * LINE, LINE));
            long rate = measured(target(liar)).get(0).bytesPerSecond();
            assertTrue(rate <= LIE * LINE, way + " " + rate);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "BLIND, TAMPERED",
        "SHORTER, PROTOCOL",
        "TWICE, TAMPERED",
        "TALKS_OF_STREAMS, PROTOCOL",
        "LESS_THAN_NOTHING, PROTOCOL",
        "STALLS, TIMEOUT",
        "MUTE, TIMEOUT",
        "LEAVES, CIRCUIT_BROKEN"
    })
    void whoAnswersWronglyOrNotAtAllIsNotMeasured(Way way, ErrorKind why) throws Exception {
        Measurement one = measured(target(liar("liar", way, line()))).get(0);
        assertEquals(Optional.of(why), one.failure());
        assertEquals(0, one.bytesPerSecond());
        assertEquals(why == ErrorKind.TAMPERED || why == ErrorKind.PROTOCOL, one.lied());
    }

    /** Two names, one line: together they are what one is. */
    @Test
    void aPairOnOneLineIsMeasuredAsOne() throws Exception {
        MemoryLine shared = line();
        pair(liar("a", Way.CLAIMS, shared), liar("b", Way.CLAIMS, shared));
        MemoryLine turns = line();
        pair(liar("c", Way.EVEN_SECONDS, turns), liar("d", Way.ODD_SECONDS, turns));
        MemoryLine mixed = line();
        pair(liar("e", Way.EVEN_SECONDS, mixed), liar("f", Way.CLAIMS, mixed));
    }

    private void pair(TestNode one, TestNode other) {
        List<Measurement> both = measured(target(one), target(other));
        long sum = both.stream().mapToLong(Measurement::bytesPerSecond).sum();
        assertTrue(sum <= 1.5 * LINE, sum + "");
        assertTrue(sum > LINE / 2, sum + "");
    }

    @Test
    void anHonestPairOnOneLineSharesIt() throws Exception {
        MemoryLine shared = line();
        List<Measurement> both = measured(target(honest("a", shared)), target(honest("b", shared)));
        within(0.1, both.get(0).bytesPerSecond() + both.get(1).bytesPerSecond());
    }

    /** Whoever fails holds up nobody, and the others are measured. */
    @Test
    void oneThatFailsLeavesTheOthersTheirResult() throws Exception {
        TestNode good = honest("good", line());
        List<Measurement> all = measured(
                target(good),
                target(liar("mute", Way.MUTE, line())),
                target(liar("blind", Way.BLIND, line())),
                target(new TestNode("nowhere", net.suites, net.random)));
        within(0.1, all.get(0));
        assertEquals(Optional.of(ErrorKind.TIMEOUT), all.get(1).failure());
        assertEquals(Optional.of(ErrorKind.TAMPERED), all.get(2).failure());
        assertEquals(Optional.of(ErrorKind.CIRCUIT_BROKEN), all.get(3).failure());
    }

    /** Strangers cannot make a node work, nor can an authority without end. */
    @Test
    void aNodeIsMeasuredByAuthoritiesOnlyOnceAtATimeAndNotTooOften() throws Exception {
        TestNode node = honest("node", line());
        long now = InstantSource.system().millis();
        assertRefused(target(node, SigningKey.generate(net.random), now));
        assertRefused(target(node, authority, now - 360_000));
        assertRefused(target(node, authority, now + 360_000));
        MeasureTarget others = target(honest("other", line()));
        assertRefused(new MeasureTarget(
                node.id(), List.of(new Endpoint("mem", "node")), target(node).prekeys(), others.warrant()));
        assertRefused(new MeasureTarget(
                node.id(), List.of(new Endpoint("mem", "node")), target(node).prekeys(), new byte[3]));
        CompletableFuture<List<Measurement>> first = begin(target(node, authority, now));
        net.loop.advance(Duration.ofSeconds(1));
        SigningKey second = SigningKey.generate(net.random);
        net.map.authorities.add(HexFormat.of().formatHex(second.publicKey()));
        CompletableFuture<List<Measurement>> busy = begin(target(node, second, now));
        net.loop.advance(Duration.ofSeconds(SECONDS));
        assertEquals(Optional.of(ErrorKind.CIRCUIT_BROKEN), busy.join().get(0).failure());
        within(0.1, first.join().get(0));
        net.loop.advance(Duration.ofSeconds(5));
        assertRefused(target(node, authority, now));
        assertRefused(target(node, authority, now + 1));
        within(0.1, measured(target(node, second, now)).get(0));
        net.loop.advance(Duration.ofSeconds(6 * SECONDS));
        assertRefused(target(node, authority, now));
        within(0.1, measured(target(node, authority, now + 1)).get(0));
    }

    private void assertRefused(MeasureTarget target) {
        CompletableFuture<List<Measurement>> answer = begin(target);
        net.loop.advance(Duration.ofSeconds(1));
        assertEquals(Optional.of(ErrorKind.CIRCUIT_BROKEN), answer.join().get(0).failure());
    }

    @Test
    void whatCannotBeTriedFailsAtOnce() throws Exception {
        TestNode node = honest("node", line());
        MeasureTarget whole = target(node);
        List<MeasureTarget> bad = new ArrayList<>();
        bad.add(new MeasureTarget(node.id(), whole.endpoints(), List.of(), whole.warrant()));
        bad.add(new MeasureTarget(
                node.id(), List.of(Endpoint.parse("tcp:127.0.0.1:9")), whole.prekeys(), whole.warrant()));
        byte[] forged = Arrays.copyOf(whole.prekeys().get(0), whole.prekeys().get(0).length);
        forged[90] ^= 1;
        bad.add(new MeasureTarget(node.id(), whole.endpoints(), List.of(forged), whole.warrant()));
        List<Measurement> all = new ArrayList<>();
        bad.forEach(target -> all.add(measured(target).get(0)));
        assertEquals(Optional.of(ErrorKind.NO_SUITE), all.get(0).failure());
        assertEquals(Optional.of(ErrorKind.NODE_UNREACHABLE), all.get(1).failure());
        assertEquals(Optional.of(ErrorKind.TAMPERED), all.get(2).failure());
        assertFalse(all.get(1).lied());
    }

    /** Nothing of a measuring stays, whatever came of it. */
    @Test
    void everythingIsGoneAfterwards() throws Exception {
        TestNode node = honest("node", line());
        net.loop.advance(Duration.ofSeconds(2));
        int timers = net.loop.timers();
        measured(target(node), target(liar("mute", Way.MUTE, line())));
        net.loop.advance(Duration.ofSeconds(5));
        assertEquals(0, net.machines.get(2).view(net.loop).circuits());
        assertTrue(net.loop.timers() <= timers, net.loop.timers() + " timers, before " + timers);
        assertEquals(List.of(), net.wires.wires());
    }
}
