package org.port17.node;

import java.security.SecureRandom;
import java.util.Arrays;

/**
 * An exact set of 128-bit values that only grows, with a bound. Open addressing in 256 segments that double one by one,
 * so that no insertion moves more than a 256th of the set. Where a value lies depends on secret numbers: nobody can
 * choose values that crowd one place. One thread at a time.
 *
 * <p>Cost: 16 bytes per place, between 1.3 and 2.7 places per value.
 */
final class SeenShares {
    private static final int SEGMENTS = 256;
    private static final int FIRST_PLACES = 8;
    private final int capacity;
    private final long[] secret = new long[4];
    private final long[][] segments = new long[SEGMENTS][];
    private final int[] filled = new int[SEGMENTS];
    private boolean zero;
    private int size;

    SeenShares(int capacity, SecureRandom random) {
        this.capacity = capacity;
        for (int i = 0; i < secret.length; i++) {
            secret[i] = random.nextLong() | 1;
        }
    }

    int size() {
        return size;
    }

    /** @return true if the value is new and was stored; false if it was there or the set is full */
    boolean add(long high, long low) {
        if (size >= capacity) {
            return false;
        }
        if (high == 0 && low == 0) {
            // All zero marks a free place, so this one value is kept apart.
            boolean isNew = !zero;
            zero = true;
            size += isNew ? 1 : 0;
            return isNew;
        }
        long hash = mix(high, low);
        int segment = (int) (hash >>> 56);
        long[] table = segments[segment];
        if (table == null) {
            table = new long[2 * FIRST_PLACES];
            segments[segment] = table;
        }
        int place = find(table, high, low, hash);
        if (place < 0) {
            return false;
        }
        table[place] = high;
        table[place + 1] = low;
        size++;
        filled[segment]++;
        if (filled[segment] * 4 >= (table.length / 2) * 3) {
            segments[segment] = doubled(table);
        }
        return true;
    }

    /** Whether half of the room is used: time for another prekey. */
    boolean crowded() {
        return size >= capacity / 2;
    }

    boolean full() {
        return size >= capacity;
    }

    /** Forgets everything and refuses everything from now on. */
    void clear() {
        Arrays.fill(segments, null);
        size = capacity;
    }

    private long[] doubled(long[] old) {
        long[] table = new long[old.length * 2];
        for (int i = 0; i < old.length; i += 2) {
            if ((old[i] | old[i + 1]) != 0) {
                int place = find(table, old[i], old[i + 1], mix(old[i], old[i + 1]));
                table[place] = old[i];
                table[place + 1] = old[i + 1];
            }
        }
        return table;
    }

    /** Index of the free place for the value, or -1 if the value is there. */
    private static int find(long[] table, long a, long b, long hash) {
        int mask = table.length / 2 - 1;
        int slot = (int) hash & mask;
        while (true) {
            long x = table[2 * slot];
            long y = table[2 * slot + 1];
            if ((x | y) == 0) {
                return 2 * slot;
            }
            if (x == a && y == b) {
                return -1;
            }
            slot = (slot + 1) & mask;
        }
    }

    private long mix(long a, long b) {
        long h = (a ^ secret[0]) * secret[1] + Long.rotateLeft((b ^ secret[2]) * secret[3], 32);
        h ^= h >>> 29;
        h *= 0x9e3779b97f4a7c15L;
        return h ^ (h >>> 32);
    }
}
