package org.port17.rehearsal;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.port17.api.Port17Exception;
import org.port17.spi.suite.CipherSuite;

/** One program with one suite, from its first round to its last request, as prompt as its {@link Direction} wants it. */
final class Performance {
    /** The last requests take no longer, however slow the machine is. */
    private static final Duration AT_THE_END = Duration.ofSeconds(20);

    private final List<CipherSuite> suites;
    private final Troupe troupe;
    private final Program program;
    private final Direction direction;
    private final GivingWay way;
    private final SecureRandom random;

    /** @param suites the one that is played, and behind it those that circuits switch to and from */
    Performance(
            List<CipherSuite> suites,
            Troupe troupe,
            Program program,
            Direction direction,
            GivingWay way,
            SecureRandom random) {
        this.suites = suites;
        this.troupe = troupe;
        this.program = program;
        this.direction = direction;
        this.way = way;
        this.random = random;
    }

    /** Returns at its end, or soon after it is not to go on. */
    void play() throws Port17Exception, InterruptedException {
        try (Drill drill = new Drill(suites.get(0), random)) {
            drill.spill();
            while (hasMore()) {
                try (Stage stage = new Stage(suites, troupe, random)) {
                    rounds(stage);
                    steps(stage, drill);
                }
            }
        }
        if (direction.goesOn() && program.lastRequests() > 0) {
            try (Stage stage = new Stage(suites, troupe, random)) {
                repeat(stage, program.lastRequests(), System.nanoTime() + AT_THE_END.toNanos());
            }
        }
    }

    private boolean hasMore() {
        return direction.goesOn() && !program.over() && (direction.promptly() || !program.forWhoWaits());
    }

    private void rounds(Stage stage) throws Port17Exception, InterruptedException {
        for (int i = 0; i < program.ofAStage() && hasMore(); i++) {
            long began = System.nanoTime();
            int answer = program.next();
            if (program.heldUp()) {
                stage.heldUp(answer, program.heldUpLink());
            } else {
                stage.round(answer);
            }
            program.took(System.nanoTime() - began);
            if (program.turns() && suites.size() > 1) {
                stage.turn();
            }
            rest(program.pauseNanos(System.nanoTime() - began));
        }
    }

    /** What fills the time in which the stage's circuits step. */
    private void steps(Stage stage, Drill drill) throws Port17Exception, InterruptedException {
        long end = System.nanoTime() + Stage.STEPS.toNanos();
        repeat(stage, program.requests(), System.nanoTime() + Stage.STEPS.toNanos() / 3);
        if (program.drills() > 0) {
            drill(drill, program.drills(), end);
            direction.await(Duration.ofNanos(end - System.nanoTime()));
        }
    }

    /** At least for so long; not at all while somebody waits for it to be over. */
    private void rest(long nanos) throws InterruptedException {
        if (!direction.promptly()) {
            way.rest(nanos, () -> direction.goesOn() && !direction.promptly());
        }
    }

    /** Until then at the latest; the processor is left to others for as long as it takes. */
    private void repeat(Stage stage, int most, long end) throws Port17Exception, InterruptedException {
        for (int i = 0; i < most && direction.goesOn() && System.nanoTime() - end < 0; i++) {
            long began = System.nanoTime();
            stage.again();
            rest(System.nanoTime() - began);
        }
    }

    /** Until then at the latest; the processor is left to others for as long as it takes. */
    private void drill(Drill drill, int most, long end) throws Port17Exception, InterruptedException {
        for (int i = 0; i < most && direction.goesOn(); i += Program.DRILLS_AT_ONCE) {
            long began = System.nanoTime();
            for (int j = 0; j < Program.DRILLS_AT_ONCE && System.nanoTime() - end < 0; j++) {
                drill.once();
            }
            long took = System.nanoTime() - began;
            if (began + 2 * took - end > 0) {
                return;
            }
            rest(took);
        }
    }
}
