package org.port17.authority;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import org.port17.api.GeoPoint;
import org.port17.spi.place.Place;

/** Nodes that stand somewhere as far as is known, by which others are found. Immutable. */
public final class Landmarks {
    /** Most that are of use; more only take time. */
    public static final int MOST = 512;

    private static final double EARTH_DIAMETER_KM = 2 * 6_371;
    /** Lines have a part of their own, and go round by a third and more what light in fibre needs, there and back. */
    private static final double USUAL_MILLIS = 1;

    private static final double USUAL_MILLIS_PER_KM = 0.016;

    private final List<Landmark> all;
    private final double[] x;
    private final double[] y;
    private final double[] z;
    private final float[][] km;
    private final float[][] usual;
    private final int[] spread;

    /**
     * @param owner equal for nodes of one owner
     * @param network equal for nodes in one network
     */
    public record Landmark(GeoPoint point, Object owner, Object network) {
        double km(GeoPoint to) {
            return Landmarks.km(point, to);
        }

        /** Whether one hand may be behind both. */
        boolean isKin(Landmark other) {
            return owner.equals(other.owner) || network.equals(other.network);
        }
    }

    /** @param all at most {@link #MOST} */
    public Landmarks(List<Landmark> all) {
        if (all.size() > MOST) {
            throw new IllegalArgumentException("more than " + MOST + " landmarks");
        }
        this.all = List.copyOf(all);
        int n = all.size();
        this.x = new double[n];
        this.y = new double[n];
        this.z = new double[n];
        this.km = new float[n][n];
        this.usual = new float[n][n];
        for (int i = 0; i < n; i++) {
            GeoPoint point = all.get(i).point();
            x[i] = x(point);
            y[i] = y(point);
            z[i] = z(point);
            for (int j = 0; j <= i; j++) {
                km[i][j] = (float) km(i, x[j], y[j], z[j]);
                km[j][i] = km[i][j];
                usual[i][j] = (float) Math.log(1 + usualMillis(km[i][j]));
                usual[j][i] = usual[i][j];
            }
        }
        this.spread = spread(km);
    }

    double km(int one, int other) {
        return km[one][other];
    }

    /** Milliseconds that a round trip over so many kilometres usually takes. */
    static double usualMillis(double km) {
        return USUAL_MILLIS + USUAL_MILLIS_PER_KM * km;
    }

    /** Natural logarithm of a millisecond more than what a round trip between two usually takes. */
    float usualLog(int one, int other) {
        return usual[one][other];
    }

    private static double x(GeoPoint point) {
        return Math.cos(Math.toRadians(point.latitude())) * Math.cos(Math.toRadians(point.longitude()));
    }

    private static double y(GeoPoint point) {
        return Math.cos(Math.toRadians(point.latitude())) * Math.sin(Math.toRadians(point.longitude()));
    }

    private static double z(GeoPoint point) {
        return Math.sin(Math.toRadians(point.latitude()));
    }

    /** From the chord, which is exact also for near points. */
    private double km(int from, double toX, double toY, double toZ) {
        double squared = (x[from] - toX) * (x[from] - toX)
                + (y[from] - toY) * (y[from] - toY)
                + (z[from] - toZ) * (z[from] - toZ);
        return EARTH_DIAMETER_KM * Math.asin(Math.min(1, Math.sqrt(squared) / 2));
    }

    /** Along the great circle. */
    static double km(GeoPoint one, GeoPoint other) {
        return Place.km(one.latitude(), one.longitude(), other.latitude(), other.longitude());
    }

    Landmark get(int number) {
        return all.get(number);
    }

    /** Each is as far from all before it as there is one. */
    private static int[] spread(float[][] km) {
        int[] order = new int[km.length];
        double[] far = new double[km.length];
        Arrays.fill(far, Double.MAX_VALUE);
        int next = 0;
        for (int i = 0; i < order.length; i++) {
            order[i] = next;
            far[next] = -1;
            int farthest = next;
            for (int j = 0; j < far.length; j++) {
                if (far[j] >= 0) {
                    far[j] = Math.min(far[j], km[next][j]);
                    farthest = far[j] > far[farthest] ? j : farthest;
                }
            }
            next = farthest;
        }
        return order;
    }

    /** Those with the least of something first. @param bound no more of it */
    List<Integer> least(int most, double bound, IntPredicate wanted, IntToDoubleFunction of) {
        double[] values = new double[all.size()];
        List<Integer> some = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            values[i] = wanted.test(i) ? of.applyAsDouble(i) : Double.NaN;
            if (values[i] <= bound) {
                some.add(i);
            }
        }
        some.sort(Comparator.comparingDouble(i -> values[i]));
        return some.subList(0, Math.min(most, some.size()));
    }

    /** Those that are far from each other first. */
    List<Integer> spread(int most, IntPredicate wanted) {
        return Arrays.stream(spread).filter(wanted).limit(most).boxed().toList();
    }

    /** The nearest within a distance, those first. */
    List<Integer> around(int most, GeoPoint point, double within, IntPredicate wanted) {
        double px = x(point);
        double py = y(point);
        double pz = z(point);
        return least(most, within, wanted, i -> km(i, px, py, pz));
    }
}
