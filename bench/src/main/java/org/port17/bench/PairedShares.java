package org.port17.bench;

import java.util.Arrays;
import java.util.Locale;

/**
 * Of each pair of runs the share by which the one with the ratchet costs more than the other: over all pairs the mean with
 * its two-sided 95 % confidence interval.
 *
 * @param on CPU s/GB with the ratchet, a value for each pair
 * @param off with plain keys, of the same pairs
 */
record PairedShares(double[] on, double[] off) {
    /** Two-sided 95 % of Student's t with 1 to 30 degrees of freedom; beyond, that of the normal distribution. */
    private static final double[] T95 = {
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120,
        2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042
    };

    private static final double NORMAL95 = 1.960;

    private static final String JSON = "{\"ok\":true,\"form\":\"%s\",\"suite\":\"%s\",\"pairs\":%d,\"mb\":%d,"
            + "\"on_cpu_s_per_gb\":%.4f,\"off_cpu_s_per_gb\":%.4f,\"share_mean\":%.5f,\"share_ci95_low\":%.5f,"
            + "\"share_ci95_high\":%.5f,\"share_min\":%.5f,\"share_median\":%.5f,\"share_max\":%.5f}%n";

    private static final String TEXT = "%s, %s, %d pairs of %d MB: with ratchet %.3f, plain key %.3f CPU s/GB%n"
            + "the ratchet adds %.2f %% (95 %% confidence %.2f to %.2f; pairs from %.2f over %.2f to %.2f)%n";

    String result(String form, String suite, long megabytes, boolean json) {
        int pairs = on.length;
        double[] shares = new double[pairs];
        Arrays.setAll(shares, i -> on[i] / off[i] - 1);
        double mean = mean(shares);
        double half = t95(pairs - 1) * deviation(shares) / Math.sqrt(pairs);
        double[] sorted = shares.clone();
        Arrays.sort(sorted);
        double unit = json ? 1 : 100;
        return String.format(
                Locale.ROOT,
                json ? JSON : TEXT,
                form,
                suite,
                pairs,
                megabytes,
                mean(on),
                mean(off),
                unit * mean,
                unit * (mean - half),
                unit * (mean + half),
                unit * sorted[0],
                unit * (sorted[(pairs - 1) / 2] + sorted[pairs / 2]) / 2,
                unit * sorted[pairs - 1]);
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double deviation(double[] values) {
        double mean = mean(values);
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        return Math.sqrt(squares / (values.length - 1));
    }

    private static double t95(int degrees) {
        return degrees <= T95.length ? T95[degrees - 1] : NORMAL95;
    }
}
