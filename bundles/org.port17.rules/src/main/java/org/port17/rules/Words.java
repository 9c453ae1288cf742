package org.port17.rules;

import java.util.ArrayList;
import java.util.List;

/** Reads the words of a line one after another. */
final class Words {
    private final List<Word> words;
    private final int behind;
    private int at;

    /** @param behind the column behind the last word, for what is missing there */
    Words(List<Word> words, int behind) {
        this.words = words;
        this.behind = behind;
    }

    boolean more() {
        return at < words.size();
    }

    Word peek() {
        return words.get(at);
    }

    Word next() {
        return words.get(at++);
    }

    /** The next word, if it is that keyword, is read over. */
    boolean skip(String keyword) {
        boolean there = more() && peek().is(keyword) && !peek().separator();
        at += there ? 1 : 0;
        return there;
    }

    /** @param what what is expected, for the message */
    Word one(String what) throws Mistake {
        if (!more()) {
            throw new Mistake(behind, "something is missing here: " + what);
        }
        if (peek().separator()) {
            throw new Mistake(peek(), "a comma stands between two items of a list: here belongs " + what);
        }
        return next();
    }

    /** One item, or several with commas between them. */
    List<Word> list(String what) throws Mistake {
        List<Word> items = new ArrayList<>();
        items.add(one(what));
        while (more() && peek().separator()) {
            next();
            items.add(one(what));
        }
        return items;
    }
}
