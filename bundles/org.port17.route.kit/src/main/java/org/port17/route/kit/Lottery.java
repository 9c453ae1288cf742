package org.port17.route.kit;

import java.util.BitSet;
import java.util.random.RandomGenerator;

/** Draws rows in proportion to whole weights in constant time (Walker 1977, in Vose's form). Immutable. */
public final class Lottery {
    private final BitSet held = new BitSet();
    /** Of each column side by side, so that a draw touches one line of cache: the part that is kept, then its row and the other. */
    private final long[] columns;

    /** @param weights of every row; those of weight 0 are never drawn */
    public Lottery(long[] weights) {
        int n = 0;
        double sum = 0;
        for (long weight : weights) {
            n += weight > 0 ? 1 : 0;
            sum += weight;
        }
        int[] rows = new int[n];
        double[] keep = new double[n];
        int at = 0;
        for (int row = 0; row < weights.length; row++) {
            if (weights[row] > 0) {
                rows[at] = row;
                held.set(row);
                keep[at++] = weights[row] / sum * n;
            }
        }
        int[] other = pair(keep);
        columns = new long[2 * n];
        for (int i = 0; i < n; i++) {
            columns[2 * i] = Double.doubleToRawLongBits(keep[i]);
            columns[2 * i + 1] = (long) rows[i] << Integer.SIZE | rows[other[i]];
        }
    }

    /** Each column is filled up from one that is too full: the number of that one. */
    private static int[] pair(double[] keep) {
        int[] other = new int[keep.length];
        int[] poor = new int[keep.length];
        int[] rich = new int[keep.length];
        int poors = 0;
        int riches = 0;
        for (int i = 0; i < keep.length; i++) {
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
        return other;
    }

    /** How many rows can be drawn. */
    public int size() {
        return columns.length / 2;
    }

    /** Whether a row can be drawn. */
    boolean holds(int row) {
        return held.get(row);
    }

    /** The i-th row that can be drawn. */
    int row(int i) {
        return (int) (columns[2 * i + 1] >>> Integer.SIZE);
    }

    /** One row; {@link #size} must be above 0. */
    public int draw(RandomGenerator random) {
        int column = random.nextInt(size());
        boolean kept = random.nextDouble() < Double.longBitsToDouble(columns[2 * column]);
        return kept ? row(column) : (int) columns[2 * column + 1];
    }
}
