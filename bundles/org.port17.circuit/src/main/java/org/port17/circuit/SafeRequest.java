package org.port17.circuit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * What of an unencrypted protocol may reach a destination more than once: the head of one HTTP/1 request whose method is
 * safe (RFC 9110, sections 9.2.1 and 9.2.2 on automatic retries). Of what follows the head, a body or a second request,
 * nothing is known.
 */
final class SafeRequest {
    private static final List<byte[]> METHODS =
            List.of(ascii("GET "), ascii("HEAD "), ascii("OPTIONS "), ascii("TRACE "));
    private static final List<byte[]> VERSIONS = List.of(ascii(" HTTP/1.1"), ascii(" HTTP/1.0"));

    private SafeRequest() {}

    /**
     * How many of the first bytes that an application said may be repeated: whole lines of such a head, and the beginning of
     * one. 0 before the first line is whole; not beyond a line that is none of HTTP's, nor the empty line, whether lines end
     * in CRLF or LF alone (RFC 9112, section 2.2).
     */
    static int length(byte[] said, int size) {
        if (METHODS.stream().noneMatch(method -> holds(said, 0, size, method))) {
            return 0;
        }
        int line = 0;
        for (int at = 0; at < size; at++) {
            if (said[at] == '\n') {
                int end = at > line && said[at - 1] == '\r' ? at - 1 : at;
                if (end == line) {
                    return at + 1;
                }
                if (line == 0 ? !ofHttp1(said, end) : !isField(said, line, end)) {
                    return line;
                }
                line = at + 1;
            } else if (at > line && said[at - 1] == '\r') {
                return line;
            }
        }
        return line == 0 ? 0 : size;
    }

    private static boolean ofHttp1(byte[] said, int end) {
        return VERSIONS.stream().anyMatch(v -> end >= v.length && holds(said, end - v.length, end, v));
    }

    private static boolean isField(byte[] said, int from, int to) {
        for (int at = from; at < to; at++) {
            if (said[at] == ':') {
                return at > from;
            }
            if (!isToken(said[at])) {
                return false;
            }
        }
        return false;
    }

    /** A character of a field's name (RFC 9110, section 5.6.2). */
    private static boolean isToken(byte c) {
        return c >= '0' && c <= '9'
                || c >= 'A' && c <= 'Z'
                || c >= 'a' && c <= 'z'
                || c > 0 && "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }

    private static boolean holds(byte[] said, int from, int to, byte[] what) {
        return to - from >= what.length && Arrays.equals(said, from, from + what.length, what, 0, what.length);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
