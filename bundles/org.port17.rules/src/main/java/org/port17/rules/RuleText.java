package org.port17.rules;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.port17.spi.rule.RuleFileView;
import org.port17.spi.rule.RuleProblem;

/**
 * A whole rule file, read.
 *
 * @param rules in order; of no use if there are errors
 * @param errors the first {@link RuleFileView#MOST_PROBLEMS}
 */
record RuleText(List<Rule> rules, List<RuleProblem> errors) {
    static final int MOST_BYTES = 32 << 20;
    static final int MOST_RULES = 200_000;
    static final int MOST_PLACES = 1_000_000;
    static final int MOST_BRANCHING = 1_000;

    RuleText {
        rules = List.copyOf(rules);
        errors = List.copyOf(errors);
    }

    static RuleText unusable(String message) {
        return new RuleText(List.of(), List.of(new RuleProblem(0, 0, message)));
    }

    /** @param direct whether rules may lead past the network */
    static RuleText of(byte[] bytes, boolean direct) {
        if (bytes.length > MOST_BYTES) {
            return unusable(tooLarge());
        }
        int start = bytes.length > 2 && bytes[0] == (byte) 0xef && bytes[1] == (byte) 0xbb && bytes[2] == (byte) 0xbf
                ? 3
                : 0;
        Reading reading = new Reading(direct);
        int line = 1;
        while (start <= bytes.length && reading.goesOn()) {
            int end = start;
            while (end < bytes.length && bytes[end] != '\n') {
                end++;
            }
            reading.line(line++, bytes, start, end > start && bytes[end - 1] == '\r' ? end - 1 : end);
            start = end + 1;
        }
        return new RuleText(reading.rules, reading.errors);
    }

    static String tooLarge() {
        return "a rule file has at most " + (MOST_BYTES >> 20) + " MiB: shorten it";
    }

    private static final class Reading {
        final List<Rule> rules = new ArrayList<>();
        final List<RuleProblem> errors = new ArrayList<>();
        private final boolean direct;
        private long places;
        private int branching;
        private boolean full;

        Reading(boolean direct) {
            this.direct = direct;
        }

        boolean goesOn() {
            return !full && errors.size() < RuleFileView.MOST_PROBLEMS;
        }

        void line(int number, byte[] bytes, int start, int end) {
            if (end - start > 4 * Line.LONGEST) {
                errors.add(new RuleProblem(number, 0, Line.tooLong()));
                return;
            }
            String text;
            try {
                text = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes, start, end - start))
                        .toString();
            } catch (CharacterCodingException e) {
                errors.add(new RuleProblem(number, 0, "this line is not UTF-8 text: save the file as UTF-8"));
                return;
            }
            try {
                Line.Cut cut = Line.cut(text);
                if (!cut.words().isEmpty()) {
                    take(RuleReader.read(cut, number, direct), number);
                }
            } catch (Mistake e) {
                errors.add(new RuleProblem(number, e.column(), e.getMessage()));
            }
        }

        private void take(Rule rule, int number) {
            rules.add(rule);
            places += rule.places();
            branching +=
                    (int) rule.names().stream().filter(NamePattern::branches).count()
                            * Math.max(1, rule.applications().size());
            String limit = rules.size() > MOST_RULES
                    ? "a rule file has at most " + MOST_RULES + " rules: put several domains into one rule with commas"
                    : places > MOST_PLACES
                            ? "all rules together name at most " + MOST_PLACES
                                    + " pairs of an application and a destination: shorten the file"
                            : branching > MOST_BRANCHING
                                    ? "at most " + MOST_BRANCHING
                                            + " names may have a '*' that is not their first part: use domain instead"
                                    : "";
            if (!limit.isEmpty()) {
                errors.add(new RuleProblem(number, 0, limit));
                full = true;
            }
        }
    }
}
