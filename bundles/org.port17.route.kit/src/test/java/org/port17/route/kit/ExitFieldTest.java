package org.port17.route.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ExitFieldTest {
    private static final double TINY = 1e-12;

    @Test
    void noNodeIsDrawnMoreThanGammaTimesItsShareAndSharesAddUpToOne() {
        Random random = new Random(1);
        for (int seed = 0; seed < 60; seed++) {
            NodeTable table = RandomTable.of(seed, 50 + random.nextInt(3000), 5 + random.nextInt(600), 200);
            for (Level level : Levels.standard()) {
                long[] weights = exitWeights(table, level);
                double total = sum(weights);
                ExitField field = new ExitField(table, level, RandomTable.all(table));
                ExitChoice choice = field.at(somewhere(random));
                assertTrue(choice.bounded(), "whole numbers, seed " + seed);
                double[] all = {0};
                choice.forEach((row, p) -> {
                    assertTrue(p <= level.gamma() * weights[row] / total * (1 + TINY), "row " + row);
                    all[0] += p;
                });
                assertEquals(1, all[0], 1e-9);
            }
        }
    }

    /** Even if all that an adversary has stands where it gains most. */
    @Test
    void anAdversaryGainsNoMoreThanGammaWhereverItStands() {
        Random random = new Random(1002);
        for (int seed = 0; seed < 20; seed++) {
            List<NodeRow> rows = RandomTable.rows(seed, 2000, 400, 300);
            Target target = somewhere(random);
            double latitude = Geo.cellLatitude(target.cell());
            double longitude = Geo.cellLongitude(target.cell());
            Set<Long> bad = new java.util.HashSet<>();
            for (int i = 0; i < 20; i++) {
                NodeRow row = new NodeRow(
                        random.nextLong(),
                        "bad" + i,
                        new Uplink(0, 9000 + i, "bad" + i),
                        Uplink.NONE,
                        target.country(),
                        latitude,
                        longitude,
                        100_000,
                        RandomTable.NOW - 86_400L * 150,
                        NodeRow.EXIT | NodeRow.VERIFIED_OWNER,
                        0,
                        0);
                rows.add(row);
                bad.add(row.key());
            }
            NodeTable table = NodeTable.of(rows, RandomTable.NOW);
            for (Level level : Levels.standard()) {
                long[] weights = exitWeights(table, level);
                double capacity = 0;
                for (int row = 0; row < table.size(); row++) {
                    capacity += bad.contains(table.key(row)) ? weights[row] : 0;
                }
                double[] drawn = {0};
                new ExitField(table, level, RandomTable.all(table)).at(target).forEach((row, p) -> {
                    drawn[0] += bad.contains(table.key(row)) ? p : 0;
                });
                double gain = drawn[0] / (capacity / sum(weights));
                assertTrue(gain <= level.gamma() * (1 + TINY), "gain " + gain + " at level " + level.number());
                assertTrue(gain > level.gamma() * 0.5, "it stands at the best place: " + gain);
            }
        }
    }

    @Test
    void oneOwnerHoldsNoMoreThanItsShare() {
        Random random = new Random(3);
        int held = 0;
        for (int seed = 0; seed < 40; seed++) {
            NodeTable table = RandomTable.of(seed, 3000, 4 + random.nextInt(120), 300);
            for (Level level : Levels.standard()) {
                ExitField field = new ExitField(table, level, RandomTable.all(table));
                Map<Integer, Double> owners = new HashMap<>();
                field.at(somewhere(random)).forEach((row, p) -> owners.merge(table.owner(row), p, Double::sum));
                double most = owners.values().stream().max(Double::compare).orElseThrow();
                if (!field.ownerShareRaised()) {
                    assertTrue(most <= level.ownerPercent() / 100.0 + 1e-9, "owner holds " + most);
                    held++;
                }
            }
        }
        assertTrue(held > 40, "both cases were tried: " + held);
    }

    @Test
    void withTooFewOwnersTheirShareIsTheLeastPossible() {
        List<NodeRow> rows = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            rows.add(exit(i + 1, "owner" + i, 50, 8, i == 0 ? 1000 << 10 : 10 << 10));
        }
        NodeTable table = NodeTable.of(rows, RandomTable.NOW);
        ExitField field = new ExitField(table, Levels.standard().get(0), RandomTable.all(table));
        assertTrue(field.ownerShareRaised());
        // Capacities 1000, 10, 10, 10 and gamma 12: the small ones hold 120 each of 1030, the large one the rest.
        Map<Long, Double> shares = new HashMap<>();
        field.at(Target.at(50, 8, "DE", 0)).forEach((row, p) -> shares.put(table.key(row), p));
        assertEquals(670 / 1030.0, shares.get(1L), 1e-9);
        assertEquals(120 / 1030.0, shares.get(2L), 1e-9);
    }

    @Test
    void theChoiceHasEnoughOwnersWhereTheNetworkHasThem() {
        List<NodeRow> rows = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            // One owner has half of it all and stands beside the destination.
            rows.add(exit(i + 1, i < 200 ? "giant" : "owner" + i % 40, i < 200 ? 50 : -30, 8, 1 << 20));
        }
        NodeTable table = NodeTable.of(rows, RandomTable.NOW);
        ExitField field = new ExitField(table, Levels.standard().get(0).withGamma(1), RandomTable.all(table));
        assertTrue(field.at(Target.at(50, 8, "DE", 0)).owners() >= Level.OWNERS);
        List<NodeRow> few = RandomTable.rows(5, 3000, 30, 100);
        NodeTable small = NodeTable.of(few, RandomTable.NOW);
        ExitField crowded = new ExitField(small, Levels.standard().get(0), RandomTable.all(small));
        assertTrue(crowded.at(Target.at(10, 10, "DE", 0)).owners() >= Level.OWNERS);
    }

    @Test
    void theLastPlaceIsTakenInPartSoThatTheShareIsExact() {
        List<NodeRow> rows = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            rows.add(exit(i + 1, "owner" + i, -60 + 2 * i, 8, 1 << 20));
        }
        NodeTable table = NodeTable.of(rows, RandomTable.NOW);
        // 60 equal nodes of 60 owners, two degrees apart. Half of them serve; of 59 half is 29 and a half.
        Level level = Levels.standard().get(0).withGamma(2);
        double[] shares = new double[61];
        new ExitField(table, level, RandomTable.all(table))
                .at(Target.at(-60, 8, "DE", 0))
                .forEach((row, p) -> shares[(int) table.key(row)] = p);
        for (int key = 1; key <= 60; key++) {
            assertEquals(key <= 30 ? 2 / 60.0 : 0, shares[key], TINY, "node " + key);
        }
        rows.remove(59);
        NodeTable odd = NodeTable.of(rows, RandomTable.NOW);
        double[] others = new double[61];
        new ExitField(odd, level, RandomTable.all(odd))
                .at(Target.at(-60, 8, "DE", 0))
                .forEach((row, p) -> others[(int) odd.key(row)] = p);
        assertEquals(2 / 59.0, others[29], TINY, "whole");
        assertEquals(1 / 59.0, others[30], TINY, "the last one by half");
        assertEquals(0, others[31]);
    }

    @Test
    void equalKeysDrawEqualExitsAndAnyDifferenceDrawsAnew() {
        NodeTable table = RandomTable.of(4, 3000, 500, 300);
        ExitChoice choice =
                new ExitField(table, Levels.standard().get(0), RandomTable.all(table)).at(Target.at(50, 8, "DE", 0));
        byte[] salt = new byte[32];
        byte[] other = new byte[32];
        other[0] = 1;
        int[] differ = new int[6];
        for (int i = 0; i < 300; i++) {
            String domain = "d" + i + ".example";
            int first = choice.draw(Prf.of(salt, new Draw("app", domain, 20_000, 1, 0)));
            assertEquals(first, choice.draw(Prf.of(salt, new Draw("app", domain, 20_000, 1, 0))));
            differ[0] += first != choice.draw(Prf.of(salt, new Draw("app", domain, 20_001, 1, 0))) ? 1 : 0;
            differ[1] += first != choice.draw(Prf.of(salt, new Draw("bpp", domain, 20_000, 1, 0))) ? 1 : 0;
            differ[2] += first != choice.draw(Prf.of(salt, new Draw("app", domain + "x", 20_000, 1, 0))) ? 1 : 0;
            differ[3] += first != choice.draw(Prf.of(salt, new Draw("app", domain, 20_000, 1, 1))) ? 1 : 0;
            differ[4] += first != choice.draw(Prf.of(salt, new Draw("app", domain, 20_000, 2, 0))) ? 1 : 0;
            differ[5] += first != choice.draw(Prf.of(other, new Draw("app", domain, 20_000, 1, 0))) ? 1 : 0;
        }
        for (int count : differ) {
            assertTrue(count > 250, "of 300 drawn anew: " + count);
        }
    }

    /** Application and domain do not run into each other. */
    @Test
    void namesAreTakenApart() {
        byte[] salt = new byte[32];
        assertNotEquals(Prf.of(salt, new Draw("ab", "c", 1, 1, 0)), Prf.of(salt, new Draw("a", "bc", 1, 1, 0)));
    }

    @Test
    void aChangedMapMovesFewDraws() {
        List<NodeRow> rows = RandomTable.rows(6, 4000, 800, 500);
        NodeTable before = NodeTable.of(rows, RandomTable.NOW);
        Random random = new Random(7);
        rows.removeIf(row -> random.nextInt(100) == 0);
        rows.addAll(RandomTable.rows(8, 40, 800, 500));
        NodeTable after = NodeTable.of(rows, RandomTable.NOW);
        Level level = Levels.standard().get(0);
        Target target = Target.at(20, 60, "DE", 0);
        ExitChoice one = new ExitField(before, level, RandomTable.all(before)).at(target);
        ExitChoice two = new ExitField(after, level, RandomTable.all(after)).at(target);
        int moved = 0;
        for (int i = 0; i < 2000; i++) {
            Prf prf = Prf.of(new byte[32], new Draw("app", "d" + i, 1, 1, 0));
            moved += before.key(one.draw(prf)) == after.key(two.draw(prf)) ? 0 : 1;
        }
        assertTrue(moved < 2000 / 5, "a change of two hundredths moved " + moved + " of 2000");
        assertTrue(moved > 0, "some were drawn that left");
    }

    @Test
    void drawsFollowTheShares() {
        NodeTable table = RandomTable.of(9, 2500, 500, 300);
        ExitChoice choice =
                new ExitField(table, Levels.standard().get(1), RandomTable.all(table)).at(Target.at(50, 8, "DE", 0));
        int draws = 40_000;
        int[] byKey = new int[table.size()];
        int[] byChance = new int[table.size()];
        var random = new SplittableRandom(1);
        for (int i = 0; i < draws; i++) {
            byKey[choice.draw(Prf.of(new byte[32], new Draw("app", "d" + i, 1, 1, 0)))]++;
            byChance[choice.pick(random)]++;
        }
        choice.forEach((row, p) -> {
            double sigma = Math.sqrt(draws * p * (1 - p));
            assertEquals(draws * p, byKey[row], 6 * sigma + 3, "by key");
            assertEquals(draws * p, byChance[row], 6 * sigma + 3, "by chance");
        });
    }

    @Test
    void whatIsExcludedIsRemovedBeforeTheChoiceIsFilled() {
        NodeTable table = RandomTable.of(10, 2000, 400, 300);
        var allowed = new BitSet();
        for (int row = 0; row < table.size(); row++) {
            allowed.set(row, !table.country(row).equals("US"));
        }
        Level level = Levels.standard().get(0);
        ExitField field = new ExitField(table, level, allowed);
        double[] all = {0};
        field.at(Target.at(40, -100, "US", 0)).forEach((row, p) -> {
            assertNotEquals("US", table.country(row));
            all[0] += p;
        });
        assertEquals(1, all[0], 1e-9);
    }

    @Test
    void exitsInTheSystemOfTheDestinationGoFirstWhereThatIsAsked() {
        List<NodeRow> rows = RandomTable.rows(11, 5000, 900, 60);
        NodeTable table = NodeTable.of(rows, RandomTable.NOW);
        Level level = Levels.standard().get(0).nextToAs();
        var plain = new ExitField(table, level, RandomTable.all(table), false, LoadPrices.NONE);
        var next = new ExitField(table, level, RandomTable.all(table), true, LoadPrices.NONE);
        Target target = Target.at(50, 8, "DE", 7);
        assertTrue(inSystem(table, next.at(target), 7) > 2 * inSystem(table, plain.at(target), 7));
        assertTrue(next.at(target).bounded());
        assertTrue(next.at(target).gain() <= 50 + TINY);
    }

    @Test
    void priceMovesWhatIsNearButNoShare() {
        NodeTable table = RandomTable.of(12, 3000, 500, 300);
        Level level = Levels.standard().get(0);
        Target target = Target.at(50, 8, "DE", 0);
        ExitChoice free = new ExitField(table, level, RandomTable.all(table)).at(target);
        ExitChoice priced = new ExitField(table, level, RandomTable.all(table), false, cell -> cell % 7 * 20).at(target);
        Map<Integer, Double> shares = new HashMap<>();
        free.forEach(shares::put);
        int[] common = {0};
        int[] moved = {0};
        double whole = shares.values().stream().mapToDouble(p -> p).max().orElseThrow();
        long[] weights = exitWeights(table, level);
        priced.forEach((row, p) -> {
            assertTrue(p <= level.gamma() * weights[row] / sum(weights) * (1 + TINY));
            Double before = shares.get(row);
            common[0] += before != null && Math.abs(before - p) < TINY * whole ? 1 : 0;
            moved[0] += before == null ? 1 : 0;
        });
        assertTrue(common[0] > 10 && moved[0] > 10, common[0] + " kept their share, " + moved[0] + " are new");
    }

    @Test
    void placesWithoutAnAddressOnTheGlobeHaveAnAnchorThatAllClientsShare() {
        Map<String, Long> countries = java.util.stream.IntStream.range(0, 5000)
                .mapToObj(i -> Target.anchor("d" + i + ".example"))
                .collect(Collectors.groupingBy(Target::country, Collectors.counting()));
        assertEquals(2100, countries.get("US"), 210, "42 percent of servers");
        assertEquals(Target.anchor("example.org"), Target.anchor("example.org"));
        assertTrue(!Target.anchor("example.org").known());
    }

    @Test
    void nodesWithoutAPlaceServeLastAndAreNotLost() {
        List<NodeRow> rows = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            rows.add(exit(i + 1, "owner" + i, i < 30 ? Double.NaN : 50, i < 30 ? Double.NaN : 8, 1 << 20));
        }
        NodeTable table = NodeTable.of(rows, RandomTable.NOW);
        Level level = Levels.standard().get(0).withGamma(2);
        new ExitField(table, level, RandomTable.all(table))
                .at(Target.at(50, 8, "DE", 0))
                .forEach((row, p) -> assertTrue(table.placed(row)));
        assertEquals(
                60,
                new ExitField(table, level.withGamma(1), RandomTable.all(table))
                        .at(Target.at(50, 8, "DE", 0))
                        .nodes());
    }

    @Test
    void anEmptyFieldSaysSo() {
        NodeTable table = RandomTable.of(13, 100, 10, 10);
        ExitField field = new ExitField(table, Levels.standard().get(0), new BitSet());
        assertTrue(field.isEmpty());
        assertThrows(IllegalStateException.class, () -> field.at(Target.at(0, 0, "", 0)));
    }

    @Test
    void aCellsChoiceIsMadeOnce() {
        NodeTable table = RandomTable.of(14, 500, 50, 50);
        ExitField field = new ExitField(table, Levels.standard().get(0), RandomTable.all(table));
        assertSame(field.at(Target.at(50.1, 8.1, "DE", 1)), field.at(Target.at(50.9, 8.9, "DE", 2)));
    }

    private static double inSystem(NodeTable table, ExitChoice choice, long as) {
        double[] share = {0};
        choice.forEach((row, p) -> share[0] += table.as(row) == as ? p : 0);
        return share[0];
    }

    private static Target somewhere(Random random) {
        return Target.at(random.nextDouble() * 110 - 40, random.nextDouble() * 340 - 170, "DE", 0);
    }

    private static NodeRow exit(long key, String owner, double latitude, double longitude, long capacity) {
        return new NodeRow(
                key,
                owner,
                new Uplink(0, key, ""),
                Uplink.NONE,
                "DE",
                latitude,
                longitude,
                capacity,
                RandomTable.NOW - 86_400L * 100,
                NodeRow.EXIT | NodeRow.GUARD,
                0,
                0);
    }

    /** What the class should weigh, computed apart from it. */
    private static long[] exitWeights(NodeTable table, Level level) {
        long[] weights = new long[table.size()];
        for (int row = 0; row < weights.length; row++) {
            boolean verified = table.is(row, NodeRow.VERIFIED_OWNER);
            double age = table.ageDays(row);
            if (table.is(row, NodeRow.EXIT) && age >= level.minDays() && (!level.verifiedExits() || verified)) {
                double percent = age >= 68 ? 100 : age >= 30 ? 50 + (age - 30) / 38 * 50 : age >= 7
                        ? 10 + (age - 7) / 23 * 40
                        : age / 7 * 10;
                weights[row] = (long) (table.capacity(row) * (percent + 1e-9));
            }
        }
        return weights;
    }

    private static double sum(long[] weights) {
        double sum = 0;
        for (long weight : weights) {
            sum += weight;
        }
        return sum;
    }
}
