package org.port17.sim.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EstimateTest {
    @Test
    void theIntervalOfAKnownSample() {
        // Mean 3, standard deviation sqrt(2.5), t for four degrees of freedom 2.776.
        Estimate estimate = Estimate.of(1, 2, 3, 4, 5);
        assertEquals(3, estimate.mean(), 1e-12);
        assertEquals(2.776 * Math.sqrt(2.5 / 5), estimate.half(), 1e-12);
    }

    @Test
    void oneSampleSaysNothingAboutOthers() {
        Estimate estimate = Estimate.of(3);
        assertEquals(Double.POSITIVE_INFINITY, estimate.half());
        assertFalse(estimate.atMost(100));
    }

    @Test
    void anIntervalThatSpansTheGoalHasMissedIt() {
        Estimate estimate = new Estimate(10, 1, 10);
        assertTrue(estimate.atMost(11));
        assertFalse(estimate.atMost(10.9));
        assertTrue(estimate.atLeast(9));
        assertFalse(estimate.atLeast(9.1));
    }

    @Test
    void nineteenOfTwentyIntervalsHoldTheTruth() {
        var random = new SplittableRandom(1);
        int holds = 0;
        for (int round = 0; round < 2000; round++) {
            double[] samples = new double[10];
            for (int i = 0; i < samples.length; i++) {
                samples[i] = 5 + random.nextGaussian();
            }
            Estimate estimate = Estimate.of(samples);
            holds += Math.abs(estimate.mean() - 5) <= estimate.half() ? 1 : 0;
        }
        assertEquals(0.95, holds / 2000.0, 0.02);
    }

    @Test
    void noSampleIsNoEstimate() {
        assertThrows(IllegalArgumentException.class, Estimate::of);
    }
}
