package org.port17.route.kit;

import java.util.BitSet;
import java.util.random.RandomGenerator;

/** Draws rows in proportion to whole weights in constant time (Walker 1977, in Vose's form). Immutable. */
public final class Lottery {
    private final int[] rows;
    private final BitSet held = new BitSet();
    private final int[] other;
    private final double[] keep;

    /** @param weights of every row; those of weight 0 are never drawn */
    public Lottery(long[] weights) {
        int n = 0;
        double sum = 0;
        for (long weight : weights) {
            n += weight > 0 ? 1 : 0;
            sum += weight;
        }
        rows = new int[n];
        other = new int[n];
        keep = new double[n];
        int at = 0;
        for (int row = 0; row < weights.length; row++) {
            if (weights[row] > 0) {
                rows[at] = row;
                held.set(row);
                keep[at++] = weights[row] / sum * n;
            }
        }
        pair();
    }

    /** Each column is filled up from one that is too full. */
    private void pair() {
        int[] poor = new int[rows.length];
        int[] rich = new int[rows.length];
        int poors = 0;
        int riches = 0;
        for (int i = 0; i < rows.length; i++) {
            other[i] = i;
            if (keep[i] < 1) {
                poor[poors++] = i;
            } else {
                rich[riches++] = i;
            }
        }
        while (poors > 0 && riches > 0) {
            int low = poor[--poors];
            int high = rich[riches - 1];
            other[low] = high;
            keep[high] -= 1 - keep[low];
            if (keep[high] < 1) {
                riches--;
                poor[poors++] = high;
            }
        }
    }

    /** How many rows can be drawn. */
    public int size() {
        return rows.length;
    }

    /** Whether a row can be drawn. */
    boolean holds(int row) {
        return held.get(row);
    }

    /** The i-th row that can be drawn. */
    int row(int i) {
        return rows[i];
    }

    /** One row; {@link #size} must be above 0. */
    public int draw(RandomGenerator random) {
        int column = random.nextInt(rows.length);
        return random.nextDouble() < keep[column] ? rows[column] : rows[other[column]];
    }
}
