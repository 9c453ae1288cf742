package org.port17.sim.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.port17.sim.Outcome;

/** The charts of a run, by file name. */
final class Charts {
    private static final int[] PERCENTS = {10, 20, 30, 40, 50, 60, 70, 80, 90, 95};

    private final Outcome outcome;

    Charts(Outcome outcome) {
        this.outcome = outcome;
    }

    Map<String, Plot> all() {
        Map<String, Plot> charts = new LinkedHashMap<>();
        charts.put("round-trips", roundTrips());
        if (!outcome.curve().isEmpty()) {
            charts.put("bound-rtt", bound("RTT p50 / direct", "rtt_ratio_p50"));
            charts.put("bound-km", bound("exit to server p50, km", "exit_km_p50"));
            charts.put("bound-gain", bound("gain of a 0.2 % attacker at the worst city", "placement_gain_exit"));
        }
        return charts;
    }

    private Plot roundTrips() {
        List<Row> rows = new ArrayList<>(outcome.levels());
        rows.addAll(outcome.baselines());
        double slowest =
                rows.stream().mapToDouble(row -> mean(row, "rtt_ms_p95")).max().orElseThrow();
        Plot plot = new Plot(
                "Round trips to single servers, " + outcome.options().nodes() + " nodes",
                Axis.upTo("round trip, ms", slowest),
                new Axis("connections at most so slow, %", 0, 100, false));
        for (Row row : rows) {
            plot.line(row.name(), values(p -> mean(row, "rtt_ms_p" + p)), values(p -> p), false);
        }
        Row any = rows.get(0);
        return plot.line("direct", values(p -> mean(any, "direct_ms_p" + p)), values(p -> p), false);
    }

    private Plot bound(String label, String figure) {
        List<Row> curve = outcome.curve();
        double[] gammas = curve.stream().mapToDouble(Charts::gamma).toArray();
        double[] found = curve.stream().mapToDouble(row -> mean(row, figure)).toArray();
        double largest =
                curve.stream().mapToDouble(row -> mean(row, figure)).max().orElseThrow();
        Plot plot = new Plot(
                label + " under other bounds, " + outcome.options().nodes() + " nodes",
                new Axis("bound of the exit's gain (gamma)", gammas[0], gammas[gammas.length - 1], true),
                Axis.upTo(label, largest));
        plot.line("level 1's guards, middles", gammas, found, true);
        for (Row level : outcome.levels()) {
            plot.line(
                    "level " + level.level() + " as shipped",
                    new double[] {shipped(level)},
                    new double[] {mean(level, figure)},
                    true);
        }
        return plot;
    }

    private static double shipped(Row level) {
        return Goals.of(level.level()).get("placement_gain_exit").floor();
    }

    /** Rows of the curve are named by their bound. */
    private static double gamma(Row row) {
        return Double.parseDouble(row.name().substring(row.name().indexOf(' ') + 1));
    }

    private static double[] values(IntToDoubleFunction of) {
        double[] values = new double[PERCENTS.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = of.applyAsDouble(PERCENTS[i]);
        }
        return values;
    }

    private static double mean(Row row, String figure) {
        return row.figures().get(figure).mean();
    }
}
