package org.port17.rules;

import java.util.List;

/**
 * Names a rule is for.
 *
 * @param labels in the order of the file; {@code *} stands for any one label
 * @param below whether all names below fit too
 */
record NamePattern(List<String> labels, boolean below) {
    static final String ANY_LABEL = "*";

    NamePattern {
        labels = List.copyOf(labels);
    }

    /** Whether looking it up may have to try two ways more than once. */
    boolean branches() {
        return labels.lastIndexOf(ANY_LABEL) > 0;
    }
}
