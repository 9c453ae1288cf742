package org.port17.detect;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * A fixed start of a message: two hexadecimal digits, {@code ??} for any byte, {@code 'text'} as it stands. Blanks between
 * them mean nothing.
 */
final class Pattern {
    private final byte[] bytes;
    private final boolean[] counts;

    private Pattern(byte[] bytes, boolean[] counts) {
        this.bytes = bytes;
        this.counts = counts;
    }

    static Pattern of(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        boolean[] counts = new boolean[text.length()];
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == ' ') {
                i++;
            } else if (c == '\'') {
                int end = text.indexOf('\'', i + 1);
                for (char inside : text.substring(i + 1, end).toCharArray()) {
                    counts[bytes.size()] = true;
                    bytes.write(inside);
                }
                i = end + 1;
            } else {
                counts[bytes.size()] = c != '?';
                bytes.write(c == '?' ? 0 : Integer.parseInt(text, i, i + 2, 16));
                i += 2;
            }
        }
        return new Pattern(bytes.toByteArray(), Arrays.copyOf(counts, bytes.size()));
    }

    boolean starts(byte[] data, int size) {
        if (size < bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if (counts[i] && data[i] != bytes[i]) {
                return false;
            }
        }
        return true;
    }
}
