package org.port17.mirror.door;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** A token bucket for each of the last callers. Thread-safe. */
public final class RateLimit {
    private static final int MAX_CALLERS = 1_024;
    private final double perSecond;
    private final double burst;
    private final int callers;
    private final LongSupplier nanos;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > callers;
        }
    };

    public RateLimit(double perSecond, double burst, LongSupplier nanos) {
        this(perSecond, burst, MAX_CALLERS, nanos);
    }

    /** @param callers how many are remembered; who comes back later than so many others begins anew */
    public RateLimit(double perSecond, double burst, int callers, LongSupplier nanos) {
        this.callers = callers;
        this.perSecond = perSecond;
        this.burst = burst;
        this.nanos = nanos;
    }

    /** @return whether the caller may do one more thing now */
    public synchronized boolean admits(String caller) {
        long now = nanos.getAsLong();
        Bucket bucket = buckets.computeIfAbsent(caller, c -> new Bucket(burst, now));
        bucket.tokens = Math.min(burst, bucket.tokens + (now - bucket.at) * perSecond / 1e9);
        bucket.at = now;
        if (bucket.tokens < 1) {
            return false;
        }
        bucket.tokens--;
        return true;
    }

    /** What the caller did shall not count. */
    public synchronized void giveBack(String caller) {
        Bucket bucket = buckets.get(caller);
        if (bucket != null) {
            bucket.tokens = Math.min(burst, bucket.tokens + 1);
        }
    }

    private static final class Bucket {
        private double tokens;
        private long at;

        Bucket(double tokens, long at) {
            this.tokens = tokens;
            this.at = at;
        }
    }
}
