package org.port17.rules;

import java.util.ArrayList;
import java.util.List;

/** Cuts a line into words. A {@code #} where a word could start begins a comment. */
final class Line {
    static final int LONGEST = 16_384;
    private static final int LONGEST_WORD = 1_024;
    private final String text;
    private final List<Word> words = new ArrayList<>();
    private int at;
    private int end;

    private Line(String text) {
        this.text = text;
    }

    /** The words of a line and what of it is no comment. */
    record Cut(List<Word> words, String rule) {}

    static Cut cut(String text) throws Mistake {
        if (text.length() > LONGEST) {
            throw new Mistake(0, tooLong());
        }
        Line line = new Line(text);
        line.words();
        return new Cut(List.copyOf(line.words), text.substring(0, line.end).strip());
    }

    static String tooLong() {
        return "a line has at most " + LONGEST + " characters: make several rules of it";
    }

    private void words() throws Mistake {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                return;
            }
            if (c == ' ' || c == '\t') {
                at++;
            } else if (c == ',') {
                words.add(new Word(",", column(at), false, true));
                end = ++at;
            } else {
                words.add(c == '"' ? quoted() : plain());
                end = at;
            }
        }
    }

    private Word plain() throws Mistake {
        int start = at;
        while (at < text.length() && " \t,\"".indexOf(text.charAt(at)) < 0) {
            visible(at);
            at += Character.charCount(text.codePointAt(at));
        }
        if (at < text.length() && text.charAt(at) == '"') {
            throw new Mistake(column(at), "a quote stands at the start of a word: put the whole word in quotes");
        }
        return word(start, text.substring(start, at), false);
    }

    private Word quoted() throws Mistake {
        int start = at++;
        StringBuilder inside = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.charAt(at) == '\\') {
                at++;
                if (at == text.length() || "\"\\".indexOf(text.charAt(at)) < 0) {
                    throw new Mistake(column(at - 1), "a backslash in quotes stands before a quote or a backslash");
                }
            }
            visible(at);
            int c = text.codePointAt(at);
            inside.appendCodePoint(c);
            at += Character.charCount(c);
        }
        if (at == text.length()) {
            throw new Mistake(column(start), "the quote that starts here does not end in this line");
        }
        at++;
        if (at < text.length() && " \t,".indexOf(text.charAt(at)) < 0) {
            throw new Mistake(column(at), "a space or a comma follows what stands in quotes");
        }
        return word(start, inside.toString(), true);
    }

    private Word word(int start, String inside, boolean quoted) throws Mistake {
        if (inside.length() > LONGEST_WORD) {
            throw new Mistake(column(start), "a word has at most " + LONGEST_WORD + " characters");
        }
        return new Word(inside, column(start), quoted, false);
    }

    /** What the reader of a file cannot see must not change what it says. */
    private void visible(int index) throws Mistake {
        int c = text.codePointAt(index);
        switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                throw new Mistake(column(index), "there is an invisible character here: delete it");
            case Character.SPACE_SEPARATOR -> {
                if (c != ' ') {
                    throw new Mistake(column(index), "there is an unusual space here: use an ordinary one");
                }
            }
            default -> {
                // It can be seen.
            }
        }
    }

    private int column(int index) {
        return text.codePointCount(0, index) + 1;
    }
}
