package org.port17.places.make;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One property of addresses, as values of ranges of granules (/24 or /48) in ascending order without overlap. A granule
 * that several input ranges share has the value that covers most of it.
 */
final class Layer {
    /** An input range, inclusive, in units of 2^-bits granules. */
    record Range(long first, long last, int value) {}

    final long[] start;
    final long[] end;
    final int[] value;

    private Layer(List<Range> granules) {
        start = granules.stream().mapToLong(Range::first).toArray();
        end = granules.stream().mapToLong(r -> r.last() + 1).toArray();
        value = granules.stream().mapToInt(Range::value).toArray();
    }

    static Layer of(List<Range> ranges, int bits) {
        long mask = (1L << bits) - 1;
        List<Range> whole = new ArrayList<>(ranges.size());
        Map<Long, Map<Integer, Long>> shared = new HashMap<>();
        for (Range r : ranges) {
            long from = r.first() >>> bits;
            long to = r.last() >>> bits;
            if ((r.first() & mask) != 0) {
                long last = Math.min(r.last(), r.first() | mask);
                shared.computeIfAbsent(from++, g -> new HashMap<>()).merge(r.value(), last - r.first() + 1, Long::sum);
            }
            if (from <= to && (r.last() & mask) != mask) {
                long first = r.last() & ~mask;
                shared.computeIfAbsent(to--, g -> new HashMap<>()).merge(r.value(), r.last() - first + 1, Long::sum);
            }
            if (from <= to) {
                whole.add(new Range(from, to, r.value()));
            }
        }
        shared.forEach((granule, covered) -> whole.add(new Range(
                granule,
                granule,
                covered.entrySet().stream()
                        .max(Map.Entry.<Integer, Long>comparingByValue()
                                .thenComparing(Map.Entry.comparingByKey()))
                        .orElseThrow()
                        .getKey())));
        whole.sort(Comparator.comparingLong(Range::first));
        return new Layer(apart(whole));
    }

    /** The first of two that overlap keeps what it has. */
    private static List<Range> apart(List<Range> sorted) {
        List<Range> apart = new ArrayList<>(sorted.size());
        long next = 0;
        for (Range r : sorted) {
            if (r.last() >= next) {
                apart.add(new Range(Math.max(next, r.first()), r.last(), r.value()));
                next = r.last() + 1;
            }
        }
        return apart;
    }

    /** Every key at which the value changes. */
    long[] edges() {
        long[] edges = Arrays.copyOf(start, 2 * start.length);
        System.arraycopy(end, 0, edges, start.length, start.length);
        return edges;
    }

    /** Reads values for ascending keys. */
    final class Cursor {
        private int at;

        /** 0 where there is no value. */
        int valueAt(long key) {
            while (at < start.length && end[at] <= key) {
                at++;
            }
            return at < start.length && start[at] <= key ? value[at] : 0;
        }
    }
}
