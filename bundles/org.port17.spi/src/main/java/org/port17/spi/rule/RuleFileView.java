package org.port17.spi.rule;

import java.util.List;

/**
 * A rule file as it was last read.
 *
 * @param file its path
 * @param good whether it could be used as it stands. If not, the rules read before stay in force
 * @param rules how many rules it holds; 0 if it is not good
 * @param direct how many of them lead past the network
 * @param readAt seconds since 1970
 * @param errors why it cannot be used, the first {@link #MOST_PROBLEMS}
 * @param warnings rules that never decide anything, the first {@link #MOST_PROBLEMS}
 */
public record RuleFileView(
        String file,
        boolean good,
        int rules,
        int direct,
        long readAt,
        List<RuleProblem> errors,
        List<RuleProblem> warnings) {
    public static final int MOST_PROBLEMS = 20;

    public RuleFileView {
        errors = List.copyOf(errors);
        warnings = List.copyOf(warnings);
    }
}
