package org.port17.edge.socks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** Clear words for programs that speak something else on the SOCKS5 port. */
final class OtherProtocol {
    private static final String PAGE = "This is a SOCKS5 port, not a web server or HTTP proxy.\n"
            + "Set it as SOCKS5 proxy (in curl: --proxy socks5h://...), or use the HTTP proxy's port.\n";

    private OtherProtocol() {}

    /** "Request rejected" of SOCKS4: the old protocol resolves names before it asks, which would leak them. */
    static ByteBuf socks4Rejection() {
        return Unpooled.wrappedBuffer(new byte[] {0, 0x5B, 0, 0, 0, 0, 0, 0});
    }

    /** A 400 page if {@code firstByte} can start an HTTP request, else nothing. */
    static ByteBuf answer(int firstByte) {
        if (firstByte < 'A' || firstByte > 'Z') {
            return Unpooled.EMPTY_BUFFER;
        }
        return Unpooled.copiedBuffer(
                "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n"
                        + "Content-Length: " + PAGE.length() + "\r\n\r\n" + PAGE,
                StandardCharsets.US_ASCII);
    }
}
