package org.port17.route.kit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;

class GuardsTest {
    private static final NodeTable TABLE = RandomTable.of(1, 3000, 900, 900);
    private static final Level LEVEL = Levels.standard().get(0);
    private static final long DAY = 86_400;
    private static final Map<Level, Lottery> LOTTERIES = new HashMap<>();

    @Test
    void entriesSurviveARestart() throws Port17Exception {
        byte[] salt = new byte[32];
        new Random(1).nextBytes(salt);
        Guards guards = new Guards(salt);
        for (Level level : Levels.standard()) {
            entries(guards, level, RandomTable.NOW, 1, 47);
        }
        Guards again = GuardFile.read(GuardFile.write(guards));
        assertArrayEquals(salt, again.salt());
        for (Level level : Levels.standard()) {
            assertEquals(guards.of(level.number()), again.of(level.number()));
            assertEquals(
                    entries(guards, level, RandomTable.NOW, 2, 47), entries(again, level, RandomTable.NOW, 3, -30));
        }
    }

    @Test
    void everyDamagedByteIsFound() throws Port17Exception {
        Guards guards = new Guards(new byte[32]);
        entries(guards, LEVEL, RandomTable.NOW, 1, 47);
        byte[] good = GuardFile.write(guards);
        Random random = new Random(1);
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= (byte) (1 << random.nextInt(8));
            var e = assertThrows(Port17Exception.class, () -> GuardFile.read(bad), "byte " + i);
            assertEquals(ErrorKind.BAD_INPUT, e.kind());
        }
        for (int length = 0; length < good.length; length++) {
            byte[] shorter = Arrays.copyOf(good, length);
            assertThrows(Port17Exception.class, () -> GuardFile.read(shorter));
        }
        assertThrows(Port17Exception.class, () -> GuardFile.read(new byte[GuardFile.MOST_BYTES + 1]));
    }

    @Test
    void aLaterVersionIsNamed() {
        byte[] bytes = GuardFile.write(new Guards(new byte[32]));
        bytes[4] = 9;
        var e = assertThrows(Port17Exception.class, () -> GuardFile.read(bytes));
        assertTrue(e.getMessage().contains("version 9"), e.getMessage());
    }

    @Test
    void entriesStayForTheirTimeAndThenGo() {
        Guards guards = new Guards(new byte[32]);
        List<Integer> first = entries(guards, LEVEL, RandomTable.NOW, 1, 47);
        assertEquals(first, entries(guards, LEVEL, RandomTable.NOW + 119 * DAY, 2, 47));
        List<Integer> later = entries(guards, LEVEL, RandomTable.NOW + 121 * DAY, 3, 47);
        assertTrue(later.stream().noneMatch(first::contains), "drawn anew among three thousand");
    }

    /** A clock that ran years ahead when they were chosen does not make them stay for years. */
    @Test
    void entriesOfAFutureClockGo() {
        Guards guards = new Guards(new byte[32]);
        List<Integer> wrong = entries(guards, LEVEL, RandomTable.NOW + 2000 * DAY, 1, 47);
        assertTrue(entries(guards, LEVEL, RandomTable.NOW, 2, 47).stream().noneMatch(wrong::contains));
    }

    /** Nearest of m: standing beside the client gains at most m times the share. */
    @Test
    void aPlaceBesideTheClientGainsNoMoreThanTheSamples() {
        for (Level level :
                List.of(LEVEL, Levels.standard().get(1), Levels.standard().get(2))) {
            long[] weights = level.ramp().weights(TABLE, level.minDays());
            double all = Arrays.stream(weights).sum();
            double near = 0;
            BitSet beside = new BitSet();
            for (int row = 0; row < TABLE.size(); row++) {
                if (row % 200 == 0) {
                    beside.set(row);
                    near += weights[row];
                }
            }
            Times times = new Times() {
                @Override
                public double between(int a, int b) {
                    return 10;
                }

                @Override
                public double toEntry(int row) {
                    return beside.get(row) ? 1 : 100;
                }
            };
            int hits = 0;
            int clients = 6000;
            for (int seed = 0; seed < clients; seed++) {
                Guards guards = new Guards(new byte[32]);
                var choice = choice(level, times, RandomTable.NOW, seed);
                var draft = new Draft(TABLE, level.rules(), level.nodes(), -1);
                hits += beside.get(guards.entries(choice, draft).get(0)) ? 1 : 0;
            }
            double share = near / all;
            double gain = hits / (clients * share);
            double sigma = Math.sqrt(clients * share * level.entry().samples()) / (clients * share);
            assertTrue(gain <= level.entry().samples() + 5 * sigma, "gain " + gain + " of " + level.entry());
        }
    }

    @Test
    void withoutAnyKnownTimeTheFirstSampleServes() {
        Guards guards = new Guards(new byte[32]);
        var choice = choice(LEVEL, Times.byDistance(TABLE), RandomTable.NOW, 1);
        assertTrue(
                guards.entries(choice, new Draft(TABLE, LEVEL.rules(), 3, -1)).size() >= 1);
    }

    private static List<Integer> entries(Guards guards, Level level, long now, int seed, double latitude) {
        var draft = new Draft(TABLE, level.rules(), level.nodes(), -1);
        return guards.entries(choice(level, Times.byDistance(TABLE, latitude, 8), now, seed), draft);
    }

    private static Guards.Choice choice(Level level, Times times, long now, int seed) {
        var lottery =
                LOTTERIES.computeIfAbsent(level, key -> new Lottery(key.ramp().weights(TABLE, key.minDays())));
        var client = new RouteMaker.Client(
                new Guards(new byte[32]), times, "", new BitSet(), now, new SplittableRandom(seed));
        return new Guards.Choice(TABLE, level, lottery, lottery, client);
    }
}
