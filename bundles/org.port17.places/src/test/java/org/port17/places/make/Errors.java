package org.port17.places.make;

import java.util.TreeMap;

/** How far the file's points are from the source's, over addresses. */
final class Errors {
    private final TreeMap<Integer, Long> weights = new TreeMap<>();
    private long all;

    void add(double km, long weight) {
        weights.merge((int) Math.round(km), weight, Long::sum);
        all += weight;
    }

    private int quantile(double share) {
        double left = share * all;
        for (var e : weights.entrySet()) {
            left -= e.getValue();
            if (left <= 0) {
                return e.getKey();
            }
        }
        return 0;
    }

    @Override
    public String toString() {
        return "p50 " + quantile(0.5) + " km, p75 " + quantile(0.75) + " km, p90 " + quantile(0.9) + " km";
    }
}
