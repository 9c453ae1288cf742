package org.port17.bench;

import java.io.IOException;

/**
 * What one run cost behind its warm-up.
 *
 * @param cpu seconds of CPU time for 10^9 bytes, all threads of the process
 * @param compiler seconds for 10^9 bytes during which the compiler was at work, part of {@code cpu}
 * @param steps epoch steps, of six ratchets
 */
record RatchetCost(double cpu, double compiler, long steps) {
    /** So much in turns: whatever else the machine does meanwhile, both runs of a pair suffer from it. */
    private static final long SLICE = 100_000_000;

    private static final double GIGA = 1e9;

    /** Two runs at once, of which always one waits. */
    record Pair(RatchetCost on, RatchetCost off) {
        double share() {
            return on.cpu / off.cpu - 1;
        }

        private Pair checked() throws IOException {
            // A plain key too steps for its age, after 40 s of traffic, which a slow machine may need.
            if (on.steps <= off.steps) {
                throw new IOException("no ratchet stepped for its volume: measure more --mb");
            }
            return this;
        }
    }

    /** @param bytes brought by each of both over one circuit */
    static Pair of(String form, String suite, boolean onFirst, long bytes, Outside outside) throws IOException {
        try (RatchetVm on = new RatchetVm(form, suite, true, outside);
                RatchetVm off = new RatchetVm(form, suite, false, outside)) {
            RatchetVm first = onFirst ? on : off;
            RatchetVm second = onFirst ? off : on;
            for (RatchetVm vm : new RatchetVm[] {first, second}) {
                vm.warmUp();
                vm.circuit();
                // Behind which every hop has taken its first step, in both runs.
                vm.bring(SLICE);
            }
            RatchetVm.State onBefore = on.state();
            RatchetVm.State offBefore = off.state();
            for (long left = bytes; left > 0; left -= SLICE) {
                first.bring(Math.min(left, SLICE));
                second.bring(Math.min(left, SLICE));
            }
            return new Pair(between(onBefore, on.state(), bytes), between(offBefore, off.state(), bytes)).checked();
        }
    }

    private static RatchetCost between(RatchetVm.State before, RatchetVm.State after, long bytes) {
        double giga = bytes / GIGA;
        return new RatchetCost(
                (after.cpuNanos() - before.cpuNanos()) / GIGA / giga,
                (after.compilerMillis() - before.compilerMillis()) / 1e3 / giga,
                after.steps() - before.steps());
    }
}
