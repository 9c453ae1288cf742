package org.port17.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.port17.api.Port17Exception;
import org.port17.spi.suite.CipherSuite;

/**
 * {@code ./port17 bench ratchet}: the share of a download's CPU time that the ratchet takes. Pairs of runs, one with the
 * ratchet and one with plain keys, each in a fresh virtual machine and in turns first; of each pair the share by which the
 * one needs more than the other, over all pairs the mean with its 95 % confidence interval.
 */
public final class RatchetShare {
    private static final String RUN = "--run";
    private static final long MB = 1_000_000;

    /** Two-sided 95 % of Student's t with 1 to 30 degrees of freedom; beyond, that of the normal distribution. */
    private static final double[] T95 = {
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120,
        2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042
    };

    private static final double NORMAL95 = 1.960;

    private final String suite;
    private final int pairs;
    private final long megabytes;

    private RatchetShare(String suite, int pairs, long megabytes) {
        this.suite = suite;
        this.pairs = pairs;
        this.megabytes = megabytes;
    }

    /** {@code [--pairs N] [--mb N] [--suite NAME] [--json]} */
    public static void main(String[] args) throws Exception {
        if (args.length == 4 && args[0].equals(RUN)) {
            System.out.println(run(args[1], args[2].equals("on"), Long.parseLong(args[3])));
            return;
        }
        String suite = "aesgcm/sunjce";
        int pairs = 10;
        long megabytes = 1_500;
        boolean json = false;
        try {
            for (int i = 0; i < args.length; i++) {
                switch (args[i]) {
                    case "--pairs" -> pairs = number(args[++i], 2, 1_000);
                    case "--mb" -> megabytes = number(args[++i], 10, 1_000_000);
                    case "--suite" -> suite = args[++i];
                    case "--json" -> json = true;
                    default -> throw new IllegalArgumentException("unknown word " + args[i]);
                }
            }
            RatchetBench.made(suite);
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            System.err.println(
                    "port17 bench ratchet [--pairs N] [--mb N] [--suite aesgcm/sunjce|aesgcm/accp|chacha/sunjce]"
                            + " [--json]: " + e.getMessage());
            System.exit(2);
        }
        new RatchetShare(suite, pairs, megabytes).measure(json);
    }

    private static int number(String text, int min, int max) {
        int number = Integer.parseInt(text);
        if (number < min || number > max) {
            throw new IllegalArgumentException(text + " is not between " + min + " and " + max);
        }
        return number;
    }

    private void measure(boolean json) throws IOException, InterruptedException {
        double[] shares = new double[pairs];
        double[] on = new double[pairs];
        double[] off = new double[pairs];
        for (int i = 0; i < pairs; i++) {
            boolean onFirst = i % 2 == 0;
            double first = fork(onFirst);
            double second = fork(!onFirst);
            on[i] = onFirst ? first : second;
            off[i] = onFirst ? second : first;
            shares[i] = on[i] / off[i] - 1;
            (json ? System.err : System.out)
                    .printf(
                            Locale.ROOT,
                            "pair %2d  with ratchet %.3f  plain key %.3f CPU s/GB  share %+.2f %%%n",
                            i + 1,
                            on[i],
                            off[i],
                            100 * shares[i]);
        }
        double half = t95(pairs - 1) * deviation(shares) / Math.sqrt(pairs);
        double mean = mean(shares);
        double[] sorted = shares.clone();
        Arrays.sort(sorted);
        String text = json
                ? "{\"ok\":true,\"suite\":\"%s\",\"pairs\":%d,\"mb\":%d,\"on_cpu_s_per_gb\":%.4f,\"off_cpu_s_per_gb\":%.4f,"
                        + "\"share_mean\":%.5f,\"share_ci95_low\":%.5f,\"share_ci95_high\":%.5f,\"share_min\":%.5f,"
                        + "\"share_median\":%.5f,\"share_max\":%.5f}%n"
                : "%s, %d pairs of %d MB: with ratchet %.3f, plain key %.3f CPU s/GB%nthe ratchet adds %.2f %% (95 %% confidence"
                        + " %.2f to %.2f; pairs from %.2f over %.2f to %.2f)%n";
        double unit = json ? 1 : 100;
        System.out.printf(
                Locale.ROOT,
                text,
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

    private double fork(boolean ratchet) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "-Xmx256m"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), RatchetShare.class.getName()));
        command.addAll(List.of(RUN, suite, ratchet ? "on" : "off", Long.toString(megabytes)));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        if (process.waitFor() != 0) {
            throw new IOException("a run ended with code " + process.exitValue());
        }
        return Double.parseDouble(said);
    }

    /** CPU seconds of this whole process, its compiler and collector included, for 10^9 bytes; a third more warm it up. */
    private static double run(String name, boolean ratchet, long megabytes) throws Port17Exception {
        CipherSuite real = RatchetBench.made(name);
        CipherSuite suite = ratchet ? real : new PlainKeySuite(real, RatchetBench.bulk(name));
        long cells = megabytes * MB / DownloadPath.CELL;
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        try (DownloadPath path = new DownloadPath(suite)) {
            for (long i = 0; i < cells / 3; i++) {
                path.cell();
            }
            long before = system.getProcessCpuTime();
            for (long i = 0; i < cells; i++) {
                path.cell();
            }
            if (!ratchet && path.steps() != 0) {
                throw new IllegalStateException("a plain key stepped");
            }
            return (double) (system.getProcessCpuTime() - before) / (cells * DownloadPath.CELL);
        }
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
