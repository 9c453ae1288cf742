package org.port17.detect;

/**
 * Finds text where there should be ciphertext. A byte of ciphertext looks like text with probability 98/256, so a run of
 * {@link #MOST} of them comes by chance once in 10^13 places.
 */
final class TextRun {
    static final int MOST = 32;

    private int run;

    /** Whether a byte can stand in English text: printable ASCII, tabulator, end of line. */
    static boolean isText(byte b) {
        return b >= 0x20 && b <= 0x7e || b == '\r' || b == '\n' || b == '\t';
    }

    /** @return true if a run of text became as long as {@code limit} */
    boolean passes(byte b, int limit) {
        run = isText(b) ? run + 1 : 0;
        return run >= limit;
    }

    /** How many of the last bytes were text. */
    int length() {
        return run;
    }

    /** Whether the last byte was text, or nothing came yet. */
    boolean unbroken() {
        return run > 0;
    }

    /** Whether that range holds a run of {@code limit} bytes of text. */
    static boolean within(byte[] data, int from, int to, int limit) {
        int run = 0;
        for (int i = from; i < to; i++) {
            run = isText(data[i]) ? run + 1 : 0;
            if (run >= limit) {
                return true;
            }
        }
        return false;
    }
}
