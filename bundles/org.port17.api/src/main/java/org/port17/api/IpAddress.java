package org.port17.api;

import java.util.Locale;

/**
 * An IP address as a number of 128 bits. An IPv4 address and its mapped form {@code ::ffff:a.b.c.d} are the same number,
 * since a host treats them as one.
 */
public record IpAddress(long high, long low) {
    private static final int GROUPS = 8;
    private static final int MAX_TEXT = 45;
    private static final long MAPPED = 0xffffL << 32;
    private static final long IPV4 = 0xffff_ffffL;

    /** The address with these 32 bits. */
    public static IpAddress v4(long bits) {
        return new IpAddress(0, MAPPED | (bits & IPV4));
    }

    /** Whether it is an IPv4 address, mapped or not. */
    public boolean isV4() {
        return high == 0 && low >>> 32 == 0xffff;
    }

    /**
     * Whether a host name is an IPv4 literal in one of its spellings or can be nothing else: its last part is a number, as
     * no top-level domain is (URL Standard, "ends in a number").
     */
    public static boolean looksLikeV4(String host) {
        String last = host.substring(host.lastIndexOf('.') + 1);
        boolean digits = !last.isEmpty() && last.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits || last.matches("0[xX][0-9a-fA-F]*");
    }

    /**
     * Reads an IPv4 literal as {@code inet_aton} and browsers do: one to four parts, each decimal, octal (0…) or hexadecimal
     * (0x…), the last one filling what is left.
     *
     * @throws Port17Exception BAD_INPUT if it is none
     */
    public static IpAddress parseV4(String text) throws Port17Exception {
        String[] parts = text.length() > MAX_TEXT ? new String[0] : text.split("\\.", -1);
        if (parts.length < 1 || parts.length > 4) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, "not an IPv4 literal");
        }
        long bits = 0;
        for (int i = 0; i < parts.length - 1; i++) {
            bits = bits << 8 | number(parts[i], 0xff);
        }
        int left = 8 * (5 - parts.length);
        return v4(bits << left | number(parts[parts.length - 1], (1L << left) - 1));
    }

    private static long number(String text, long most) throws Port17Exception {
        boolean hex = text.startsWith("0x") || text.startsWith("0X");
        int radix = hex ? 16 : text.length() > 1 && text.startsWith("0") ? 8 : 10;
        long value = 0;
        for (int i = hex ? 2 : 0; i < text.length(); i++) {
            int digit = digit(text.charAt(i), radix);
            value = value * radix + digit;
            if (digit < 0 || value > most) {
                throw new Port17Exception(ErrorKind.BAD_INPUT, "not an IPv4 literal");
            }
        }
        if (text.isEmpty()) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, "not an IPv4 literal");
        }
        return value;
    }

    /** ASCII digits only: Java would take those of every script. */
    private static int digit(char c, int radix) {
        return c < 128 ? Character.digit(c, radix) : -1;
    }

    /**
     * Reads an IPv6 literal without brackets and without a scope (RFC 4291, section 2.2).
     *
     * @throws Port17Exception BAD_INPUT if it is none
     */
    public static IpAddress parseV6(String text) throws Port17Exception {
        if (text.length() > MAX_TEXT) {
            throw notV6();
        }
        int gap = text.indexOf("::");
        if (gap < 0) {
            return of(groups(text), new int[0]);
        }
        String after = text.substring(gap + 2);
        int[] head = gap == 0 ? new int[0] : groups(text.substring(0, gap));
        int[] tail = after.isEmpty() ? new int[0] : groups(after);
        if (after.contains("::") || head.length + tail.length >= GROUPS || text.indexOf('.') >= 0 && gap > text.indexOf('.')) {
            throw notV6();
        }
        return of(head, tail);
    }

    private static IpAddress of(int[] head, int[] tail) throws Port17Exception {
        if (tail.length == 0 && head.length > GROUPS) {
            throw notV6();
        }
        int[] all = new int[GROUPS];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(tail, 0, all, GROUPS - tail.length, tail.length);
        long high = 0;
        long low = 0;
        for (int i = 0; i < 4; i++) {
            high = high << 16 | all[i];
            low = low << 16 | all[i + 4];
        }
        return new IpAddress(high, low);
    }

    private static int[] groups(String text) throws Port17Exception {
        String[] parts = text.split(":", -1);
        String last = parts[parts.length - 1];
        boolean dotted = last.indexOf('.') >= 0;
        int[] groups = new int[parts.length + (dotted ? 1 : 0)];
        for (int i = 0; i < parts.length - (dotted ? 1 : 0); i++) {
            groups[i] = group(parts[i]);
        }
        if (dotted) {
            if (!last.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}")) {
                throw notV6();
            }
            long bits = 0;
            for (String part : last.split("\\.")) {
                if (Integer.parseInt(part) > 0xff) {
                    throw notV6();
                }
                bits = bits << 8 | Integer.parseInt(part);
            }
            groups[parts.length - 1] = (int) (bits >>> 16);
            groups[parts.length] = (int) (bits & 0xffff);
        }
        return groups;
    }

    private static int group(String text) throws Port17Exception {
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = digit(text.charAt(i), 16);
            if (digit < 0 || i == 4) {
                throw notV6();
            }
            value = value << 4 | digit;
        }
        if (text.isEmpty()) {
            throw notV6();
        }
        return value;
    }

    private static Port17Exception notV6() {
        return new Port17Exception(ErrorKind.BAD_INPUT, "not an IPv6 literal");
    }

    /** Four decimal numbers; only for an IPv4 address. */
    public String textV4() {
        return (low >>> 24 & 0xff) + "." + (low >>> 16 & 0xff) + "." + (low >>> 8 & 0xff) + "." + (low & 0xff);
    }

    /** The one text of RFC 5952, without brackets; an IPv4 address in its mapped form. */
    public String textV6() {
        if (isV4()) {
            return "::ffff:" + textV4();
        }
        int start = -1;
        int length = 1;
        for (int i = 0; i < GROUPS; i++) {
            int end = i;
            while (end < GROUPS && group(end) == 0) {
                end++;
            }
            if (end - i > length) {
                start = i;
                length = end - i;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == start) {
                text.append("::");
                i += length - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":");
                text.append(Integer.toHexString(group(i)));
            }
        }
        return text.toString().toLowerCase(Locale.ROOT);
    }

    private int group(int i) {
        return (int) ((i < 4 ? high >>> 16 * (3 - i) : low >>> 16 * (7 - i)) & 0xffff);
    }

    /** Does not show the address, so that it cannot slip into a log. */
    @Override
    public String toString() {
        return isV4() ? "IPv4 address" : "IPv6 address";
    }
}
