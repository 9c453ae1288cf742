package org.port17.rehearsal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;

/**
 * What a made-up application asks: the head of an HTTP request or TLS's first flight, as real ones do, so that what looks at
 * an application's first bytes is rehearsed too.
 */
final class Request {
    /** About what a browser's first one has. */
    private static final int HTTP_BYTES = 400;

    private static final String PATH = "GET /";
    private static final int TLS_HANDSHAKE = 22;
    /** Of a TLS record (RFC 8446, section 5.1). */
    private static final int TLS_HEADER = 5;

    /** Enough to tell which one it is and how long. */
    static final int HEADER = 5;

    private static final int TLS_ANSWER = 1;
    private static byte[] hello;

    private Request() {}

    /** @param answer bytes that the destination shall send */
    static byte[] http(int answer) {
        String head = PATH + answer + " HTTP/1.1\r\nHost: rehearsal.invalid\r\nUser-Agent: ";
        String end = "\r\n\r\n";
        return (head + "x".repeat(HTTP_BYTES - head.length() - end.length()) + end).getBytes(StandardCharsets.US_ASCII);
    }

    /** A ClientHello, made once; the destination sends one byte. */
    static synchronized byte[] tls() {
        if (hello == null) {
            try {
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(null, new TrustManager[0], null);
                SSLEngine engine = context.createSSLEngine("rehearsal.invalid", 443);
                engine.setUseClientMode(true);
                ByteBuffer record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
                engine.wrap(ByteBuffer.allocate(0), record);
                hello = new byte[record.flip().remaining()];
                record.get(hello);
            } catch (GeneralSecurityException | SSLException e) {
                throw new IllegalStateException("this JDK has no TLS", e);
            }
        }
        return hello.clone();
    }

    /** How many bytes of it follow its header. */
    static int rest(byte[] header) {
        return isTls(header)
                ? (header[TLS_HEADER - 2] & 0xff) << Byte.SIZE | header[TLS_HEADER - 1] & 0xff
                : HTTP_BYTES - HEADER;
    }

    /** @return bytes of the answer that it asks for; 0 if it is no such request */
    static int answer(byte[] request) {
        if (isTls(request)) {
            return TLS_ANSWER;
        }
        long answer = 0;
        for (int at = PATH.length(); at < request.length && request[at] >= '0' && request[at] <= '9'; at++) {
            answer = Math.min(Integer.MAX_VALUE, 10 * answer + request[at] - '0');
        }
        return (int) answer;
    }

    private static boolean isTls(byte[] request) {
        return request.length > 0 && request[0] == TLS_HANDSHAKE;
    }
}
