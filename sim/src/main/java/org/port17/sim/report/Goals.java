package org.port17.sim.report;

import java.util.LinkedHashMap;
import java.util.Map;
import org.port17.sim.stats.Estimate;

/** What the levels are held to. A figure whose interval spans a goal has missed it. */
public final class Goals {
    /**
     * @param floor must be met
     * @param target what the project wants to publish
     */
    public record Goal(double floor, double target) {}

    /** How a figure stands. */
    public enum Standing {
        TARGET,
        FLOOR,
        MISSED
    }

    private static final double[][] RTT_P50 = {{1.45, 1.35}, {1.6, 1.5}, {2.4, 2.1}, {4.0, 3.2}};
    private static final double[][] EXIT_KM = {{750, 400}, {1050, 700}, {1500, 1100}, {2000, 1500}};
    private static final double[] EXIT_GAIN = {12, 8, 5, 4};
    private static final double[] GUARD_GAIN = {8, 3, 1, 1};
    private static final double ROUTE_MICROS = 100;

    private Goals() {}

    /** The goals of a level, 1 to 4, by figure. */
    public static Map<String, Goal> of(int level) {
        int i = level - 1;
        Map<String, Goal> goals = new LinkedHashMap<>();
        goals.put("rtt_ratio_p50", new Goal(RTT_P50[i][0], RTT_P50[i][1]));
        goals.put("exit_km_p50", new Goal(EXIT_KM[i][0], EXIT_KM[i][1]));
        goals.put("placement_gain_exit", new Goal(EXIT_GAIN[i], EXIT_GAIN[i]));
        goals.put("placement_gain_guard", new Goal(GUARD_GAIN[i], GUARD_GAIN[i]));
        goals.put("same_owner", new Goal(0, 0));
        goals.put("same_as", new Goal(0, 0));
        goals.put("same_hoster", new Goal(0, 0));
        goals.put("route_us_p99", new Goal(ROUTE_MICROS, ROUTE_MICROS));
        return goals;
    }

    /** How an estimate stands against a goal that it should be at or below. */
    public static Standing standing(Goal goal, Estimate estimate) {
        if (estimate.atMost(goal.target())) {
            return Standing.TARGET;
        }
        return estimate.atMost(goal.floor()) ? Standing.FLOOR : Standing.MISSED;
    }
}
