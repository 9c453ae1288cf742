package org.port17.sim.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MutualInformationTest {
    private static final int MANY = 50_000;
    private final SplittableRandom random = new SplittableRandom(7);

    @Test
    void equalLabelsTellAll() {
        int[] x = draws(8);
        assertEquals(3, MutualInformation.plugIn(x, x), 0.01);
        assertEquals(3, MutualInformation.corrected(x, x, random), 0.01);
    }

    @Test
    void aBinaryChannelThatErrsOneInNineTellsHalfABit() {
        int[] x = draws(2);
        int[] y = x.clone();
        for (int i = 0; i < y.length; i++) {
            y[i] ^= random.nextDouble() < 0.11 ? 1 : 0;
        }
        assertEquals(0.5, MutualInformation.corrected(x, y, random), 0.01);
    }

    @Test
    void strangersTellNothingOnceTheBiasIsGone() {
        int[] x = draws(40);
        int[] y = draws(500);
        double bias = 39 * 499 / (2 * MANY * Math.log(2));
        assertEquals(bias, MutualInformation.plugIn(x, y), bias / 5);
        assertTrue(Math.abs(MutualInformation.corrected(x, y, random)) < bias / 20);
    }

    @Test
    void labelsBelowZeroAreLabels() {
        int[] x = draws(4);
        int[] y = x.clone();
        for (int i = 0; i < y.length; i++) {
            y[i] -= 2;
        }
        assertEquals(2, MutualInformation.plugIn(x, y), 0.01);
    }

    @Test
    void unequalLengthsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> MutualInformation.plugIn(new int[1], new int[2]));
        assertThrows(IllegalArgumentException.class, () -> MutualInformation.plugIn(new int[0], new int[0]));
    }

    private int[] draws(int labels) {
        int[] drawn = new int[MANY];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = random.nextInt(labels);
        }
        return drawn;
    }
}
