package org.port17.spi.rule;

/**
 * One rule for the user's own console.
 *
 * @param line where it stands in the file
 * @param rule as it is written; may name destinations and is never logged
 * @param action tunnel, direct or block
 * @param hits connections it decided since the file was read
 */
public record RuleView(int line, String rule, String action, long hits) {}
