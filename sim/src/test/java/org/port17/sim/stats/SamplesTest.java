package org.port17.sim.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class SamplesTest {
    @Test
    void quantilesLieBetweenTheSamples() {
        var samples = new Samples();
        for (int i = 2000; i >= 0; i--) {
            samples.add(i);
        }
        assertEquals(0, samples.quantile(0));
        assertEquals(1000, samples.quantile(0.5));
        assertEquals(1900, samples.quantile(0.95), 1e-9);
        assertEquals(2000, samples.quantile(1));
        assertEquals(1000, samples.mean(), 1e-9);
        samples.add(-1);
        assertEquals(-1, samples.quantile(0));
    }

    @Test
    void quantilesAreInterpolated() {
        var samples = new Samples();
        samples.add(10);
        samples.add(20);
        assertEquals(12.5, samples.quantile(0.25), 1e-9);
    }

    @Test
    void nothingHasNoQuantileAndNoMean() {
        assertThrows(IllegalStateException.class, () -> new Samples().quantile(0.5));
        assertThrows(IllegalStateException.class, () -> new Samples().mean());
    }
}
