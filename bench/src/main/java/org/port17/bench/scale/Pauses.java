package org.port17.bench.scale;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a virtual machine stood still, pause by pause, from its own log ({@code -Xlog:safepoint}): the time until all threads
 * stood is in it, and stops that have nothing to do with memory are too.
 *
 * @param millis every pause in order
 */
record Pauses(List<Double> millis) {
    private static final Pattern SAFEPOINT = Pattern.compile("Safepoint \"(\\w+)\".* Total: +(\\d+) ns");
    private static final double NANOS = 1e6;

    Pauses {
        millis = List.copyOf(millis);
    }

    /** What was logged between two places of the file, see {@link #end}. */
    static Pauses between(Path log, long from, long to) throws IOException {
        byte[] text = new byte[Math.toIntExact(to - from)];
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(from);
            file.readFully(text);
        }
        return of(new String(text, StandardCharsets.US_ASCII));
    }

    static Pauses of(String log) {
        List<Double> millis = new ArrayList<>();
        Matcher found = SAFEPOINT.matcher(log);
        while (found.find()) {
            millis.add(Long.parseLong(found.group(2)) / NANOS);
        }
        return new Pauses(millis);
    }

    /** The place where the log ends now. */
    static long end(Path log) throws IOException {
        return Files.size(log);
    }

    double longest() {
        return quantile(1);
    }

    double total() {
        return millis.stream().mapToDouble(Double::doubleValue).sum();
    }

    /** The pause that a share of {@code q} does not exceed (nearest rank); 0 if there was none. */
    double quantile(double q) {
        double[] sorted =
                millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int at = (int) Math.ceil(q * sorted.length) - 1;
        return sorted.length == 0 ? 0 : sorted[Math.max(0, at)];
    }
}
