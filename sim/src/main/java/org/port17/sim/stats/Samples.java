package org.port17.sim.stats;

import java.util.Arrays;

/** A growing list of numbers, and its quantiles. */
public final class Samples {
    private double[] values = new double[1024];
    private int size;
    private boolean sorted;

    public void add(double value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
        sorted = false;
    }

    public int size() {
        return size;
    }

    /**
     * The quantile by linear interpolation between order statistics.
     *
     * @param q from 0 to 1
     * @throws IllegalStateException for an empty list
     */
    public double quantile(double q) {
        if (size == 0) {
            throw new IllegalStateException("no samples, no quantile");
        }
        if (!sorted) {
            Arrays.sort(values, 0, size);
            sorted = true;
        }
        double at = q * (size - 1);
        int low = (int) at;
        int high = Math.min(low + 1, size - 1);
        return values[low] + (at - low) * (values[high] - values[low]);
    }

    /** @throws IllegalStateException for an empty list */
    public double mean() {
        if (size == 0) {
            throw new IllegalStateException("no samples, no mean");
        }
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += values[i];
        }
        return sum / size;
    }
}
