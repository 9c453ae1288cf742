package org.port17.authority;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.port17.api.ErrorKind;
import org.port17.api.NodeId;
import org.port17.netmap.format.MapNode;
import org.port17.netmap.format.MeasureWarrant;
import org.port17.netmap.format.SigningKey;
import org.port17.spi.measure.CapacityMeter;
import org.port17.spi.measure.MeasureTarget;

/** When which nodes are measured, and what stays of it. */
class MeasureRoundsTest {
    private static final long HOUR = 3_600_000;
    private static final AuthoritySettings.Measuring DAILY =
            new AuthoritySettings.Measuring(Duration.ofHours(24), Duration.ofSeconds(30), Duration.ZERO);

    @TempDir
    Path directory;

    private final SigningKey key = RegistryTest.key(99);
    private final FakeMeter meter = new FakeMeter();
    private final List<MapNode> nodes = new ArrayList<>();
    private long now = 1_800_000_000_000L;
    private final InstantSource clock = () -> Instant.ofEpochMilli(now);
    private Measured measured;
    private MeasureRounds rounds;
    private int changes;

    private void start(int seed) {
        measured = new Measured(directory.resolve("measured"), DAILY.stale(), clock);
        rounds = new MeasureRounds(
                () -> new Served(List.copyOf(nodes), List.of()),
                AddressRulesTest.PUBLIC,
                meter,
                key,
                measured,
                DAILY,
                clock,
                new Random(seed),
                () -> changes++,
                Runnable::run);
    }

    private NodeId node(int number, String... endpoints) throws Exception {
        MapNode node = new MapNode(ListedRecord.at(number, endpoints), false, false, 0, 1_000 + number);
        nodes.add(node);
        return node.record().id();
    }

    /** Time goes on by minutes; every round that begins ends at once. */
    private List<Set<NodeId>> pass(long millis) {
        List<Set<NodeId>> begun = new ArrayList<>();
        for (long end = now + millis; now < end; now += 60_000) {
            int before = meter.asked.size();
            rounds.round();
            if (meter.asked.size() > before) {
                Set<NodeId> together = new HashSet<>();
                meter.asked.get(before).forEach(t -> together.add(t.node()));
                begun.add(together);
                meter.end();
            }
        }
        return begun;
    }

    @Test
    void newNodeIsMeasuredWithinAnHourAndThenDaily() throws Exception {
        NodeId ada = node(1, "tcp:8.8.8.8:4000");
        meter.carries(ada, 5_000_000);
        start(1);
        assertEquals(List.of(), pass(5 * 60_000), "not at once, or whoever comes anew would know when");
        assertEquals(List.of(Set.of(ada)), pass(HOUR));
        assertEquals(5_000_000, measured.of(ada));
        assertEquals(1, changes);
        assertEquals(List.of(), pass(17 * HOUR));
        assertEquals(1, pass(14 * HOUR).size());
        MeasureTarget asked = meter.asked.get(0).get(0);
        MeasureWarrant warrant = MeasureWarrant.read(asked.warrant(), ada);
        assertEquals(30, warrant.seconds());
    }

    @Test
    void momentsAreNotKnownBefore() throws Exception {
        node(1, "tcp:8.8.8.8:4000");
        Set<Long> moments = new HashSet<>();
        for (int seed = 0; seed < 5; seed++) {
            long begin = now;
            start(seed * 7_919_317);
            int before = meter.asked.size();
            while (meter.asked.size() == before) {
                now += 60_000;
                rounds.round();
            }
            meter.end();
            moments.add(now - begin);
        }
        assertNotEquals(1, moments.size());
    }

    /** By another port, another address beside it, or by IPv6 behind one of them. */
    @Test
    void nodesThatMayShareALineAreMeasuredTogether() throws Exception {
        Set<NodeId> together = Set.of(
                node(1, "tcp:8.8.8.8:4000"),
                node(2, "tcp:8.8.8.9:4000", "tcp:[2a00:1:2:3::4]:4000"),
                node(3, "tcp:[2a00:1:2:9::4]:4001"));
        NodeId alone = node(4, "tcp:9.9.9.9:4000");
        start(3);
        for (Set<NodeId> round : pass(30 * HOUR)) {
            Set<NodeId> of = new HashSet<>(round);
            of.remove(alone);
            assertTrue(of.isEmpty() || of.equals(together), "all of them or none");
        }
        assertTrue(meter.asked.size() > 1);
    }

    @Test
    void ofMoreThanFitThoseSeenFirstAreMeasured() throws Exception {
        Set<NodeId> first = new HashSet<>();
        List<NodeId> all = new ArrayList<>();
        for (int i = 1; i <= CapacityMeter.MOST + 3; i++) {
            NodeId id = node(i, "tcp:8.8.8." + i + ":4000");
            meter.carries(id, 1_000_000);
            all.add(id);
            if (i <= CapacityMeter.MOST) {
                first.add(id);
            }
        }
        start(4);
        measured.put(all.get(CapacityMeter.MOST + 1), 77);
        pass(HOUR + 60_000);
        assertEquals(
                first,
                new HashSet<>(all.stream().filter(n -> measured.of(n) > 0).toList()));
        assertTrue(meter.asked.stream().allMatch(round -> round.size() <= CapacityMeter.MOST));
    }

    @Test
    void oneRoundAtATime() throws Exception {
        node(1, "tcp:8.8.8.8:4000");
        node(2, "tcp:9.9.9.9:4000");
        start(5);
        while (meter.asked.isEmpty()) {
            now += 60_000;
            rounds.round();
        }
        now += 48 * HOUR;
        rounds.round();
        assertEquals(1, meter.asked.size());
    }

    @Test
    void oldResultStaysWhileANodeIsAwayUntilItIsStale() throws Exception {
        NodeId ada = node(1, "tcp:8.8.8.8:4000");
        meter.carries(ada, 5_000_000);
        start(6);
        pass(HOUR + 60_000);
        meter.fails(ada, ErrorKind.TIMEOUT);
        pass(40 * HOUR);
        assertEquals(5_000_000, measured.of(ada));
        pass(40 * HOUR);
        assertEquals(0, measured.of(ada));
    }

    @Test
    void whoLiesLosesHisResultAtOnce() throws Exception {
        NodeId ada = node(1, "tcp:8.8.8.8:4000");
        meter.carries(ada, 5_000_000);
        start(7);
        pass(HOUR + 60_000);
        meter.fails(ada, ErrorKind.TAMPERED);
        pass(31 * HOUR);
        assertEquals(0, measured.of(ada));
        assertEquals("tampered", measured.views(nodes, node -> "").get(0).failure());
        meter.carries(ada, 5_000_000);
        pass(31 * HOUR);
        assertEquals("", measured.views(nodes, node -> "").get(0).failure());
        assertEquals(
                5_000_000,
                measured.views(measured.fill(nodes), node -> "").get(0).bytesPerSecond());
    }

    /** Else two on one line would take turns at being away. */
    @Test
    void whoIsAwayWhileHisNeighbourIsMeasuredLosesHisResult() throws Exception {
        NodeId ada = node(1, "tcp:8.8.8.8:4000");
        NodeId bob = node(2, "tcp:8.8.8.9:4000");
        meter.carries(ada, 5_000_000);
        meter.fails(bob, ErrorKind.TIMEOUT);
        start(8);
        pass(HOUR + 60_000);
        assertEquals(5_000_000, measured.of(ada));
        meter.fails(ada, ErrorKind.TIMEOUT);
        meter.carries(bob, 5_000_000);
        pass(31 * HOUR);
        assertEquals(0, measured.of(ada));
        assertEquals(5_000_000, measured.of(bob));
    }

    @Test
    void resultsOutliveARestartAndADamagedFileCostsOnlyThem() throws Exception {
        NodeId ada = node(1, "tcp:8.8.8.8:4000");
        meter.carries(ada, 5_000_000);
        start(9);
        pass(HOUR + 60_000);
        start(9);
        assertEquals(5_000_000, measured.of(ada));
        for (String damaged :
                List.of("", "port17-measured 2\n", "port17-measured 1\n" + ada + " x 1\n", "port17-measured 1\nq")) {
            Files.writeString(directory.resolve("measured"), damaged);
            start(9);
            assertEquals(0, measured.of(ada));
        }
    }
}
