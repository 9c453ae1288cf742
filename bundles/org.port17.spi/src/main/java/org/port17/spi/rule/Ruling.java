package org.port17.spi.rule;

import java.util.Objects;

/**
 * What the rules say of one application and destination.
 *
 * @param line where the rule stands in the rule file, from 1; 0 if no rule fitted
 * @param rule the rule as it is written, without its comment, for the user's own eyes: it may name destinations; empty if
 *     no rule fitted
 * @param action what to do. If it is not {@link Action#TUNNEL}, all that follows is without conditions
 * @param level the level asked for
 * @param exit which nodes may be the exit
 * @param entry which nodes may be the entry; a rule only excludes here
 * @param transit which nodes may stand between; a rule only excludes here
 * @param nextToDestination the exit is to stand in the destination's autonomous system or as near to it as can be
 * @param isolate every connection gets a circuit of its own
 */
public record Ruling(
        int line,
        String rule,
        Action action,
        LevelWish level,
        NodeTerms exit,
        NodeTerms entry,
        NodeTerms transit,
        boolean nextToDestination,
        boolean isolate) {
    /** Where no rule fits, or there are no rules. */
    public static final Ruling TUNNEL_EVERYTHING = plain(0, "", Action.TUNNEL);

    /** While the rule file has errors and no rules were in force before: nothing that it may forbid gets through. */
    public static final Ruling NOTHING_UNTIL_MENDED = plain(0, "", Action.BLOCK);

    public Ruling {
        Objects.requireNonNull(rule);
        Objects.requireNonNull(action);
        boolean bare = level.equals(LevelWish.NONE)
                && exit.free()
                && entry.free()
                && transit.free()
                && !nextToDestination
                && !isolate;
        if (line < 0 || (action != Action.TUNNEL && !bare)) {
            throw new IllegalArgumentException("a route's conditions need a route");
        }
    }

    /** A ruling without conditions on the route. */
    public static Ruling plain(int line, String rule, Action action) {
        return new Ruling(
                line, rule, action, LevelWish.NONE, NodeTerms.ANY, NodeTerms.ANY, NodeTerms.ANY, false, false);
    }

    /** Why a connection is refused, in words that may be logged. */
    public String refusal() {
        return line == 0
                ? "the rule file has an error and there are no earlier rules; port17:rules shows it"
                : "the rule in line " + line + " of the rule file blocks it";
    }

    /** Shows no more than where the rule stands, so that no destination slips into a log. */
    @Override
    public String toString() {
        return line == 0 ? "no rule" : "the rule in line " + line;
    }
}
