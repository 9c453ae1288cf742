package org.port17.netmap.column;

/** Capacities in four bits: 0 not measured, class c is 2^(15+c) bytes a second, from 64 KiB/s to 1 GiB/s. */
public final class Capacity {
    private static final int LEAST = 16;
    private static final int CLASSES = 15;

    private Capacity() {}

    /** The class of a rate, rounded down; rates below the lowest class count as the lowest. */
    public static int classOf(long bytesPerSecond) {
        if (bytesPerSecond <= 0) {
            return 0;
        }
        int log = 63 - Long.numberOfLeadingZeros(bytesPerSecond);
        return Math.max(1, Math.min(CLASSES, log - LEAST + 1));
    }

    /** Bytes a second; 0 if not measured. */
    public static long bytesPerSecond(int capacityClass) {
        return capacityClass == 0 ? 0 : 1L << (LEAST - 1 + capacityClass);
    }
}
