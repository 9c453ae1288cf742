package org.port17.sim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.port17.sim.measure.AttackCost;
import org.port17.sim.measure.Figures;
import org.port17.sim.report.Goals;
import org.port17.sim.report.Row;

/**
 * Everything a run found.
 *
 * @param options what was asked for
 * @param levels the four levels as shipped
 * @param baselines other ways to choose, in the same networks
 * @param variants the levels with something changed
 * @param curve level 1 under bounds from 1 to 64, empty unless a report was wanted
 * @param lies what nodes gain that lie about their capacity
 * @param map what the network's map costs
 */
public record Outcome(
        SimOptions options,
        List<Row> levels,
        List<Row> baselines,
        List<Row> variants,
        List<Row> curve,
        Row lies,
        Figures map) {
    private static final double[] PARTS = {0.01, 0.1, 0.5};
    private static final double CHANCE = 0.5;
    private static final double MONTHS = 3;

    /** What an attack on a level costs, in EUR a month, by the bounds that it keeps. */
    public Map<String, Object> attackCost(int level) {
        Map<String, Goals.Goal> bounds = Goals.of(level);
        var cost = new AttackCost(
                options.nodes(),
                bounds.get("placement_gain_exit").floor(),
                bounds.get("placement_gain_guard").floor());
        Map<String, Object> euros = new LinkedHashMap<>();
        euros.put("level", level);
        for (double part : PARTS) {
            euros.put("exits_" + Math.round(part * 100) + "_percent", Math.round(cost.exitsOfDestination(part)));
        }
        euros.put("both_ends_of_user", Math.round(cost.bothEndsOfUser(CHANCE, MONTHS)));
        return euros;
    }

    /** The object on the last line of {@code --json}; fields may be added, never taken away. */
    public Map<String, Object> json() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("nodes", options.nodes());
        object.put("seed", options.seed());
        object.put("networks", options.networks());
        object.put("connections", options.connections());
        object.put("java", System.getProperty("java.version"));
        object.put("processors", Runtime.getRuntime().availableProcessors());
        object.put("levels", levels.stream().map(Row::json).toList());
        object.put("baselines", baselines.stream().map(Row::json).toList());
        object.put("variants", variants.stream().map(Row::json).toList());
        object.put("curve", curve.stream().map(Row::json).toList());
        object.put("lies", lies.json());
        Map<String, Object> mapObject = new LinkedHashMap<>();
        for (String name : map.names()) {
            mapObject.put(name, map.get(name).orElseThrow());
        }
        object.put("map", mapObject);
        List<Object> costs = new ArrayList<>();
        levels.forEach(row -> costs.add(attackCost(row.level())));
        object.put("attack_eur_month", costs);
        return object;
    }
}
