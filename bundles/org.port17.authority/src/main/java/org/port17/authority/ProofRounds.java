package org.port17.authority;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.spi.proof.AddressProver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has addresses dialled as they fall due. Bounds: at most {@link #PROVEN} dials of proven addresses at a time and
 * {@link #UNPROVEN} of others, so that a flood of strangers takes nothing from the nodes of the map; origins take turns; and a
 * {@link Budget} for each origin, certified owner, machine and its neighbourhood, out of which only dials in vain are paid. For one
 * thread, which never waits for a dial.
 */
final class ProofRounds {
    static final int PROVEN = 64;
    static final int UNPROVEN = 16;
    static final Duration WITHIN = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(ProofRounds.class);
    static final long TICK_MILLIS = 100;
    private static final Duration POSTPONED = Duration.ofSeconds(5);
    private final Registry registry;
    private final AddressProver prover;
    private final Budget budget;
    private final Runnable changed;
    private final Executor thread;
    private final Deque<Registry.Due> proven = new ArrayDeque<>();

    /** By origin, in the order of their turns. */
    private final Map<String, Deque<Registry.Due>> unproven = new LinkedHashMap<>();

    private int provenRunning;
    private int unprovenRunning;

    /**
     * @param changed told when the map changes by what a dial said
     * @param thread the one that calls {@link #round}
     */
    ProofRounds(
            Registry registry,
            AddressProver prover,
            AddressRules rules,
            LongSupplier nanos,
            Runnable changed,
            Executor thread) {
        this.registry = registry;
        this.prover = prover;
        this.budget = new Budget(rules, nanos);
        this.changed = changed;
        this.thread = thread;
    }

    /** Begins what is due. */
    void round() {
        try {
            for (Registry.Due due : registry.due()) {
                if (due.proven()) {
                    proven.add(due);
                } else {
                    unproven.computeIfAbsent(due.node().origin(), o -> new ArrayDeque<>())
                            .add(due);
                }
            }
            while (provenRunning < PROVEN && !proven.isEmpty()) {
                dial(proven.remove());
            }
            while (unprovenRunning < UNPROVEN && !unproven.isEmpty()) {
                next();
            }
        } catch (RuntimeException e) {
            LOG.error("a defect broke a round of proofs; the next one follows", e);
        }
    }

    /** One address of the origin whose turn it is, which then goes to the end of the line. */
    private void next() {
        Iterator<Map.Entry<String, Deque<Registry.Due>>> first =
                unproven.entrySet().iterator();
        Map.Entry<String, Deque<Registry.Due>> turn = first.next();
        first.remove();
        Registry.Due due = turn.getValue().remove();
        if (!turn.getValue().isEmpty()) {
            unproven.put(turn.getKey(), turn.getValue());
        }
        if (budget.take(due)) {
            dial(due);
        } else {
            registry.postpone(due, POSTPONED);
        }
    }

    private void dial(Registry.Due due) {
        if (due.proven()) {
            provenRunning++;
        } else {
            unprovenRunning++;
        }
        CompletionStage<Void> answer;
        try {
            answer = prover.prove(due.node().id(), due.endpoint(), due.prekeys(), WITHIN);
        } catch (RuntimeException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        answer.whenComplete((nothing, failure) -> later(() -> ended(due, outcome(failure))));
    }

    private void later(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("a dial ended after the stop", e);
        }
    }

    private void ended(Registry.Due due, Registry.Outcome outcome) {
        if (due.proven()) {
            provenRunning--;
        } else {
            unprovenRunning--;
            if (outcome != Registry.Outcome.FAILED) {
                budget.giveBack(due);
            }
        }
        if (registry.outcome(due, outcome)) {
            changed.run();
        }
        round();
    }

    private static Registry.Outcome outcome(Throwable failure) {
        if (failure == null) {
            return Registry.Outcome.PROVEN;
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof Port17Exception known) {
            boolean ours = List.of(ErrorKind.UNSUPPORTED, ErrorKind.NO_SUITE, ErrorKind.INTERNAL)
                    .contains(known.kind());
            return ours ? Registry.Outcome.UNTRIED : Registry.Outcome.FAILED;
        }
        LOG.error("a defect kept an address from being dialled", failure);
        return Registry.Outcome.UNTRIED;
    }
}
