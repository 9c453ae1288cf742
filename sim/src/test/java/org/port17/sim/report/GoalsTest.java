package org.port17.sim.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.port17.sim.stats.Estimate;

class GoalsTest {
    private static final Goals.Goal GOAL = new Goals.Goal(1.45, 1.35);

    @Test
    void theWholeIntervalMustObey() {
        assertEquals(Goals.Standing.TARGET, Goals.standing(GOAL, new Estimate(1.3, 0.05, 10)));
        assertEquals(Goals.Standing.FLOOR, Goals.standing(GOAL, new Estimate(1.34, 0.02, 10)));
        assertEquals(Goals.Standing.MISSED, Goals.standing(GOAL, new Estimate(1.44, 0.02, 10)));
    }

    @Test
    void boundsOfPlacementHaveNoSecondChance() {
        for (int level = 1; level <= 4; level++) {
            for (String bound : List.of("placement_gain_exit", "placement_gain_guard", "same_owner", "same_as")) {
                Goals.Goal goal = Goals.of(level).get(bound);
                assertEquals(goal.target(), goal.floor());
            }
        }
    }

    @Test
    void aRowSaysHowItsGoalsStandAndCountsInWholeNumbers() {
        Map<String, Estimate> figures = new LinkedHashMap<>();
        figures.put("rtt_ratio_p50", new Estimate(1.4, 0.01, 10));
        figures.put("same_owner", new Estimate(0, 0, 10));
        figures.put("same_country", Estimate.of(0.5));
        Map<String, Object> json = new Row("level 1", 1, figures).json();
        assertEquals(1, json.get("level"));
        assertEquals(0L, json.get("same_owner"));
        Map<String, Object> halves = new LinkedHashMap<>();
        halves.put("rtt_ratio_p50", 0.01);
        halves.put("same_country", null);
        assertEquals(halves, json.get("ci95"));
        assertEquals(Map.of("rtt_ratio_p50", "floor", "same_owner", "target"), json.get("goals"));
    }

    @Test
    void tablesAreAlignedMarkdown() {
        Table table = new Table("", "a").row(List.of("one", "1.25"));
        assertEquals("|     |    a |\n|:----|-----:|\n| one | 1.25 |\n", table.toString());
        assertThrows(IllegalArgumentException.class, () -> table.row(List.of("two")));
    }
}
