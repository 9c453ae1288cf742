package org.port17.authority;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.port17.api.ErrorKind;
import org.port17.api.GeoPoint;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.authority.Whereabouts.Kind;
import org.port17.netmap.format.MapNode;
import org.port17.spi.measure.LatencyMeter;
import org.port17.spi.measure.MeasureTarget;
import org.port17.spi.place.Place;

/** Which nodes are looked for when, and what stays of it. */
class PlaceRoundsTest {
    private static final long HOUR = 3_600_000;
    private static final Duration WEEK = Duration.ofDays(7);
    private static final GeoPoint PARIS = new GeoPoint(48.9, 2.4);
    private static final GeoPoint OSLO = new GeoPoint(59.9, 10.8);

    @TempDir
    Path directory;

    private final GivenPlaces places = new GivenPlaces();
    private final Map<NodeId, GeoPoint> truth = new HashMap<>();
    private final List<MapNode> nodes = new ArrayList<>();
    private final List<NodeId> measured = new ArrayList<>();
    private final LatencyMeter meter = new LatencyMeter() {
        @Override
        public CompletionStage<OptionalDouble> between(MeasureTarget via, MeasureTarget to) {
            measured.add(to.node());
            GeoPoint one = truth.get(via.node());
            GeoPoint other = truth.get(to.node());
            return CompletableFuture.completedFuture(
                    other == null
                            ? OptionalDouble.empty()
                            : OptionalDouble.of(1
                                    + 0.016
                                            * Place.km(
                                                    one.latitude(),
                                                    one.longitude(),
                                                    other.latitude(),
                                                    other.longitude())));
        }
    };
    private long now = 1_800_000_000_000L;
    private final InstantSource clock = () -> Instant.ofEpochMilli(now);
    private Placed placed;
    private PlaceRounds rounds;

    private void start(Duration period) {
        placed = new Placed(directory.resolve("placed"), period.multipliedBy(3), clock);
        rounds = new PlaceRounds(
                () -> new Served(placed.fill(nodes), List.of()),
                new Meters(new FakeMeter(), meter, () -> Optional.of(places.table())),
                placed,
                period,
                clock,
                new Random(1),
                Runnable::run);
    }

    private MapNode node(int number, GeoPoint data, GeoPoint really) throws Exception {
        String address = "8." + number + ".8.8";
        places.put(address, data);
        MapNode node =
                new MapNode(ListedRecord.at(number, "tcp:" + address + ":4000"), false, false, 0, 1_000 + number);
        truth.put(node.record().id(), really);
        nodes.add(node);
        return node;
    }

    private void cities() throws Exception {
        for (int i = 0; i < 5; i++) {
            node(10 + i, PARIS, PARIS);
            node(20 + i, OSLO, OSLO);
        }
    }

    private void pass(long millis) {
        for (long end = now + millis; now < end; now += 60_000) {
            rounds.round();
        }
    }

    @Test
    void withinAnHourEveryNodeIsFound() throws Exception {
        cities();
        MapNode moved = node(1, PARIS, OSLO);
        start(WEEK);
        rounds.round();
        assertTrue(measured.size() < 40, "not all at once");
        pass(HOUR + 600_000);
        assertEquals(Kind.HERE, placed.of(nodes.get(0)).orElseThrow().kind());
        GeoPoint found = placed.of(moved).orElseThrow().point().orElseThrow();
        assertTrue(Math.abs(found.latitude() - 59.9) < 0.5, found.toString());
        assertEquals(found, placed.fill(List.of(moved)).get(0).measured().orElseThrow());
        assertEquals("near 59.9, 10.8", placed.of(moved).orElseThrow().words());
    }

    /** Until there are many that were looked for themselves, once a day; what was found is not looked for in between. */
    @Test
    void itIsLookedAgainTheDayAfter() throws Exception {
        cities();
        start(WEEK);
        pass(HOUR + 600_000);
        int before = measured.size();
        pass(15 * HOUR);
        assertEquals(before, measured.size());
        pass(16 * HOUR);
        assertTrue(measured.size() > before);
    }

    @Test
    void whoAnswersNobodyIsLookedForAnHourLater() throws Exception {
        cities();
        MapNode silent = node(1, PARIS, null);
        truth.remove(silent.record().id());
        start(WEEK);
        pass(HOUR + 600_000);
        assertEquals(Optional.empty(), placed.of(silent));
        long tries = measured.stream().filter(silent.record().id()::equals).count();
        assertEquals(0, tries % 10, "it is left when all have asked");
        pass(HOUR + 600_000);
        assertTrue(measured.stream().filter(silent.record().id()::equals).count() > tries);
    }

    @Test
    void nobodyIsLookedForWhereThatIsSwitchedOffOrThereIsNoData() throws Exception {
        cities();
        start(Duration.ZERO);
        pass(2 * HOUR);
        rounds = new PlaceRounds(
                () -> new Served(nodes, List.of()),
                new Meters(new FakeMeter(), meter, Optional::empty),
                placed,
                WEEK,
                clock,
                new Random(1),
                Runnable::run);
        pass(2 * HOUR);
        assertEquals(List.of(), measured);
    }

    /** What was found outlives a restart; not a change of the node's addresses, nor three periods. */
    @Test
    void findingsAreKeptForTheAddressesTheyWereMadeOf() throws Exception {
        cities();
        MapNode moved = node(1, PARIS, OSLO);
        start(WEEK);
        pass(HOUR + 700_000);
        Optional<Whereabouts.Finding> found = placed.of(moved);
        start(WEEK);
        assertEquals(found, placed.of(moved));
        MapNode other = new MapNode(ListedRecord.at(1, "tcp:8.99.8.8:4000"), false, false, 0, 1_001);
        assertEquals(Optional.empty(), placed.of(other));
        now += 3 * WEEK.toMillis() + 1;
        assertEquals(Optional.empty(), placed.of(moved));
    }

    @Test
    void aDamagedFileCostsTheFindings() throws Exception {
        for (String text :
                List.of("", "port17-placed 2\n", "port17-placed 1\nx\n", "port17-placed 1\n" + nodeLine("NOWHERE"))) {
            Files.writeString(directory.resolve("placed"), text);
            start(WEEK);
            assertEquals(Optional.empty(), placed.of(new MapNode(ListedRecord.at(1), false, false, 0, 1)));
        }
    }

    private static String nodeLine(String kind) throws Exception {
        return ListedRecord.at(1).id() + " at: " + kind + " - - firm 1\n";
    }

    /** Else maps would change for nothing, and be without a place at the first bad day. */
    @Test
    void whatDiffersLittleOrIsNotFoundLeavesWhatWasFound() throws Exception {
        MapNode there = node(2, PARIS, OSLO);
        start(WEEK);
        placed.put(there, new Whereabouts.Finding(Kind.ELSEWHERE, Optional.of(OSLO)), true);
        Optional<Whereabouts.Finding> first = placed.of(there);
        placed.put(there, new Whereabouts.Finding(Kind.ELSEWHERE, Optional.of(new GeoPoint(60.5, 11.5))), true);
        assertEquals(first, placed.of(there));
        placed.put(there, new Whereabouts.Finding(Kind.UNKNOWN, Optional.empty()), true);
        assertEquals(first, placed.of(there));
        placed.put(there, new Whereabouts.Finding(Kind.HERE, Optional.empty()), true);
        assertEquals(Kind.HERE, placed.of(there).orElseThrow().kind());
    }

    /** What authorities tell each other. */
    @Test
    void findingsTravel() throws Exception {
        MapNode here = node(1, PARIS, PARIS);
        MapNode there = node(2, PARIS, OSLO);
        MapNode unknown = node(3, PARIS, OSLO);
        start(WEEK);
        placed.put(here, new Whereabouts.Finding(Kind.HERE, Optional.empty()), true);
        placed.put(there, new Whereabouts.Finding(Kind.ELSEWHERE, Optional.of(OSLO)), true);
        placed.put(unknown, new Whereabouts.Finding(Kind.UNKNOWN, Optional.empty()), true);
        byte[] told = placed.write(nodes);
        Map<NodeId, Whereabouts.Finding> heard = Placed.parse(told);
        assertEquals(
                Map.of(
                        here.record().id(),
                        placed.of(here).orElseThrow(),
                        there.record().id(),
                        placed.of(there).orElseThrow()),
                heard);
        assertRefused(Arrays.copyOf(told, told.length - 1));
        byte[] twice = Arrays.copyOf(told, told.length);
        System.arraycopy(told, 0, twice, told.length / 2, NodeId.BYTES);
        assertRefused(twice);
        byte[] kind = told.clone();
        kind[NodeId.BYTES] = 2;
        assertRefused(kind);
        byte[] nowhere = told.clone();
        nowhere[NodeId.BYTES + 1] = 0x7f;
        nowhere[NodeId.BYTES + 2] = (byte) 0xc0; // not a number
        assertRefused(nowhere);
    }

    private static void assertRefused(byte[] list) {
        assertEquals(
                ErrorKind.BAD_INPUT,
                assertThrows(Port17Exception.class, () -> Placed.parse(list)).kind());
    }
}
