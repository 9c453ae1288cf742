package org.port17.launcher.localnet;

import java.time.Duration;

/** One instance on its way up. */
final class Booting {
    /** A process that boots uses more than this; one that hangs does not, however busy the machine is. */
    private static final Duration WORK = Duration.ofMillis(200);

    private static final long HANGS_AFTER_MILLIS = 45_000;

    final Instance instance;
    ProcessRef process = new ProcessRef(0, "");
    int attempts;
    long askedAt;
    boolean console;
    boolean ready;
    String waiting = "its turn";
    private Duration cpu = Duration.ZERO;
    private long workedAt;

    Booting(Instance instance) {
        this.instance = instance;
    }

    void start(ProcessRef started, long now) {
        process = started;
        attempts++;
        cpu = Duration.ZERO;
        workedAt = now;
        waiting = "its console";
    }

    boolean isUnderWay() {
        return attempts > 0 && !ready;
    }

    /** Whether it stands still before its console has opened: its processor time does not grow any more. */
    boolean hangs(long now) {
        Duration used = process.cpu();
        if (used.minus(cpu).compareTo(WORK) > 0) {
            cpu = used;
            workedAt = now;
        }
        return now - workedAt > HANGS_AFTER_MILLIS;
    }
}
