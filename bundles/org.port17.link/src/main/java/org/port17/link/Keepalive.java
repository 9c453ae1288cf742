package org.port17.link;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** When a connection needs a PING, and when it is to be taken for lost. Pure: time is handed in (nanoseconds). */
final class Keepalive {
    /** What to do now. */
    enum Need {
        NOTHING,
        PING,
        LOST
    }

    private final long interval;
    private final long silence;
    private final RandomGenerator random;
    private long lastSent;
    private long lastHeard;
    private long quiet;

    Keepalive(Duration interval, Duration silence, RandomGenerator random) {
        this.interval = interval.toNanos();
        this.silence = silence.toNanos();
        this.random = random;
    }

    void start(long now) {
        lastSent = now;
        lastHeard = now;
        quiet = jittered();
    }

    void sent(long now) {
        lastSent = Math.max(lastSent, now);
    }

    void heard(long now) {
        lastHeard = Math.max(lastHeard, now);
    }

    Need check(long now) {
        if (now - lastHeard >= silence) {
            return Need.LOST;
        }
        if (now - lastSent >= quiet) {
            lastSent = now; // the PING itself; if it cannot leave, silence will tell
            quiet = jittered();
            return Need.PING;
        }
        return Need.NOTHING;
    }

    /** Time until {@link #check} can answer something else than nothing. */
    Duration untilNext(long now) {
        long next = Math.min(lastHeard + silence, lastSent + quiet) - now;
        return Duration.ofNanos(Math.max(1_000_000, next));
    }

    /** 80 to 120 % of the interval, so that links of one node do not ping in step. */
    private long jittered() {
        return interval / 5 * 4 + random.nextLong(interval / 5 * 2 + 1);
    }
}
