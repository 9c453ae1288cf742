package org.port17.sim.stats;

/**
 * A mean over independent networks with its 95 % confidence interval (Student's t).
 *
 * @param mean of the samples
 * @param half half the width of the interval; infinite for one sample, which says nothing about others
 * @param samples how many there were
 */
public record Estimate(double mean, double half, int samples) {
    /** Two-sided 95 % points of Student's t for 1, 2, ... degrees of freedom. */
    private static final double[] T = {
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120,
        2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042
    };

    private static final double T_MANY = 1.96;
    /** Sums of doubles that should be whole are off by so little. */
    private static final double ROUNDING = 1e-9;

    /** @throws IllegalArgumentException for no samples */
    public static Estimate of(double... samples) {
        if (samples.length == 0) {
            throw new IllegalArgumentException("an estimate needs a sample");
        }
        double sum = 0;
        for (double sample : samples) {
            sum += sample;
        }
        double mean = sum / samples.length;
        if (samples.length == 1) {
            return new Estimate(mean, Double.POSITIVE_INFINITY, 1);
        }
        double squares = 0;
        for (double sample : samples) {
            squares += (sample - mean) * (sample - mean);
        }
        int freedom = samples.length - 1;
        double t = freedom <= T.length ? T[freedom - 1] : T_MANY;
        return new Estimate(mean, t * Math.sqrt(squares / freedom / samples.length), samples.length);
    }

    /** Whether the whole interval lies at or below the goal: one that spans it has missed. */
    public boolean atMost(double goal) {
        return mean + half <= goal + Math.abs(goal) * ROUNDING;
    }

    /** Whether the whole interval lies at or above the goal. */
    public boolean atLeast(double goal) {
        return mean - half >= goal - Math.abs(goal) * ROUNDING;
    }
}
