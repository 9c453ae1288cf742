package org.port17.spi.rule;

/**
 * What is wrong at one place of a rule file.
 *
 * @param line from 1; 0 if the file as a whole is meant
 * @param column of the first character in question, from 1; 0 if the line as a whole is meant
 * @param message a sentence that says what to do; quotes nothing of the file, so that it may be logged
 */
public record RuleProblem(int line, int column, String message) {}
