package org.port17.sim.stats;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** How many bits one observed label tells about another, from paired samples. */
public final class MutualInformation {
    private static final int SHUFFLES = 4;

    private MutualInformation() {}

    /** The plug-in estimate, never below 0 and too high by about (|X|-1)(|Y|-1)/(2 n ln 2) bits. */
    public static double plugIn(int[] x, int[] y) {
        if (x.length != y.length || x.length == 0) {
            throw new IllegalArgumentException("needs as many x as y, and at least one");
        }
        long[] pairs = new long[x.length];
        for (int i = 0; i < x.length; i++) {
            pairs[i] = ((long) x[i] << 32) | (y[i] & 0xffffffffL);
        }
        return entropy(widened(x)) + entropy(widened(y)) - entropy(pairs);
    }

    /**
     * The estimate without the bias of small samples: what is left above the same samples paired at random. Near 0 it
     * may come out a little negative; that means nothing was found.
     */
    public static double corrected(int[] x, int[] y, RandomGenerator random) {
        int[] shuffled = y.clone();
        double floor = 0;
        for (int round = 0; round < SHUFFLES; round++) {
            for (int i = shuffled.length - 1; i > 0; i--) {
                int j = random.nextInt(i + 1);
                int held = shuffled[i];
                shuffled[i] = shuffled[j];
                shuffled[j] = held;
            }
            floor += plugIn(x, shuffled) / SHUFFLES;
        }
        return plugIn(x, y) - floor;
    }

    private static long[] widened(int[] labels) {
        return Arrays.stream(labels).asLongStream().toArray();
    }

    private static double entropy(long[] labels) {
        Arrays.sort(labels);
        double bits = 0;
        for (int from = 0; from < labels.length; ) {
            int to = from;
            while (to < labels.length && labels[to] == labels[from]) {
                to++;
            }
            double p = (double) (to - from) / labels.length;
            bits -= p * Math.log(p) / Math.log(2);
            from = to;
        }
        return bits;
    }
}
