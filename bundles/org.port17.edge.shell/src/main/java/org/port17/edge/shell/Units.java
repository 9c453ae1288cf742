package org.port17.edge.shell;

import java.util.Locale;

/** Numbers and texts as people read them. */
final class Units {
    private static final String[] STEPS = {"kB", "MB", "GB", "TB", "PB", "EB"};
    private static final int LONGEST = 200;

    private Units() {}

    /** Decimal units: 1500 is 1.5 kB. */
    static String bytes(long count) {
        if (count < 1000) {
            return count + " B";
        }
        double scaled = count;
        int step = -1;
        while (scaled >= 999.5 && step < STEPS.length - 1) {
            scaled /= 1000;
            step++;
        }
        return String.format(Locale.ROOT, scaled < 9.95 ? "%.1f %s" : "%.0f %s", scaled, STEPS[step]);
    }

    static String age(long millis) {
        long seconds = Math.max(0, millis) / 1000;
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min " + seconds % 60 + " s";
        }
        return seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
    }

    /** Cut to a bounded length and free of anything a terminal would obey. */
    static String safe(String text) {
        StringBuilder safe = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), LONGEST); i++) {
            char c = text.charAt(i);
            boolean harmful = Character.isISOControl(c)
                    || Character.isSurrogate(c)
                    || Character.getType(c) == Character.FORMAT
                    || Character.getType(c) == Character.LINE_SEPARATOR
                    || Character.getType(c) == Character.PARAGRAPH_SEPARATOR;
            safe.append(harmful ? '?' : c);
        }
        return text.length() > LONGEST ? safe.append("...").toString() : safe.toString();
    }
}
