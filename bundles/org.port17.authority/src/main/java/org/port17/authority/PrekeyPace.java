package org.port17.authority;

/**
 * How often a map is signed because of prekeys alone. Clients fetch the whole set after each, so the pause grows with the set: no
 * client is made to fetch more than {@link #BYTES_A_SECOND} for it. It is never so long that a prekey could end before its successor,
 * which comes half an hour earlier, is in a map.
 */
final class PrekeyPace {
    static final long BYTES_A_SECOND = 64 << 10;
    static final long LEAST_MILLIS = 2_000;
    static final long MOST_MILLIS = 600_000;

    private PrekeyPace() {}

    /** @param set bytes of the set; @return milliseconds from one map to the next that only has other prekeys */
    static long pauseMillis(int set) {
        return Math.max(LEAST_MILLIS, Math.min(MOST_MILLIS, 1_000L * set / BYTES_A_SECOND));
    }
}
