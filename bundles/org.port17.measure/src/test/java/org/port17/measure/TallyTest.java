package org.port17.measure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What counts of what nodes did. */
class TallyTest {
    private static Tally of(long claimed, int... perSecond) {
        Tally tally = new Tally(perSecond.length);
        for (int second = 0; second < perSecond.length; second++) {
            tally.echoed(second, perSecond[second]);
        }
        tally.claimed(0, claimed);
        return tally;
    }

    @Test
    void meanAndMedianBothBoundTheRate() {
        assertArrayEquals(new long[] {100}, Tally.rates(List.of(of(0, 100, 100, 100, 100, 100))));
        assertArrayEquals(new long[] {100}, Tally.rates(List.of(of(0, 900, 100, 100, 100, 100))), "a burst");
        assertArrayEquals(new long[] {60}, Tally.rates(List.of(of(0, 0, 0, 100, 100, 100))), "saved up");
        assertArrayEquals(new long[] {0}, Tally.rates(List.of(of(0, 0, 0, 0, 900, 900))));
    }

    @Test
    void aThirdOfWhatWasEchoedIsBelieved() {
        assertArrayEquals(new long[] {400}, Tally.rates(List.of(of(Long.MAX_VALUE, 300, 300, 300))));
        assertArrayEquals(new long[] {310}, Tally.rates(List.of(of(30, 300, 300, 300))), "what it says is less");
        assertArrayEquals(new long[] {0}, Tally.rates(List.of(of(Long.MAX_VALUE, 0, 0, 0))));
        Tally greedy = of(Long.MAX_VALUE, 300, 300, 300);
        greedy.claimed(1, Long.MAX_VALUE);
        assertEquals(400, greedy.counted(1), "no overflow");
    }

    @Test
    void whoTakesTurnsIsOne() {
        long[] rates = Tally.rates(List.of(of(0, 100, 0, 100, 0, 100), of(0, 0, 100, 0, 100, 0)));
        assertTrue(rates[0] + rates[1] <= 100, rates[0] + " and " + rates[1]);
        assertArrayEquals(new long[] {50, 50}, Tally.rates(List.of(of(0, 50, 50, 50), of(0, 50, 50, 50))));
    }

    /** Whatever nodes on one line do within what it carries, and say. */
    @Test
    void noneComeToMoreThanFourThirdsOfTheirLine() {
        Random random = new Random(17);
        for (int round = 0; round < 2_000; round++) {
            int line = 1 + random.nextInt(1_000_000);
            int seconds = 5 + random.nextInt(26);
            List<Tally> nodes = new ArrayList<>();
            for (int i = 1 + random.nextInt(4); i > 0; i--) {
                nodes.add(new Tally(seconds));
            }
            for (int second = 0; second < seconds; second++) {
                int left = line;
                for (Tally node : nodes) {
                    int part = random.nextBoolean() ? left : random.nextInt(left + 1);
                    node.echoed(second, part);
                    node.claimed(second, random.nextInt() & 0x7fff_ffff);
                    left -= part;
                }
            }
            long sum = 0;
            for (long rate : Tally.rates(nodes)) {
                sum += rate;
            }
            assertTrue(3 * sum <= 4L * line, sum + " of " + line);
        }
    }

    @Test
    void whatIsOutsideOfTheTimeIsPassedOver() {
        Tally tally = of(0, 100, 100);
        tally.echoed(-1, 900);
        tally.echoed(2, 900);
        tally.claimed(2, 900);
        assertArrayEquals(new long[] {100}, Tally.rates(List.of(tally)));
        assertArrayEquals(new long[0], Tally.rates(List.of()));
    }
}
