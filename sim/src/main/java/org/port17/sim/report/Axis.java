package org.port17.sim.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One axis of a chart.
 *
 * @param label what it shows, with the unit
 * @param low the value at its start, above 0 on a logarithmic axis
 * @param high the value at its end
 * @param logarithmic whether equal steps are equal factors
 */
public record Axis(String label, double low, double high, boolean logarithmic) {
    private static final int TICKS = 6;

    public Axis {
        if (!(low < high) || (logarithmic && !(low > 0))) {
            throw new IllegalArgumentException("an axis from " + low + " to " + high);
        }
    }

    /** From 0 to a round number that holds the largest value. */
    public static Axis upTo(String label, double largest) {
        double step = step(largest);
        return new Axis(label, 0, step * Math.max(1, Math.ceil(largest / step - 1e-9)), false);
    }

    /** Where a value lies, 0 at the start and 1 at the end; values outside go to the nearer end. */
    double at(double value) {
        double at = logarithmic
                ? Math.log(Math.max(value, low) / low) / Math.log(high / low)
                : (value - low) / (high - low);
        return Math.max(0, Math.min(1, at));
    }

    /** Round numbers along the axis. */
    List<Double> ticks() {
        List<Double> found = new ArrayList<>();
        if (logarithmic) {
            for (double decade = Math.pow(10, Math.floor(Math.log10(low))); decade <= high; decade *= 10) {
                for (int factor : new int[] {1, 2, 5}) {
                    double tick = decade * factor;
                    if (tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9)) {
                        found.add(tick);
                    }
                }
            }
        } else {
            double step = step(high - low);
            for (int i = (int) Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) {
                found.add(i * step);
            }
        }
        return found;
    }

    /** A number for people: no more digits than it needs. */
    static String text(double value) {
        if (value >= 1000) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        String text = String.format(Locale.ROOT, "%.3f", value);
        return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
    }

    /** 1, 2 or 5 times a power of ten, so that about {@link #TICKS} of them make the length. */
    private static double step(double length) {
        double raw = length > 0 ? length / TICKS : 1;
        double decade = Math.pow(10, Math.floor(Math.log10(raw)));
        for (int factor : new int[] {1, 2, 5}) {
            if (raw <= factor * decade * (1 + 1e-9)) {
                return factor * decade;
            }
        }
        return 10 * decade;
    }
}
