package org.port17.rules;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.port17.api.IpAddress;

/**
 * Networks that lie inside one another. A binary search finds the innermost one of an address; from there each knows the
 * next one around it. Immutable.
 */
final class AddressTable {
    private static final int NOWHERE = -1;
    private final long[] startHigh;
    private final long[] startLow;
    private final int[] innermost;
    private final int[] around;
    private final PortMap[] maps;

    private AddressTable(List<Start> starts, int[] around, PortMap[] maps) {
        this.startHigh = starts.stream().mapToLong(Start::high).toArray();
        this.startLow = starts.stream().mapToLong(Start::low).toArray();
        this.innermost = starts.stream().mapToInt(Start::innermost).toArray();
        this.around = around;
        this.maps = maps;
    }

    /** From this address on, up to the next start, this network is the innermost. */
    private record Start(long high, long low, int innermost) {}

    /** The first rule for that address, if it comes before {@code best}; else {@code best}. */
    int first(IpAddress address, int port, int best) {
        int low = -1;
        int high = startHigh.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (compare(startHigh[middle], startLow[middle], address.high(), address.low()) <= 0) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        int first = best;
        for (int n = low < 0 ? NOWHERE : innermost[low]; n != NOWHERE; n = around[n]) {
            first = Math.min(first, maps[n].first(port));
        }
        return first;
    }

    private static int compare(long highA, long lowA, long highB, long lowB) {
        int byHigh = Long.compareUnsigned(highA, highB);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(lowA, lowB);
    }

    /** Takes rules in their order. */
    static final class Draft {
        private final Map<Network, PortMap.Draft> networks = new HashMap<>();

        /** @return whether the rule can ever be the first */
        boolean add(Network network, int rule, Ports ports) {
            return networks.computeIfAbsent(network, n -> new PortMap.Draft()).add(rule, ports);
        }

        AddressTable table() {
            List<Network> sorted = networks.keySet().stream()
                    .sorted(Comparator.comparing(Network::first, Draft::order).thenComparing(Network::bits))
                    .toList();
            List<Start> starts = new ArrayList<>();
            int[] around = new int[sorted.size()];
            Deque<Integer> open = new ArrayDeque<>();
            for (int i = 0; i < sorted.size(); i++) {
                Network network = sorted.get(i);
                while (!open.isEmpty() && endsBefore(sorted.get(open.peek()), network)) {
                    leave(sorted.get(open.pop()), open, starts);
                }
                around[i] = open.isEmpty() ? NOWHERE : open.peek();
                open.push(i);
                start(starts, new Start(network.first().high(), network.first().low(), i));
            }
            while (!open.isEmpty()) {
                leave(sorted.get(open.pop()), open, starts);
            }
            PortMap[] maps = sorted.stream().map(n -> networks.get(n).map()).toArray(PortMap[]::new);
            return new AddressTable(starts, around, maps);
        }

        private static void leave(Network left, Deque<Integer> open, List<Start> starts) {
            long low = left.lastLow() + 1;
            long high = left.lastHigh() + (low == 0 ? 1 : 0);
            if (low != 0 || high != 0) { // there is nothing behind the last address
                start(starts, new Start(high, low, open.isEmpty() ? NOWHERE : open.peek()));
            }
        }

        /** Of several things at one address the last one counts. */
        private static void start(List<Start> starts, Start start) {
            if (!starts.isEmpty()) {
                Start last = starts.get(starts.size() - 1);
                if (last.high() == start.high() && last.low() == start.low()) {
                    starts.remove(starts.size() - 1);
                }
            }
            starts.add(start);
        }

        private static boolean endsBefore(Network network, Network next) {
            return compare(
                            network.lastHigh(),
                            network.lastLow(),
                            next.first().high(),
                            next.first().low())
                    < 0;
        }

        private static int order(IpAddress a, IpAddress b) {
            return compare(a.high(), a.low(), b.high(), b.low());
        }
    }
}
