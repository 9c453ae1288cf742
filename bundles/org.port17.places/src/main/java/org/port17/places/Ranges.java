package org.port17.places;

/**
 * Starts of ranges in ascending order, each with a slot; a range ends where the next one starts. An index by the upper bits
 * leaves few starts to search, and these need their lower bits only.
 */
abstract class Ranges {
    private final int[] index;
    private final char[] slotLow;
    private final byte[] slotHigh;
    private final int lowBits;
    private int size;
    private int indexed;

    Ranges(int count, int buckets, int lowBits) {
        index = new int[buckets + 1];
        slotLow = new char[count];
        slotHigh = new byte[count];
        this.lowBits = lowBits;
    }

    /** Keeps the lower bits of a start. */
    abstract void keep(int at, long start);

    /** The lower bits of a start, as an unsigned number. */
    abstract long low(int at);

    /** The next range; starts come in ascending order. */
    final void add(long start, int slot) {
        fill((int) (start >>> lowBits));
        keep(size, start);
        slotLow[size] = (char) slot;
        slotHigh[size] = (byte) (slot >>> 16);
        size++;
    }

    /** All ranges are there. */
    final void done() {
        fill(index.length - 1);
    }

    private void fill(int bucket) {
        while (indexed <= bucket) {
            index[indexed++] = size;
        }
    }

    final int slot(long key) {
        int bucket = (int) (key >>> lowBits);
        long wanted = key & (1L << lowBits) - 1;
        int from = index[bucket];
        int to = index[bucket + 1];
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (low(middle) <= wanted) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from == 0 ? 0 : slotAt(from - 1);
    }

    final int size() {
        return size;
    }

    final int slotAt(int at) {
        return (slotHigh[at] & 0xff) << 16 | slotLow[at];
    }

    /** Takes a range and the key that follows it. */
    interface Each {
        void range(long start, long end, int slot);
    }

    final void forEach(long end, Each each) {
        long start = 0;
        int bucket = 0;
        for (int i = 0; i < size; i++) {
            while (index[bucket + 1] <= i) {
                bucket++;
            }
            long next = (long) bucket << lowBits | low(i);
            if (i > 0 && slotAt(i - 1) != 0) {
                each.range(start, next, slotAt(i - 1));
            }
            start = next;
        }
        if (size > 0 && slotAt(size - 1) != 0) {
            each.range(start, end, slotAt(size - 1));
        }
    }

    /** In /24. */
    static final class V4 extends Ranges {
        private final byte[] low;

        V4(int count) {
            super(count, 1 << 16, 8);
            low = new byte[count];
        }

        @Override
        void keep(int at, long start) {
            low[at] = (byte) start;
        }

        @Override
        long low(int at) {
            return low[at] & 0xff;
        }
    }

    /** In /48, from 2000:: on. */
    static final class V6 extends Ranges {
        private final int[] low;

        V6(int count) {
            super(count, 1 << 13, 32);
            low = new int[count];
        }

        @Override
        void keep(int at, long start) {
            low[at] = (int) start;
        }

        @Override
        long low(int at) {
            return low[at] & 0xffff_ffffL;
        }
    }
}
