package org.port17.sim.measure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.port17.sim.stats.Estimate;

/** What several networks gave for one way to choose routes. Counts that must be 0 are summed, all else is averaged. */
public final class Tally {
    /** Figures that count things that went wrong: their mean would hide a single one. */
    private static final Set<String> COUNTS = Set.of("same_owner", "same_as", "same_hoster", "no_route");

    private final Map<String, List<Double>> samples = new LinkedHashMap<>();

    public void add(Figures figures) {
        for (String name : figures.names()) {
            samples.computeIfAbsent(name, n -> new ArrayList<>())
                    .add(figures.get(name).orElseThrow());
        }
    }

    /** Each figure by name, in the order in which the first network put them. */
    public Map<String, Estimate> estimates() {
        Map<String, Estimate> found = new LinkedHashMap<>();
        samples.forEach((name, values) -> {
            double[] numbers = values.stream().mapToDouble(Double::doubleValue).toArray();
            found.put(name, counts(name) ? new Estimate(sum(numbers), 0, numbers.length) : Estimate.of(numbers));
        });
        return found;
    }

    /** Whether a figure is a count over all networks instead of a mean. */
    public static boolean counts(String name) {
        return COUNTS.contains(name);
    }

    private static double sum(double[] numbers) {
        double sum = 0;
        for (double number : numbers) {
            sum += number;
        }
        return sum;
    }
}
