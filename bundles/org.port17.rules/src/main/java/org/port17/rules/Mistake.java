package org.port17.rules;

/** Something wrong at one place of a line. Its message says what to do and quotes nothing. */
final class Mistake extends Exception {
    private static final long serialVersionUID = 1L;
    private final int column;

    Mistake(int column, String message) {
        super(message, null, false, false);
        this.column = column;
    }

    Mistake(Word word, String message) {
        this(word.column(), message);
    }

    int column() {
        return column;
    }
}
