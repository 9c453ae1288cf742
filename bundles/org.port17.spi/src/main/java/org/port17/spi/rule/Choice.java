package org.port17.spi.rule;

import java.util.Set;

/**
 * A condition on one property of a node.
 *
 * @param only the values that fit; empty if all do
 * @param never the values that do not fit, whatever {@code only} says
 */
public record Choice<T>(Set<T> only, Set<T> never) {
    private static final Choice<?> ANY = new Choice<>(Set.of(), Set.of());

    public Choice {
        only = Set.copyOf(only);
        never = Set.copyOf(never);
    }

    /** No condition. */
    @SuppressWarnings("unchecked")
    public static <T> Choice<T> any() {
        return (Choice<T>) ANY;
    }

    /** Whether there is a condition at all. */
    public boolean free() {
        return only.isEmpty() && never.isEmpty();
    }

    public boolean fits(T value) {
        return (only.isEmpty() || only.contains(value)) && !never.contains(value);
    }
}
