package org.port17.edge.socks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.port17.api.ErrorKind;

/** The reply codes of RFC 1928 section 6. */
enum SocksReply {
    SUCCEEDED(0),
    GENERAL_FAILURE(1),
    NOT_ALLOWED(2),
    NETWORK_UNREACHABLE(3),
    HOST_UNREACHABLE(4),
    CONNECTION_REFUSED(5),
    TTL_EXPIRED(6),
    COMMAND_NOT_SUPPORTED(7),
    ADDRESS_TYPE_NOT_SUPPORTED(8);

    private final int code;

    SocksReply(int code) {
        this.code = code;
    }

    /** The code that tells an application most about {@code kind}. */
    static SocksReply of(ErrorKind kind) {
        return switch (kind) {
            case TARGET_DENIED, NOT_ENCRYPTED -> NOT_ALLOWED;
            case NETWORK_UNREACHABLE -> NETWORK_UNREACHABLE;
            case HOST_UNREACHABLE, NAME_NOT_FOUND -> HOST_UNREACHABLE;
            case CONNECTION_REFUSED -> CONNECTION_REFUSED;
            case TIMEOUT -> TTL_EXPIRED;
            case UNSUPPORTED -> COMMAND_NOT_SUPPORTED;
            default -> GENERAL_FAILURE;
        };
    }

    int code() {
        return code;
    }

    /** The reply's bytes; the bound address is always 0.0.0.0:0, since nobody may learn the exit's. */
    ByteBuf bytes() {
        return Unpooled.wrappedBuffer(new byte[] {5, (byte) code, 0, 1, 0, 0, 0, 0, 0, 0});
    }
}
