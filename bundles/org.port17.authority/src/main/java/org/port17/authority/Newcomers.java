package org.port17.authority;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;

/**
 * Nodes that have not proven their addresses yet. Bounded, and fair to where they come from: who announces many leaves room
 * for others, since a place is taken from the most crowded origin. Guarded by the {@link Registry}.
 */
final class Newcomers {
    static final int MOST = 2_048;

    /** From one origin; a local network's are not counted. */
    static final int MOST_OF_ORIGIN = 32;

    private final Map<String, Set<Registered>> waiting = new HashMap<>();
    private int count;

    /**
     * Takes one in.
     *
     * @return who lost his place for it
     * @throws Port17Exception OVERLOADED if too many of its origin wait
     */
    Optional<Registered> add(Registered node) throws Port17Exception {
        int own = waiting.getOrDefault(node.origin(), Set.of()).size();
        if (!node.origin().isEmpty() && own >= MOST_OF_ORIGIN) {
            throw full();
        }
        Optional<Registered> loser = Optional.empty();
        if (count >= MOST) {
            Set<Registered> crowd = waiting.values().stream()
                    .max(Comparator.comparingInt(Set::size))
                    .orElseThrow();
            if (crowd.size() <= own) {
                throw full();
            }
            // Whoever was tried most often in vain; of several the first that came.
            loser = crowd.stream().max(Comparator.comparingInt(Newcomers::failures));
            remove(loser.get());
        }
        waiting.computeIfAbsent(node.origin(), o -> new LinkedHashSet<>()).add(node);
        count++;
        return loser;
    }

    private static int failures(Registered node) {
        return node.proofs().values().stream()
                .mapToInt(AddressProof::failures)
                .max()
                .orElse(0);
    }

    /** It is proven or gone. */
    void remove(Registered node) {
        Set<Registered> crowd = waiting.getOrDefault(node.origin(), new LinkedHashSet<>());
        if (crowd.remove(node)) {
            count--;
        }
        if (crowd.isEmpty()) {
            waiting.remove(node.origin());
        }
    }

    private static Port17Exception full() {
        return new Port17Exception(
                ErrorKind.OVERLOADED, Retry.LATER, "too many nodes wait to be looked at; come again later");
    }
}
