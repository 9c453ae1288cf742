package org.port17.netty.dial;

import io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.util.Locale;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;

/** What a failed connect means. Causes are not kept: their messages hold the address. */
final class ConnectFailure {
    private ConnectFailure() {}

    static Port17Exception of(Throwable cause) {
        ErrorKind kind = kind(cause);
        return new Port17Exception(
                kind, kind == ErrorKind.CONNECTION_REFUSED ? Retry.LATER : Retry.ELSEWHERE, text(kind));
    }

    static Port17Exception timeout() {
        return new Port17Exception(ErrorKind.TIMEOUT, Retry.ELSEWHERE, text(ErrorKind.TIMEOUT));
    }

    private static ErrorKind kind(Throwable cause) {
        String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (cause instanceof ConnectTimeoutException || message.contains("timed out")) {
            return ErrorKind.TIMEOUT;
        }
        if (message.contains("network is unreachable") || message.contains("protocol not supported")) {
            return ErrorKind.NETWORK_UNREACHABLE;
        }
        if (cause instanceof NoRouteToHostException
                || message.contains("no route to host")
                || message.contains("host is")) {
            return ErrorKind.HOST_UNREACHABLE;
        }
        if (cause instanceof ConnectException && message.contains("refused")) {
            return ErrorKind.CONNECTION_REFUSED;
        }
        if (message.contains("reset")) {
            return ErrorKind.CONNECTION_RESET;
        }
        return ErrorKind.HOST_UNREACHABLE;
    }

    private static String text(ErrorKind kind) {
        return switch (kind) {
            case TIMEOUT -> "the destination did not answer in time";
            case NETWORK_UNREACHABLE -> "the destination's network cannot be reached";
            case CONNECTION_REFUSED -> "the destination refused the connection";
            case CONNECTION_RESET -> "the destination reset the connection";
            default -> "the destination cannot be reached";
        };
    }
}
