package org.port17.rules;

import java.util.Collection;
import java.util.Optional;

/** Finds the keyword that somebody may have meant. */
final class Nearby {
    private static final int MOST_EDITS = 2;
    private static final int LONGEST = 32;

    private Nearby() {}

    /** @return words that end a sentence, such as ": did you mean country?"; empty if nothing is near */
    static String hint(String text, Collection<String> keywords) {
        Optional<String> nearest = text.length() > LONGEST
                ? Optional.empty()
                : keywords.stream()
                        .filter(k -> edits(text.toLowerCase(java.util.Locale.ROOT), k)
                                <= Math.min(MOST_EDITS, k.length() / 2))
                        .min(java.util.Comparator.comparingInt(k -> edits(text.toLowerCase(java.util.Locale.ROOT), k)));
        return nearest.map(k -> ": did you mean '" + k + "'?").orElse("");
    }

    /** Levenshtein's distance. */
    private static int edits(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
