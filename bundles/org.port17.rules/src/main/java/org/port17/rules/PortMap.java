package org.port17.rules;

import java.util.Map;
import java.util.TreeMap;

/** Which rule is the first one for a port, among rules with the same other conditions. Immutable. */
final class PortMap {
    /** After every rule. */
    static final int NONE = Integer.MAX_VALUE;

    private final int[] starts;
    private final int[] rules;

    private PortMap(int[] starts, int[] rules) {
        this.starts = starts;
        this.rules = rules;
    }

    /** The number of the first rule for that port, or {@link #NONE}. */
    int first(int port) {
        int low = 0;
        int high = starts.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (starts[middle] <= port) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return rules[low];
    }

    /** Takes rules in their order; each gets the ports that no earlier one has. */
    static final class Draft {
        private final TreeMap<Integer, Integer> free = new TreeMap<>(Map.of(1, Ports.HIGHEST));
        private final TreeMap<Integer, Taken> taken = new TreeMap<>();

        private record Taken(int last, int rule) {}

        /** @return whether the rule got any port */
        boolean add(int rule, Ports ports) {
            boolean any = false;
            for (Ports.Range range : ports.ranges()) {
                any |= add(rule, range.first(), range.last());
            }
            return any;
        }

        private boolean add(int rule, int first, int last) {
            boolean any = false;
            Map.Entry<Integer, Integer> gap = free.floorEntry(first);
            if (gap == null || gap.getValue() < first) {
                gap = free.higherEntry(first);
            }
            while (gap != null && gap.getKey() <= last) {
                int from = Math.max(gap.getKey(), first);
                int to = Math.min(gap.getValue(), last);
                free.remove(gap.getKey());
                if (gap.getKey() < from) {
                    free.put(gap.getKey(), from - 1);
                }
                if (to < gap.getValue()) {
                    free.put(to + 1, gap.getValue());
                }
                taken.put(from, new Taken(to, rule));
                any = true;
                gap = free.higherEntry(to);
            }
            return any;
        }

        PortMap map() {
            TreeMap<Integer, Integer> steps = new TreeMap<>();
            taken.forEach((from, range) -> {
                steps.put(from, range.rule());
                steps.putIfAbsent(range.last() + 1, NONE);
            });
            free.keySet().forEach(from -> steps.put(from, NONE));
            steps.remove(Ports.HIGHEST + 1);
            return new PortMap(
                    steps.keySet().stream().mapToInt(i -> i).toArray(),
                    steps.values().stream().mapToInt(i -> i).toArray());
        }
    }
}
