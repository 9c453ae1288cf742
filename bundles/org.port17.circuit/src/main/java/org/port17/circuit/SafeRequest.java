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
    private static final byte[] END = ascii("\r\n\r\n");

    private SafeRequest() {}

    /** How many of the first bytes that an application said may be repeated; 0 while the method is not known. */
    static int length(byte[] said, int size) {
        for (byte[] method : METHODS) {
            if (size >= method.length && Arrays.equals(said, 0, method.length, method, 0, method.length)) {
                return head(said, size);
            }
        }
        return 0;
    }

    private static int head(byte[] said, int size) {
        for (int end = END.length; end <= size; end++) {
            if (Arrays.equals(said, end - END.length, end, END, 0, END.length)) {
                return end;
            }
        }
        return size;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
