package org.port17.detect;

/** Lets pass only some commands of a protocol made of lines, judged byte by byte so that no other one leaves in part. */
final class CommandLines {
    private static final int MOST = 300;
    private static final int TAG_MOST = 16;

    private final boolean tagged;
    private final String[] allowed;
    private final StringBuilder line = new StringBuilder();
    private int lines;

    /**
     * @param tagged each line starts with a word of the client's own, as in IMAP
     * @param allowed commands in upper case; one that ends in {@code *} takes any argument
     */
    CommandLines(boolean tagged, String... allowed) {
        this.tagged = tagged;
        this.allowed = allowed;
    }

    boolean permits(byte b) {
        if (b == '\n') {
            lines++;
            boolean whole = matches(said(), true);
            line.setLength(0);
            return whole;
        }
        if (line.length() == MOST) {
            return false;
        }
        line.append((char) (b >= 'a' && b <= 'z' ? b - 32 : b & 0xff));
        return matches(said(), false);
    }

    int lines() {
        return lines;
    }

    boolean atStart() {
        return line.length() == 0;
    }

    private String said() {
        int end = line.length();
        return line.substring(0, end > 0 && line.charAt(end - 1) == '\r' ? end - 1 : end);
    }

    private boolean matches(String said, boolean whole) {
        String command = said;
        if (tagged) {
            int blank = said.indexOf(' ');
            int tag = blank < 0 ? said.length() : blank;
            if (tag > TAG_MOST || !said.substring(0, tag).chars().allMatch(c -> c > ' ' && c < 0x7f)) {
                return false;
            }
            if (blank < 0) {
                return !whole || said.isEmpty();
            }
            command = said.substring(blank + 1);
        }
        if (command.isEmpty()) {
            return true;
        }
        for (String one : allowed) {
            boolean open = one.endsWith("*");
            String text = open ? one.substring(0, one.length() - 1) : one;
            if (whole ? command.equals(text.trim()) : text.startsWith(command)) {
                return true;
            }
            if (open && command.startsWith(text)) {
                return true;
            }
        }
        return false;
    }
}
