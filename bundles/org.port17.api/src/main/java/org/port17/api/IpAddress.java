package org.port17.api;

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
        int start = host.lastIndexOf('.') + 1;
        boolean hex = host.startsWith("0x", start) || host.startsWith("0X", start);
        for (int i = hex ? start + 2 : start; i < host.length(); i++) {
            if (digit(host.charAt(i), hex ? 16 : 10) < 0) {
                return false;
            }
        }
        return start < host.length();
    }

    /**
     * Reads an IPv4 literal as {@code inet_aton} and browsers do: one to four parts, each decimal, octal (0…) or hexadecimal
     * (0x…), the last one filling what is left.
     *
     * @throws Port17Exception BAD_INPUT if it is none
     */
    public static IpAddress parseV4(String text) throws Port17Exception {
        long bits = 0;
        int start = 0;
        for (int part = 1; part <= 4; part++) {
            int dot = text.indexOf('.', start);
            int end = dot < 0 ? text.length() : dot;
            int width = dot < 0 ? 8 * (5 - part) : 8;
            bits = bits << width | number(text, start, end, (1L << width) - 1);
            if (dot < 0) {
                return v4(bits);
            }
            start = dot + 1;
        }
        throw notV4();
    }

    private static long number(String text, int start, int end, long most) throws Port17Exception {
        boolean hex = text.startsWith("0x", start) || text.startsWith("0X", start);
        int radix = hex ? 16 : end - start > 1 && text.charAt(start) == '0' ? 8 : 10;
        long value = 0;
        for (int i = hex ? start + 2 : start; i < end; i++) {
            int digit = digit(text.charAt(i), radix);
            value = value * radix + digit;
            if (digit < 0 || value > most) {
                throw notV4();
            }
        }
        if (start == end) {
            throw notV4();
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
        int length = text.length();
        if (length > MAX_TEXT || length < 2) {
            throw notV6();
        }
        int[] groups = new int[GROUPS];
        int count = 0;
        int gap = text.startsWith("::") ? 0 : -1;
        int at = gap < 0 ? 0 : 2;
        while (at < length) {
            int end = at;
            int value = 0;
            while (end < length && digit(text.charAt(end), 16) >= 0 && end - at < 4) {
                value = value << 4 | digit(text.charAt(end++), 16);
            }
            if (end == at || count == GROUPS) {
                throw notV6();
            }
            if (end < length && text.charAt(end) == '.') {
                if (count > GROUPS - 2) {
                    throw notV6();
                }
                long dotted = dotted(text, at);
                groups[count++] = (int) (dotted >>> 16);
                groups[count++] = (int) (dotted & 0xffff);
                break;
            }
            groups[count++] = value;
            at = end;
            if (at < length) {
                if (text.charAt(at++) != ':' || at == length) {
                    throw notV6();
                }
                if (text.charAt(at) == ':') {
                    if (gap >= 0) {
                        throw notV6();
                    }
                    gap = count;
                    at++;
                }
            }
        }
        if (gap < 0 ? count != GROUPS : count == GROUPS) {
            throw notV6();
        }
        return of(groups, count, gap);
    }

    /** @param gap before which group the zeros left out stand; negative if none is missing */
    private static IpAddress of(int[] groups, int count, int gap) {
        long high = 0;
        long low = 0;
        for (int i = 0; i < GROUPS; i++) {
            boolean tail = gap >= 0 && i >= GROUPS - (count - gap);
            int value = gap < 0 || i < gap ? groups[i] : tail ? groups[i - (GROUPS - count)] : 0;
            high = i < 4 ? high << 16 | value : high;
            low = i < 4 ? 0 : low << 16 | value;
        }
        return new IpAddress(high, low);
    }

    /** The IPv4 address at the end of an IPv6 literal: four decimal numbers without leading zeros. */
    private static long dotted(String text, int start) throws Port17Exception {
        long bits = 0;
        int at = start;
        for (int part = 0; part < 4; part++) {
            int dot = part < 3 ? text.indexOf('.', at) : text.length();
            if (dot <= at || dot - at > 3 || (dot - at > 1 && text.charAt(at) == '0')) {
                throw notV6();
            }
            bits = bits << 8 | number(text, at, dot, 0xff);
            at = dot + 1;
        }
        return bits;
    }

    private static Port17Exception notV4() {
        return new Port17Exception(ErrorKind.BAD_INPUT, "not an IPv4 literal");
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
        return text.toString();
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
