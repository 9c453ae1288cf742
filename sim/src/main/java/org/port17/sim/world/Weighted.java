package org.port17.sim.world;

import java.util.random.RandomGenerator;

/** Draws indices in proportion to weights: one random number and one binary search a draw. */
public final class Weighted {
    private final double[] upTo;

    /** @throws IllegalArgumentException for no weight above 0, or one that is negative or not a number */
    public Weighted(double[] weights) {
        upTo = new double[weights.length];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            if (!(weights[i] >= 0) || Double.isInfinite(weights[i])) {
                throw new IllegalArgumentException("a weight is a number from 0 up, not " + weights[i]);
            }
            sum += weights[i];
            upTo[i] = sum;
        }
        if (!(sum > 0)) {
            throw new IllegalArgumentException("no weight is above 0");
        }
    }

    public double total() {
        return upTo[upTo.length - 1];
    }

    public int draw(RandomGenerator random) {
        double at = random.nextDouble() * total();
        int low = 0;
        int high = upTo.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (upTo[middle] > at) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
