package org.port17.route.kit;

import java.util.List;

/**
 * How much a node counts by its age: straight lines between the points.
 *
 * <p>A network younger than the last point is judged by its own age: the oldest node counts in full, others in
 * proportion, but none as younger than the first age that counts at all: else a network would lose all newcomers on the day
 * on which its first nodes begin to count. While fewer than half of the nodes were measured, all count as equally able; from then
 * on one that was not counts as little as the slowest measured one can.
 *
 * @param days ascending ages in days
 * @param percent what a node of that age counts, 0 to 100
 */
public record Ramp(List<Integer> days, List<Integer> percent) {
    /** Measured capacities count up to this, in KiB a second (64 GiB/s), so that sums stay exact. */
    static final int MOST_KIB = 1 << 26;

    /** What an unmeasured node counts: the least that a map can say, in KiB a second. */
    private static final int LEAST_KIB = 64;

    /** 10 % at 7 d, 50 % at 30 d, 100 % at 68 d. */
    public static final Ramp STANDARD = new Ramp(List.of(0, 7, 30, 68), List.of(0, 10, 50, 100));

    public Ramp {
        days = List.copyOf(days);
        percent = List.copyOf(percent);
        if (days.isEmpty() || days.size() != percent.size() || percent.get(percent.size() - 1) != 100) {
            throw new IllegalArgumentException("a ramp has as many ages as percentages and ends at 100");
        }
        for (int i = 0; i < days.size(); i++) {
            boolean rises = i == 0 || days.get(i) > days.get(i - 1) && percent.get(i) >= percent.get(i - 1);
            if (!rises || days.get(i) < 0 || percent.get(i) < 0) {
                throw new IllegalArgumentException("a ramp rises");
            }
        }
    }

    /** @param age in days */
    double percentAt(double age) {
        if (age < days.get(0)) {
            return 0;
        }
        for (int i = 1; i < days.size(); i++) {
            if (age < days.get(i)) {
                double part = (age - days.get(i - 1)) / (days.get(i) - days.get(i - 1));
                return percent.get(i - 1) + part * (percent.get(i) - percent.get(i - 1));
            }
        }
        return 100;
    }

    /** The first age of the ramp at which a node counts, in days. */
    private int firstDays() {
        int i = 0;
        while (percent.get(i) == 0) {
            i++;
        }
        return days.get(i);
    }

    /** The age at which a node counts in full, in days. */
    public int fullDays() {
        return days.get(days.size() - 1);
    }

    /** By how much ages are multiplied in this network: 1 once it is old enough. */
    double stretch(NodeTable table) {
        double network = table.networkDays();
        return network >= fullDays() ? 1 : network > 0 ? fullDays() / network : Double.POSITIVE_INFINITY;
    }

    /**
     * The weight of every row: capacity times percentage; 0 for a node that is too young.
     *
     * @param minDays least age in days
     */
    public long[] weights(NodeTable table, int minDays) {
        double stretch = stretch(table);
        long[] weights = new long[table.size()];
        for (int i = 0; i < weights.length; i++) {
            double age = Double.isInfinite(stretch) ? fullDays() : table.ageDays(i) * stretch;
            age = stretch > 1 ? Math.max(age, firstDays()) : age;
            if (age + 1e-9 >= minDays) {
                weights[i] = (long) (able(table, i) * percentAt(age + 1e-9));
            }
        }
        return weights;
    }

    private static int able(NodeTable table, int row) {
        if (!table.measured()) {
            return 1;
        }
        return table.capacity(row) > 0 ? table.capacity(row) : LEAST_KIB;
    }
}
