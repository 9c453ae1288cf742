package org.port17.cell;

import java.util.EnumMap;
import java.util.Map;
import org.port17.api.ErrorKind;

/** Error kinds as one byte on the wire. A code this table lacks reads as {@link ErrorKind#CIRCUIT_BROKEN}. */
public final class ResetCode {
    private static final Map<ErrorKind, Integer> CODES = new EnumMap<>(ErrorKind.class);
    private static final ErrorKind[] KINDS = new ErrorKind[256];

    static {
        put(1, ErrorKind.PROTOCOL);
        put(2, ErrorKind.STALE_PREKEY);
        put(3, ErrorKind.NO_SUITE);
        put(4, ErrorKind.NODE_UNREACHABLE);
        put(5, ErrorKind.CIRCUIT_BROKEN);
        put(6, ErrorKind.TARGET_DENIED);
        put(7, ErrorKind.NAME_NOT_FOUND);
        put(8, ErrorKind.CONNECTION_REFUSED);
        put(9, ErrorKind.HOST_UNREACHABLE);
        put(10, ErrorKind.NETWORK_UNREACHABLE);
        put(11, ErrorKind.CONNECTION_RESET);
        put(12, ErrorKind.TIMEOUT);
        put(13, ErrorKind.OVERLOADED);
        put(14, ErrorKind.UNPAID);
        put(15, ErrorKind.UNSUPPORTED);
        put(16, ErrorKind.CLOSED);
        put(17, ErrorKind.INTERNAL);
        put(18, ErrorKind.NOT_ENCRYPTED);
    }

    private ResetCode() {}

    private static void put(int code, ErrorKind kind) {
        CODES.put(kind, code);
        KINDS[code] = kind;
    }

    public static int of(ErrorKind kind) {
        return CODES.getOrDefault(kind, 5);
    }

    public static ErrorKind kind(int code) {
        ErrorKind kind = KINDS[code & 0xff];
        return kind == null ? ErrorKind.CIRCUIT_BROKEN : kind;
    }
}
