package org.port17.authority;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;
import org.port17.api.GeoPoint;

/**
 * Finds out whether a node stands where the place database has its address, and else where it does, by round trips to nodes of which
 * that is known. First those beside the place are asked; two of different owners and networks that are as near in time as
 * the place is in space settle it. Where they are not, a few all over the world are asked, and then others around those that were nearest, as
 * in constraint-based geolocation (Gueye et al., IMC 2004) and its refinement in steps (Wang et al., NSDI 2011).
 *
 * <p>Guarantee: nothing is found that two landmarks of different owners and networks, within {@link #TOGETHER_KM} of each other, do not
 * say. Nobody can answer sooner than light, so whoever is moved is within some hundred kilometres of both, or works together with both. A node counts as where
 * the database has it if two such landmarks are near in time, which those 500 km away are at 13 ms: some hundred kilometres, more where there are few landmarks.
 */
public final class Whereabouts {
    /** Places nearer than that are not told apart. */
    public static final double SAME_KM = 300;

    private static final double NEAR_KM = 500;
    private static final int NEAR_TRIES = 8;
    private static final int NEAR_MISSES = 4;
    private static final int WITNESSES = 2;
    private static final int WIDE = 12;
    private static final int CLOSER = 6;
    private static final int ROUNDS = 5;
    private static final double TOGETHER_KM = 500;
    private static final double FIRST_MILLIS = 6;
    private static final double SECOND_MILLIS = 9;
    /** Who takes so much longer than the nearest, or is so far from it, says nothing of the place. */
    private static final double AROUND_MILLIS = 4;

    private static final double AROUND_KM = 600;
    /** Ways over land and sea are longer than the great circle, and lines have a part of their own. */
    private static final double ALLOWED_MILLIS = 3;

    private static final double ALLOWED_MILLIS_PER_KM = 0.02;
    /** What is found fits all that was heard, and so much better than the database's place. */
    private static final double FIT = 0.4;

    private static final double WORSE = 1.3;

    private final Landmarks landmarks;
    private final Landmarks.Landmark node;
    private final Optional<GeoPoint> data;
    private final Deque<Integer> queue = new ArrayDeque<>();
    private final List<Heard> heard = new ArrayList<>();
    private final List<Integer> witnesses = new ArrayList<>();
    private final BitSet asked = new BitSet();
    private boolean near = true;
    private boolean over;
    private int misses;
    private int rounds;

    /** @param log of a millisecond more */
    private record Heard(int landmark, double millis, double log) {}

    /** What came of it. */
    public enum Kind {
        /** The place database is right, as far as can be told. */
        HERE,
        /** It stands at the point. */
        ELSEWHERE,
        /** Neither the one nor the other was found. */
        UNKNOWN
    }

    /** @param point there if it stands elsewhere */
    public record Finding(Kind kind, Optional<GeoPoint> point) {
        /** For the operator. */
        String words() {
            return switch (kind) {
                case HERE -> "as the data says";
                case ELSEWHERE ->
                    String.format(
                            Locale.ROOT,
                            "near %.1f, %.1f",
                            point.orElseThrow().latitude(),
                            point.orElseThrow().longitude());
                case UNKNOWN -> "not found";
            };
        }
    }

    /**
     * @param data where the place database has the node
     * @param owner as in {@link Landmarks.Landmark}: nodes that may be its owner's are no witnesses
     */
    public Whereabouts(Landmarks landmarks, Optional<GeoPoint> data, Object owner, Object network) {
        this.landmarks = landmarks;
        this.node = new Landmarks.Landmark(data.orElse(new GeoPoint(0, 0)), owner, network);
        this.data = data;
        data.ifPresent(point -> queue.addAll(landmarks.around(NEAR_TRIES, point, NEAR_KM, this::isOpen)));
    }

    private boolean isOpen(int landmark) {
        return !asked.get(landmark) && !landmarks.get(landmark).isKin(node);
    }

    /** The landmark to ask next; empty when there is a {@link #finding}. */
    public OptionalInt next() {
        while (!over && queue.isEmpty()) {
            further();
        }
        return over ? OptionalInt.empty() : OptionalInt.of(queue.peek());
    }

    /** What the landmark of {@link #next} said: milliseconds there and back, nothing if it could not be measured. */
    public void answered(OptionalDouble millis) {
        int landmark = queue.remove();
        asked.set(landmark);
        if (millis.isEmpty()) {
            return;
        }
        heard.add(new Heard(landmark, millis.getAsDouble(), Math.log(1 + millis.getAsDouble())));
        if (!near) {
            return;
        }
        double allowed =
                ALLOWED_MILLIS + ALLOWED_MILLIS_PER_KM * landmarks.get(landmark).km(data.orElseThrow());
        if (millis.getAsDouble() > allowed) {
            misses++;
        } else if (witnesses.stream().noneMatch(w -> isKin(w, landmark))) {
            witnesses.add(landmark);
        }
        over = witnesses.size() == WITNESSES;
        if (misses == NEAR_MISSES && witnesses.isEmpty()) {
            queue.clear();
        }
    }

    private boolean isKin(int one, int other) {
        return landmarks.get(one).isKin(landmarks.get(other));
    }

    private void further() {
        if (near) {
            near = false;
            queue.addAll(landmarks.spread(WIDE, this::isOpen));
        } else if (rounds++ < ROUNDS && !heard.isEmpty() && pair().isEmpty()) {
            queue.addAll(landmarks.least(
                    CLOSER, 1, this::isOpen, at -> misfit(h -> landmarks.usualLog(at, h.landmark()))));
        }
        over = queue.isEmpty();
    }

    /**
     * How badly what was heard fits a place; a landmark that stands elsewhere itself counts no more than others that do not fit.
     *
     * @param usual for who was heard, logarithm of a millisecond more than a round trip from the place usually takes
     * @return 0 to 1
     */
    private double misfit(ToDoubleFunction<Heard> usual) {
        double sum = 0;
        for (Heard h : heard) {
            double error = h.log() - usual.applyAsDouble(h);
            sum += Math.min(1, error * error);
        }
        return sum / heard.size();
    }

    private double misfit(GeoPoint point) {
        return misfit(h ->
                Math.log(1 + Landmarks.usualMillis(landmarks.get(h.landmark()).km(point))));
    }

    /** Two that are near, agree, and are not one hand's: the nearest such. A landmark that stands elsewhere itself has no company. */
    private List<Heard> pair() {
        List<Heard> sorted = new ArrayList<>(heard);
        sorted.sort(Comparator.comparingDouble(Heard::millis));
        for (Heard first : sorted) {
            for (Heard second : sorted.subList(sorted.indexOf(first) + 1, sorted.size())) {
                if (first.millis() <= FIRST_MILLIS
                        && second.millis() <= SECOND_MILLIS
                        && km(first, second) <= TOGETHER_KM
                        && !isKin(first.landmark(), second.landmark())) {
                    return List.of(first, second);
                }
            }
        }
        return List.of();
    }

    private double km(Heard one, Heard other) {
        return landmarks.km(one.landmark(), other.landmark());
    }

    /** Weighted by the square of how near each is in time. */
    private GeoPoint middle(List<Heard> of) {
        double[] sum = new double[3];
        for (Heard h : of) {
            GeoPoint point = landmarks.get(h.landmark()).point();
            double weight = 1 / Math.pow(0.5 + h.millis(), 2);
            double latitude = Math.toRadians(point.latitude());
            double longitude = Math.toRadians(point.longitude());
            sum[0] += weight * Math.cos(latitude) * Math.cos(longitude);
            sum[1] += weight * Math.cos(latitude) * Math.sin(longitude);
            sum[2] += weight * Math.sin(latitude);
        }
        double flat = Math.hypot(sum[0], sum[1]);
        return new GeoPoint(Math.toDegrees(Math.atan2(sum[2], flat)), Math.toDegrees(Math.atan2(sum[1], sum[0])));
    }

    /** What is known so far. */
    public Finding finding() {
        if (witnesses.size() == WITNESSES) {
            return new Finding(Kind.HERE, Optional.empty());
        }
        List<Heard> pair = pair();
        if (pair.isEmpty()) {
            return new Finding(Kind.UNKNOWN, Optional.empty());
        }
        Heard first = pair.get(0);
        GeoPoint point = middle(heard.stream()
                .filter(h -> h.millis() <= first.millis() + AROUND_MILLIS && km(first, h) <= AROUND_KM)
                .toList());
        if (data.filter(here -> Landmarks.km(here, point) <= SAME_KM).isPresent()) {
            return new Finding(Kind.HERE, Optional.empty());
        }
        return misfit(point) <= FIT && data.stream().allMatch(here -> misfit(here) >= WORSE * misfit(point))
                ? new Finding(Kind.ELSEWHERE, Optional.of(point))
                : new Finding(Kind.UNKNOWN, Optional.empty());
    }
}
