package org.port17.relay;

/** A token bucket for BUILDs of one link: a second's worth of burst. */
final class BuildRate {
    private static final long SECOND = 1_000_000_000L;
    private final int perSecond;
    private double tokens;
    private long last = Long.MIN_VALUE;

    BuildRate(int perSecond) {
        this.perSecond = perSecond;
        this.tokens = perSecond;
    }

    boolean allow(long nanos) {
        if (last != Long.MIN_VALUE) {
            tokens = Math.min(perSecond, tokens + (double) (nanos - last) / SECOND * perSecond);
        }
        last = nanos;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }

    boolean idle(long nanos) {
        return nanos - last > 60 * SECOND;
    }
}
