package org.port17.route.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;

class RouteMakerTest {
    private static final int ROUTES = 100_000;

    @Test
    void nothingRepeatsInAHundredThousandRoutes() {
        int made = 0;
        int refused = 0;
        for (int seed = 0; seed < 40; seed++) {
            NodeTable table = RandomTable.of(seed, 300 + 40 * seed, 30 + 8 * seed, 20 + 6 * seed);
            for (Level level : Levels.standard()) {
                var exits = new ExitField(table, level, abroad(table));
                var maker = new RouteMaker(table, level, RandomTable.all(table));
                var random = new SplittableRandom(seed);
                var client = client(new Guards(new byte[32]), table, random);
                if (exits.isEmpty()) {
                    continue;
                }
                for (int i = 0; i < ROUTES / 40 / 4; i++) {
                    int exit = exits.at(Target.at(50, 8, "DE", 0)).pick(random);
                    try {
                        int[] rows = maker.route(exit, client);
                        assertEquals(exit, rows[rows.length - 1]);
                        assertValid(table, level, rows);
                        made++;
                    } catch (Port17Exception e) {
                        assertEquals(ErrorKind.NO_ROUTE, e.kind());
                        refused++;
                    }
                }
            }
        }
        assertTrue(made > ROUTES / 2, made + " made, " + refused + " refused");
    }

    /** By the rows' own values, without the classes under test. */
    private static void assertValid(NodeTable table, Level level, int[] rows) {
        assertEquals(level.nodes(), rows.length);
        Set<Integer> owners = new HashSet<>();
        Set<String> countries = new HashSet<>();
        for (int i = 0; i < rows.length; i++) {
            assertTrue(owners.add(table.owner(rows[i])), "an owner twice");
            countries.add(table.country(rows[i]));
            for (int j = 0; j < i; j++) {
                for (int pair = 0; pair < 4; pair++) {
                    for (int what : new int[] {NodeTable.SYSTEM, NodeTable.HOSTER, NodeTable.NETWORK}) {
                        int a = table.trait(what, rows[i], pair / 2);
                        int b = table.trait(what, rows[j], pair % 2);
                        assertFalse(a != 0 && a == b, "trait " + what + " twice");
                    }
                }
            }
            assertTrue(table.ageDays(rows[i]) >= level.minDays(), "too young");
        }
        String entry = table.country(rows[0]);
        String exit = table.country(rows[rows.length - 1]);
        if (level.number() >= 2) {
            assertTrue(countries.size() >= Math.min(3, level.number()), "countries " + countries);
        }
        if (level.number() >= 3) {
            assertNotEquals(entry, exit);
        }
        if (level.number() == 4) {
            assertNotEquals("CH", entry);
            assertNotEquals("CH", exit);
        }
    }

    @Test
    void theExitStaysTheSameWhereverTheClientIs() throws Port17Exception {
        NodeTable table = RandomTable.of(77, 3000, 900, 900);
        Level level = Levels.standard().get(0);
        var maker = new RouteMaker(table, level, RandomTable.all(table));
        var field = new ExitField(table, level, RandomTable.all(table));
        int other = 0;
        for (int i = 0; i < 300; i++) {
            int exit = field.at(Target.at(50, 8, "DE", 0)).draw(Prf.of(new byte[32], new Draw("a", "d" + i, 1, 1, 0)));
            int[] zurich = maker.route(exit, at(table, 47, 8, i));
            int[] tokyo = maker.route(exit, at(table, 35, 139, i));
            assertEquals(exit, zurich[2]);
            assertEquals(exit, tokyo[2]);
            other += zurich[0] == tokyo[0] ? 0 : 1;
        }
        assertTrue(other > 200, "entries do lean towards the client: " + other);
    }

    @Test
    void theNextEntryOfTheListServesWhereTheFirstCollidesWithTheExit() throws Port17Exception {
        NodeTable table = RandomTable.of(78, 2000, 600, 600);
        Level level = Levels.standard().get(0);
        var guards = new Guards(new byte[32]);
        var maker = new RouteMaker(table, level, RandomTable.all(table));
        var client = client(guards, table, new SplittableRandom(1));
        int first = table.row(firstOf(maker, guards, client, table));
        int used = -1;
        for (int exit = 0; exit < table.size(); exit++) {
            if (exit != first && table.owner(exit) == table.owner(first) && table.ageDays(exit) >= 7) {
                used = maker.route(exit, client)[0];
                break;
            }
        }
        assertEquals(guards.of(1).get(1).key(), table.key(used), "the second of the list");
        long changes = guards.changes();
        for (int i = 0; i < 50; i++) {
            maker.route(anyExit(table, i), client);
        }
        assertTrue(
                guards.of(1).size() <= Guards.READY + 1,
                "the list stays short: " + guards.of(1).size());
        assertTrue(guards.changes() <= changes + 1);
    }

    @Test
    void nodesThatFailedLatelyAreLeftOutAndTheListStaysBounded() {
        NodeTable table = RandomTable.of(79, 3000, 900, 900);
        Level level = Levels.standard().get(0);
        var guards = new Guards(new byte[32]);
        var maker = new RouteMaker(table, level, RandomTable.all(table));
        var away = new BitSet();
        Set<Integer> entries = new HashSet<>();
        Port17Exception end = null;
        for (int i = 0; i < 100 && end == null; i++) {
            try {
                int[] rows = maker.route(
                        anyExit(table, i),
                        new RouteMaker.Client(
                                guards,
                                Times.byDistance(table, 47, 8),
                                "CH",
                                away,
                                RandomTable.NOW,
                                new SplittableRandom(i)));
                assertFalse(away.get(rows[0]));
                entries.add(rows[0]);
                away.set(rows[0]); // an adversary lets every entry fail
            } catch (Port17Exception e) {
                end = e;
            }
        }
        assertEquals(Guards.MOST, entries.size(), "then no further entry is drawn");
        assertTrue(end.getMessage().contains("no entry"), end.getMessage());
    }

    /** The map does not list them any more: eight others, and then none, whoever goes. */
    @Test
    void entriesThatLeftTheMapGiveTheirPlacesBackOnce() {
        assertEquals(2 * Guards.MOST, entriesUntilNone(false));
    }

    /** The map lists them and their prekeys ended for this client, as after a sleep or where somebody withholds them. */
    @Test
    void entriesThatOnlyCannotBeUsedNowKeepTheirPlaces() {
        assertEquals(Guards.MOST, entriesUntilNone(true));
    }

    /** How many are chosen where each that was is out of use for the next route. @param listed whether the map still has it */
    private int entriesUntilNone(boolean listed) {
        List<NodeRow> rows = new ArrayList<>(RandomTable.rows(79, 3000, 900, 900));
        Level level = Levels.standard().get(0);
        var guards = new Guards(new byte[32]);
        Set<Long> chosen = new HashSet<>();
        Port17Exception end = null;
        for (int i = 0; i < 100 && end == null; i++) {
            NodeTable table = NodeTable.of(rows, RandomTable.NOW);
            var maker = new RouteMaker(table, level, RandomTable.all(table));
            var client = new RouteMaker.Client(
                    guards,
                    Times.byDistance(table, 47, 8),
                    "CH",
                    new BitSet(),
                    new BitSet(),
                    new BitSet(),
                    key -> listed && chosen.contains(key),
                    RandomTable.NOW,
                    new SplittableRandom(i));
            try {
                maker.route(anyExit(table, i), client);
            } catch (Port17Exception e) {
                end = e;
            }
            guards.of(1).forEach(guard -> chosen.add(guard.key()));
            rows.removeIf(row -> chosen.contains(row.key()));
        }
        assertTrue(end.getMessage().contains("no entry"), end.getMessage());
        return chosen.size();
    }

    /** Honest entries that name a dead node are doubted by the dozen when a part of the network dies. */
    @Test
    void aDoubtChoosesNoFurtherEntryAndADoubtedOneServesLast() throws Port17Exception {
        NodeTable table = RandomTable.of(79, 3000, 900, 900);
        var guards = new Guards(new byte[32]);
        var maker = new RouteMaker(table, Levels.standard().get(0), RandomTable.all(table));
        int exit = anyExit(table, 1);
        maker.route(exit, client(guards, table, new SplittableRandom(1)));
        List<Guard> list = guards.of(1);
        assertEquals(Guards.READY, list.size());
        var doubted = new BitSet();
        for (int i = 0; i < 2 * Guards.MOST; i++) {
            int entry = maker.route(exit, doubting(guards, table, doubted, new BitSet(), i))[0];
            if (i < Guards.READY) {
                assertTrue(!doubted.get(entry), "one that nobody doubts is left");
            }
            doubted.set(entry);
        }
        assertEquals(list, guards.of(1));
    }

    @Test
    void anEntryWhoseLinkStandsServesBeforeOneWhoseLinkDoesNot() throws Port17Exception {
        NodeTable table = RandomTable.of(79, 3000, 900, 900);
        var guards = new Guards(new byte[32]);
        var maker = new RouteMaker(table, Levels.standard().get(0), RandomTable.all(table));
        int exit = anyExit(table, 1);
        int first = maker.route(exit, client(guards, table, new SplittableRandom(1)))[0];
        var waiting = new BitSet();
        waiting.set(first);
        assertNotEquals(first, maker.route(exit, doubting(guards, table, new BitSet(), waiting, 2))[0]);
        guards.of(1).forEach(guard -> waiting.set(table.row(guard.key())));
        assertEquals(
                first,
                maker.route(exit, doubting(guards, table, new BitSet(), waiting, 3))[0],
                "where no link stands the order of the list holds");
    }

    private static RouteMaker.Client doubting(
            Guards guards, NodeTable table, BitSet doubted, BitSet waiting, int seed) {
        return new RouteMaker.Client(
                guards,
                Times.byDistance(table, 47, 8),
                "CH",
                new BitSet(),
                doubted,
                waiting,
                key -> false,
                RandomTable.NOW,
                new SplittableRandom(seed));
    }

    @Test
    void aRefusalSaysWhatWasMissing() {
        NodeTable table = RandomTable.of(80, 60, 2, 50);
        var maker = new RouteMaker(table, Levels.standard().get(2), RandomTable.all(table));
        var e = assertThrows(
                Port17Exception.class,
                () -> maker.route(anyOld(table), client(new Guards(new byte[32]), table, new SplittableRandom(1))));
        assertEquals(ErrorKind.NO_ROUTE, e.kind());
        assertTrue(e.getMessage().startsWith("level 3 (Shielded): "), e.getMessage());
        assertTrue(e.getMessage().contains("no two nodes of one owner"), e.getMessage());
        assertTrue(e.getMessage().contains("2 owners"), e.getMessage());
    }

    @Test
    void levelThreeHasASecondSetOfFour() throws Port17Exception {
        NodeTable table = RandomTable.of(81, 4000, 1500, 1500);
        Level level = Levels.standard().get(2);
        var guards = new Guards(new byte[32]);
        var maker = new RouteMaker(table, level, RandomTable.all(table));
        Set<Long> seconds = new HashSet<>();
        for (int i = 0; i < 400; i++) {
            try {
                seconds.add(
                        table.key(maker.route(anyExit(table, i), client(guards, table, new SplittableRandom(i)))[1]));
            } catch (Port17Exception e) {
                assertTrue(
                        e.getMessage().contains("exit drawn") || e.getMessage().contains("entry"), e.getMessage());
            }
        }
        List<Guard> kept = guards.of(3).stream().filter(Guard::second).toList();
        assertTrue(seconds.size() >= 2 && seconds.size() <= 5, "second nodes " + seconds.size());
        assertTrue(kept.size() >= 4);
        for (Guard guard : kept) {
            long days = (guard.until() - guard.since()) / 86_400;
            assertTrue(days >= 1 && days <= 12, "a second node stays " + days + " days");
        }
    }

    private static long firstOf(RouteMaker maker, Guards guards, RouteMaker.Client client, NodeTable table)
            throws Port17Exception {
        maker.route(anyExit(table, 0), client);
        return guards.of(1).get(0).key();
    }

    private static int anyExit(NodeTable table, int seed) {
        Random random = new Random(seed);
        while (true) {
            int row = random.nextInt(table.size());
            if (table.is(row, NodeRow.EXIT) && table.ageDays(row) >= 7) {
                return row;
            }
        }
    }

    private static int anyOld(NodeTable table) {
        int row = 0;
        while (table.ageDays(row) < 68) {
            row++;
        }
        return row;
    }

    private static BitSet abroad(NodeTable table) {
        BitSet rows = RandomTable.all(table);
        for (int row = 0; row < table.size(); row++) {
            rows.set(row, !table.country(row).equals("CH"));
        }
        return rows;
    }

    private static RouteMaker.Client client(Guards guards, NodeTable table, SplittableRandom random) {
        return new RouteMaker.Client(
                guards, Times.byDistance(table, 47, 8), "CH", new BitSet(), RandomTable.NOW, random);
    }

    private static RouteMaker.Client at(NodeTable table, double latitude, double longitude, int seed) {
        return new RouteMaker.Client(
                new Guards(new byte[32]),
                Times.byDistance(table, latitude, longitude),
                "",
                new BitSet(),
                RandomTable.NOW,
                new SplittableRandom(seed));
    }
}
