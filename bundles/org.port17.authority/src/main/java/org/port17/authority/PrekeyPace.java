package org.port17.authority;

/**
 * How often heads may name another set of prekeys, whatever the reason. Clients fetch the whole set after each, so the pause grows
 * with the set: {@link #BYTES_A_SECOND} in the long run, {@link #BURST} at once, so that a small network comes up without waiting. No
 * pause is longer than {@link #MOST_MILLIS}, or a prekey could end before its successor, which comes half an hour earlier, is in a
 * map; for sets of more than 37.5 MiB that alone counts. Thread-safe.
 */
final class PrekeyPace {
    static final long BYTES_A_SECOND = 64 << 10;
    static final long BURST = 8 << 20;
    static final long MOST_MILLIS = 600_000;

    private double left = BURST;
    private long at;

    /**
     * @param set bytes of a set
     * @param now milliseconds since 1970
     * @return milliseconds until a head may name it; 0: now
     */
    synchronized long waitMillis(int set, long now) {
        refill(now);
        double lacking = Math.min(set, BURST) - left;
        return lacking <= 0 ? 0 : (long) Math.ceil(1_000 * lacking / BYTES_A_SECOND);
    }

    /** A head names another set from now on. */
    synchronized void named(int set, long now) {
        refill(now);
        left = Math.max(left - set, BURST - MOST_MILLIS * BYTES_A_SECOND / 1_000.0);
    }

    /** A clock that was set back makes nobody wait longer than it takes from then. */
    private void refill(long now) {
        left = Math.min(BURST, left + Math.max(0, now - at) * BYTES_A_SECOND / 1_000.0);
        at = now;
    }
}
