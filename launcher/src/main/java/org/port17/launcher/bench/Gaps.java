package org.port17.launcher.bench;

import java.util.Arrays;

/** When bytes arrived, and the longest silence within a stretch of time. Nanoseconds of one clock. */
final class Gaps {
    private long[] arrivals = new long[1 << 16];
    private int count;

    /** Bytes arrived; called in order of time. */
    synchronized void arrived(long at) {
        if (count == arrivals.length) {
            arrivals = Arrays.copyOf(arrivals, 2 * count);
        }
        arrivals[count++] = at;
    }

    /** The longest time without a byte that touches {@code [from, to]}, in milliseconds. */
    synchronized double longest(long from, long to) {
        int at = Arrays.binarySearch(arrivals, 0, count, from);
        int next = Math.max(1, at >= 0 ? at : -at - 1);
        long longest = 0;
        for (int i = next; i < count && arrivals[i - 1] <= to; i++) {
            longest = Math.max(longest, arrivals[i] - arrivals[i - 1]);
        }
        return longest / 1e6;
    }
}
