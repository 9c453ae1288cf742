package org.port17.sim.report;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.port17.sim.measure.Tally;
import org.port17.sim.stats.Estimate;

/**
 * All figures of one way to choose routes.
 *
 * @param name as in tables and in the JSON
 * @param level 1 to 4 for a level as shipped, 0 for everything else
 * @param figures by name
 */
public record Row(String name, int level, Map<String, Estimate> figures) {
    public Row {
        figures = new LinkedHashMap<>(figures);
    }

    /** This row with further figures. */
    public Row with(Map<String, Estimate> more) {
        Map<String, Estimate> all = new LinkedHashMap<>(figures);
        all.putAll(more);
        return new Row(name, level, all);
    }

    /** For the JSON: the means, then half the width of each 95 % interval under {@code ci95}, then how goals stand. */
    public Map<String, Object> json() {
        Map<String, Object> object = new LinkedHashMap<>();
        if (level > 0) {
            object.put("level", level);
        } else {
            object.put("name", name);
        }
        Map<String, Object> halves = new LinkedHashMap<>();
        figures.forEach((figure, estimate) -> {
            if (Tally.counts(figure)) {
                object.put(figure, Math.round(estimate.mean()));
            } else {
                object.put(figure, estimate.mean());
                halves.put(figure, Double.isInfinite(estimate.half()) ? null : (Object) estimate.half());
            }
        });
        object.put("ci95", halves);
        if (level > 0) {
            Map<String, Object> standings = new LinkedHashMap<>();
            Goals.of(level).forEach((figure, goal) -> {
                if (figures.containsKey(figure)) {
                    String standing = Goals.standing(goal, figures.get(figure)).name();
                    standings.put(figure, standing.toLowerCase(Locale.ROOT));
                }
            });
            object.put("goals", standings);
        }
        return object;
    }

    /** A figure as people read it, with its interval; a dash where there is none. */
    public String text(String figure, int digits) {
        Estimate estimate = figures.get(figure);
        if (estimate == null) {
            return "-";
        }
        String mean = number(estimate.mean(), digits);
        return Tally.counts(figure) || Double.isInfinite(estimate.half())
                ? mean
                : mean + " ± " + number(estimate.half(), digits);
    }

    private static String number(double value, int digits) {
        return String.format(Locale.ROOT, "%,." + digits + "f", value);
    }
}
