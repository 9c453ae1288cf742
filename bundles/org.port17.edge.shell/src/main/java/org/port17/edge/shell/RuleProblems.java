package org.port17.edge.shell;

import org.port17.spi.rule.RuleFileView;
import org.port17.spi.rule.RuleProblem;

/** What is wrong with a rule file, for a table of line, column or hits, and text. */
final class RuleProblems {
    private RuleProblems() {}

    static void rows(Page page, RuleFileView file) {
        for (RuleProblem error : file.errors()) {
            page.row(place(error), "error", error.message());
        }
        for (RuleProblem warning : file.warnings()) {
            page.row(place(warning), "warning", warning.message());
        }
    }

    private static String place(RuleProblem problem) {
        if (problem.line() == 0) {
            return "";
        }
        return problem.column() == 0 ? "" + problem.line() : problem.line() + ":" + problem.column();
    }

    /** One sentence on a file that was read just now. */
    static String verdict(RuleFileView file) {
        return file.good()
                ? file.rules() + (file.rules() == 1 ? " rule, " : " rules, ")
                        + (file.direct() > 0 ? file.direct() + " of them past the network, " : "") + "no errors."
                : "The file has errors and cannot be used.";
    }
}
