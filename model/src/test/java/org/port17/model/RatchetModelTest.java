package org.port17.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.port17.api.Port17Exception;
import org.port17.model.Trace.Rule;

/** The claims of docs/security/ratchet.md: checked in the model, and the model's runs replayed against the real classes. */
class RatchetModelTest {
    private static final RatchetModel MODEL = RatchetModel.load();

    /** Runs to replay, in all and of each goal. */
    private static final int RUNS = 1_000;

    private static final int RUNS_OF_A_GOAL = 48;

    static List<String> claims() {
        return MODEL.commands("claim");
    }

    @ParameterizedTest
    @MethodSource("claims")
    void holds(String claim) {
        assertEquals(Optional.empty(), MODEL.trace(claim));
    }

    @Test
    void everyClaimIsChecked() {
        assertEquals(12, claims().size());
    }

    /**
     * Without one rule the model breaks a claim. The real classes must not go along with that run, and must do what the
     * whole model says to the same events.
     */
    @ParameterizedTest
    @EnumSource(
            value = Rule.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"MarkInTurn", "Turn"})
    void isNeeded(Rule rule) throws Port17Exception {
        Trace mutant = MODEL.trace("mutant" + rule).orElseThrow(() -> new AssertionError("no run breaks a claim"));
        Replay.run(whole(mutant), 0);
        if (rule != Rule.FreshSecret) {
            // What Mallory knows cannot be seen from outside: for this rule there are the tests with cloned states.
            assertThrows(AssertionError.class, () -> Replay.run(mutant, 0));
        }
    }

    /** The whole model's answer to a mutant's events, as far as its ends still take part in them. */
    private static Trace whole(Trace mutant) {
        for (int events = mutant.events().size(); events >= 0; events--) {
            Optional<Trace> whole =
                    MODEL.with(Script.command("whole", mutant, events)).trace("whole");
            if (whole.isPresent()) {
                assertEquals(mutant.script().subList(0, events), whole.get().script());
                return whole.get();
            }
        }
        throw new AssertionError("the whole model does not know the mutant's first event");
    }

    @Test
    void theRealClassesDoWhatTheModelSays() throws Port17Exception {
        Set<Object> different = new HashSet<>();
        Set<Rule> refusals = EnumSet.noneOf(Rule.class);
        for (String goal : MODEL.commands("trace")) {
            List<Trace> traces = MODEL.traces(goal, RUNS_OF_A_GOAL);
            assertTrue(!traces.isEmpty(), goal);
            for (Trace trace : traces) {
                if (different.add(List.of(trace.start(), trace.script()))) {
                    Replay.run(trace, different.size());
                }
                trace.events().forEach(event -> refusals.addAll(event.broken()));
            }
        }
        assertTrue(different.size() >= RUNS, different.size() + " different runs");
        assertEquals(
                EnumSet.of(
                        Rule.FreshShare,
                        Rule.Authentic,
                        Rule.MarkInTurn,
                        Rule.Turn,
                        Rule.OneStep,
                        Rule.EpochNumber,
                        Rule.SuiteAsked,
                        Rule.Confirm,
                        Rule.Permit),
                refusals,
                "every refusal was among them");
    }
}
