package org.port17.places.make;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.port17.places.PlaceFormat;


/**
 * The points that stand for all points of one system in one country: one where most addresses are close together, some
 * where they are not. Each point used is one of the system's own.
 */
final class Clusters {
    /** Closer than this counts as one place. */
    private static final double REACH_KM = 300;

    private static final double CLOSE_KM = 200;
    private static final int MOST = 12;
    /** The share of its weight within the uncertainty of a point. */
    private static final double SHARE = 0.7;

    private final Map<Integer, Long> weights = new HashMap<>();
    private final Map<Integer, Integer> nearest = new HashMap<>();
    private final Map<Integer, Integer> uncertainty = new HashMap<>();

    void add(int point, long weight) {
        weights.merge(point, weight, Long::sum);
    }

    long weight() {
        return weights.values().stream().mapToLong(w -> w).sum();
    }

    /** Nothing is added any more. */
    void settle(long splitFrom) {
        List<Integer> points = new ArrayList<>(weights.keySet());
        points.sort(Comparator.<Integer>comparingLong(p -> -weights.get(p)).thenComparing(p -> p));
        int middle = middle(points);
        List<Integer> centres = List.of(middle);
        if (weight() >= splitFrom && radius(points, middle) > CLOSE_KM) {
            centres = centres(points);
        }
        Map<Integer, List<Integer>> members = new HashMap<>();
        for (int p : points) {
            int best = centres.get(0);
            for (int c : centres) {
                if (Point.km(p, c) < Point.km(p, best)) {
                    best = c;
                }
            }
            nearest.put(p, best);
            members.computeIfAbsent(best, c -> new ArrayList<>()).add(p);
        }
        members.forEach((c, own) -> uncertainty.put(c, PlaceFormat.uncertainty(radius(own, c))));
    }

    /** The heaviest points that are apart, until nine tenths of the weight are close to one. */
    private List<Integer> centres(List<Integer> points) {
        List<Integer> centres = new ArrayList<>();
        long all = weight();
        List<Integer> left = new ArrayList<>(points);
        long covered = 0;
        while (!left.isEmpty() && centres.size() < MOST && covered < 0.9 * all) {
            int centre = left.get(0);
            List<Integer> near =
                    left.stream().filter(p -> Point.km(p, centre) <= REACH_KM).toList();
            long weight = near.stream().mapToLong(weights::get).sum();
            if (centres.isEmpty() || weight >= 0.03 * all) {
                centres.add(middle(near));
            }
            covered += weight;
            left.removeAll(new java.util.HashSet<>(near));
        }
        return centres;
    }

    /** Of the heaviest points the one from which the others are least far. */
    private int middle(List<Integer> points) {
        int best = points.get(0);
        double least = Double.MAX_VALUE;
        for (int candidate : points.subList(0, Math.min(24, points.size()))) {
            double sum = 0;
            for (int p : points) {
                sum += Point.km(candidate, p) * weights.get(p);
            }
            if (sum < least) {
                least = sum;
                best = candidate;
            }
        }
        return best;
    }

    private double radius(List<Integer> points, int centre) {
        List<Integer> sorted = new ArrayList<>(points);
        sorted.sort(Comparator.comparingDouble(p -> Point.km(p, centre)));
        double left = SHARE * points.stream().mapToLong(weights::get).sum();
        for (int p : sorted) {
            left -= weights.get(p);
            if (left <= 0) {
                return Point.km(p, centre);
            }
        }
        return 0;
    }

    java.util.Set<Integer> centres() {
        return uncertainty.keySet();
    }

    int standIn(int point) {
        return nearest.get(point);
    }

    int uncertaintyOf(int centre) {
        return uncertainty.get(centre);
    }
}
