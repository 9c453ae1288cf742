package org.port17.rules;

/**
 * A word of a line.
 *
 * @param column of its first character, from 1, counted as editors do
 * @param quoted whether it stood in quotes and so is never a keyword
 * @param separator whether it is the comma between two items
 */
record Word(String text, int column, boolean quoted, boolean separator) {
    /** Whether it is that keyword. */
    boolean is(String keyword) {
        return !quoted && text.equals(keyword);
    }
}
