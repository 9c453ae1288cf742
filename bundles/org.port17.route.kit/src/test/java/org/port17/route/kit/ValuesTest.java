package org.port17.route.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ValuesTest {
    @Test
    void distancesAgreeWithTheExactFormula() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            double dot = random.nextDouble() * 2 - 1;
            assertEquals(6371 * Math.acos(dot), Geo.km(dot), 0.01);
        }
        assertEquals(Geo.km(50.11, 8.68, 40.71, -74.01), 6200, 20, "Frankfurt to New York");
        assertEquals(0, Geo.km(1.0000001), 1e-9);
    }

    @Test
    void cellsCoverTheGlobe() {
        assertEquals(0, Geo.cell(-90, -180));
        assertEquals(Geo.CELLS - 1, Geo.cell(90, 180));
        for (double[] bad : new double[][] {{91, 0}, {0, 181}, {Double.NaN, 0}, {0, Double.NEGATIVE_INFINITY}}) {
            assertThrows(IllegalArgumentException.class, () -> Geo.cell(bad[0], bad[1]));
        }
        Random random = new Random(2);
        for (int i = 0; i < 1000; i++) {
            double latitude = random.nextDouble() * 180 - 90;
            double longitude = random.nextDouble() * 360 - 180;
            int cell = Geo.cell(latitude, longitude);
            assertTrue(Math.abs(Geo.cellLatitude(cell) - latitude) <= 1);
            assertTrue(Math.abs(Geo.cellLongitude(cell) - longitude) <= 1);
        }
    }

    @Test
    void networksOfPublicAddressesOnly() throws Exception {
        for (String inner :
                List.of("127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.0.1", "::1", "fe80::1", "fd00::1")) {
            assertEquals(
                    0,
                    Uplink.of(InetAddress.getByName(inner).getAddress(), 0, "").network(),
                    inner);
        }
        long one = network("203.0.113.9");
        assertEquals(one, network("203.0.113.200"));
        assertTrue(one != 0 && one != network("203.0.114.9"));
        assertEquals(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assertTrue(network("2001:db8:1::1") != network("2001:db8:2::1"));
        assertThrows(IllegalArgumentException.class, () -> Uplink.of(new byte[5], 0, ""));
        assertThrows(IllegalArgumentException.class, () -> new Uplink(0, -1, ""));
        assertThrows(IllegalArgumentException.class, () -> new Uplink(0, 1L << 32, ""));
    }

    private static long network(String address) throws Exception {
        return Uplink.of(InetAddress.getByName(address).getAddress(), 0, "").network();
    }

    @Test
    void rowsThatMakeNoSenseAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> row("de", 1, 1, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> row("DEU", 1, 1, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> row("DE", 99, 1, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> row("DE", Double.NaN, 1, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> row("DE", 1, 1, -1, 1));
        assertThrows(IllegalArgumentException.class, () -> row("DE", 1, 1, 1, -1));
        NodeRow twice = row("DE", 1, 1, 1, 1);
        assertThrows(IllegalArgumentException.class, () -> NodeTable.of(List.of(twice, twice), 1));
    }

    private static NodeRow row(String country, double latitude, double longitude, long capacity, long since) {
        return new NodeRow(7, "o", Uplink.NONE, Uplink.NONE, country, latitude, longitude, capacity, since, 0, 0, 0);
    }

    @Test
    void rulesReadWhatTheyAreCalled() {
        for (Level level : Levels.standard()) {
            String names =
                    String.join(" ", level.rules().stream().map(RouteRule::id).toList());
            assertEquals(level.rules(), RouteRule.parse(names));
            level.rules().forEach(rule -> assertTrue(rule.words().length() > 5));
        }
        assertEquals(List.of(), RouteRule.parse(" , "));
        var e = assertThrows(IllegalArgumentException.class, () -> RouteRule.parse("owner ass"));
        assertTrue(e.getMessage().contains("'ass'"), e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> RouteRule.parse("countries:12"));
    }

    @Test
    void levelsOutOfBoundsAreRefused() {
        assertThrows(
                IllegalArgumentException.class, () -> Levels.standard().get(0).withGamma(0));
        assertThrows(
                IllegalArgumentException.class, () -> Levels.standard().get(0).withGamma(65));
        assertThrows(IllegalArgumentException.class, () -> new Level.Entry(0, 1, 0, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new Level.Entry(1, 1, 4, 12, 1));
        assertThrows(IllegalArgumentException.class, () -> new Ramp(List.of(0, 7), List.of(0, 50)));
        assertThrows(IllegalArgumentException.class, () -> new Ramp(List.of(7, 7), List.of(0, 100)));
        assertEquals(50, Levels.standard().get(3).nextToAs().gamma());
    }

    @Test
    void theRampOfAnOldNetwork() {
        NodeTable table = aged(100, 68, 30, 7, 3, 0);
        long[] weights = Ramp.STANDARD.weights(table, 0);
        int full = table.capacity(0);
        assertEquals(100L * full, weights[row(table, 1)]);
        assertEquals(100L * full, weights[row(table, 2)]);
        assertEquals(50L * full, weights[row(table, 3)], full);
        assertEquals(10L * full, weights[row(table, 4)], full);
        assertEquals(0, weights[row(table, 6)], full);
        assertEquals(0, Ramp.STANDARD.weights(table, 7)[row(table, 5)], "too young for the level");
    }

    @Test
    void aYoungNetworkIsJudgedByItsOwnAge() {
        NodeTable table = aged(10, 5, 1);
        long[] weights = Ramp.STANDARD.weights(table, 7);
        assertEquals(100L * table.capacity(0), weights[row(table, 1)]);
        assertTrue(weights[row(table, 2)] > 0, "half as old as the network counts as 34 days");
        assertEquals(10L * table.capacity(2), weights[row(table, 3)], 1, "no newcomer counts less than one of 7 days");
        assertEquals(0, Ramp.STANDARD.weights(table, 30)[row(table, 3)], "too young for a level that wants 30 days");
        NodeTable newborn = aged(0, 0);
        assertTrue(Ramp.STANDARD.weights(newborn, 68)[0] > 0);
    }

    @Test
    void unmeasuredNodesCountAlikeUntilHalfOfAllAreMeasuredAndThenLittle() {
        List<NodeRow> rows = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            rows.add(made(i + 1, 100, i < 2 ? 1 << 20 : 0));
        }
        NodeTable half = NodeTable.of(rows, RandomTable.NOW);
        assertEquals(100 * 1_024, Ramp.STANDARD.weights(half, 0)[half.row(1)]);
        assertEquals(100 * 64, Ramp.STANDARD.weights(half, 0)[half.row(3)]);
        NodeTable fewer = NodeTable.of(rows.subList(1, 4), RandomTable.NOW);
        assertEquals(
                100, Ramp.STANDARD.weights(fewer, 0)[fewer.row(2)], "or the first that is measured would draw all");
        assertEquals(100, Ramp.STANDARD.weights(fewer, 0)[fewer.row(3)]);
    }

    private static NodeTable aged(int... days) {
        List<NodeRow> rows = new ArrayList<>();
        for (int i = 0; i < days.length; i++) {
            rows.add(made(i + 1, days[i], 1 << 20));
        }
        return NodeTable.of(rows, RandomTable.NOW);
    }

    private static NodeRow made(long key, int days, long capacity) {
        long since = RandomTable.NOW - 86_400L * days;
        return new NodeRow(key, "o" + key, Uplink.NONE, Uplink.NONE, "DE", 1, 1, capacity, since, 0, 0, 0);
    }

    private static int row(NodeTable table, long key) {
        return table.row(key);
    }
}
