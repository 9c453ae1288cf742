package org.port17.authority;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What is known of one address of one node. Times are milliseconds since 1970. Guarded by the {@link Registry}.
 *
 * <p>A proven address is dialled again at the given pace, sooner after a failure, and counts no more after the third failure
 * in a row. One that is not proven is dialled with pauses that double from 15 s to 16 min.
 */
final class AddressProof {
    static final int PATIENCE = 3;
    private static final long AGAIN_MILLIS = 20_000;
    private static final long FIRST_PAUSE_MILLIS = 15_000;
    private static final int DOUBLINGS = 6;
    private long provenAt;
    private int failures;
    private long failingSince;
    private long due;
    private long triedAt;
    private boolean running;
    private boolean uncheckable;

    /** @param provenAt 0: not proven */
    AddressProof(long provenAt, long due) {
        this.provenAt = provenAt;
        this.due = due;
    }

    boolean proven() {
        return provenAt > 0;
    }

    long provenAt() {
        return provenAt;
    }

    /** In a row, up to now. */
    int failures() {
        return failures;
    }

    /** Whether it could not even be tried: this authority lacks a transport or a suite for it. */
    boolean uncheckable() {
        return uncheckable;
    }

    long due() {
        return running ? Long.MAX_VALUE : due;
    }

    /** When the first of those failures was. */
    long failingSince() {
        return failingSince;
    }

    void begin() {
        running = true;
    }

    /** It is not its turn yet. */
    void postpone(long until) {
        running = false;
        due = until;
    }

    /** The node came back after so long that the proof is worth nothing. */
    void expire(long before, long now) {
        if (provenAt < before) {
            provenAt = 0;
            due = Math.min(due, now);
        }
    }

    /** A node that once was in the map says that it is there: that is looked at without the long pauses. */
    void announced(long now) {
        if (!proven()) {
            due = Math.min(due, Math.max(now, triedAt + FIRST_PAUSE_MILLIS));
        }
    }

    /** Looks again soon, without a failure: something made it doubtful. */
    void doubt(long now) {
        due = Math.min(due, now);
    }

    void succeeded(long now, Duration recheck) {
        running = false;
        uncheckable = false;
        triedAt = now;
        provenAt = now;
        failures = 0;
        long every = recheck.toMillis();
        due = now + every - every / 5 + ThreadLocalRandom.current().nextLong(2 * every / 5 + 1);
    }

    void couldNotTry(long now) {
        running = false;
        uncheckable = true;
        triedAt = now;
        due = now + 3 * AGAIN_MILLIS;
    }

    /** @param keep whether a proof stands even if this was one failure too many */
    void failed(long now, boolean keep) {
        running = false;
        uncheckable = false;
        triedAt = now;
        failingSince = failures == 0 ? now : failingSince;
        failures = Math.min(failures + 1, 1_000);
        if (proven() && (failures < PATIENCE || keep)) {
            due = now + AGAIN_MILLIS * Math.min(failures, PATIENCE);
            return;
        }
        provenAt = 0;
        due = now + (FIRST_PAUSE_MILLIS << Math.min(failures - 1, DOUBLINGS));
    }
}
