package org.port17.edge.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;

/** What a proxy does to headers (RFC 9110 section 7.6). Nothing is ever added that names the proxy or the client. */
final class ProxyHeaders {
    private static final List<CharSequence> HOP_BY_HOP = List.of(
            HttpHeaderNames.CONNECTION,
            HttpHeaderNames.PROXY_CONNECTION,
            HttpHeaderNames.PROXY_AUTHORIZATION,
            HttpHeaderNames.PROXY_AUTHENTICATE,
            HttpHeaderNames.TE,
            HttpHeaderNames.UPGRADE,
            "keep-alive");

    /** Framing and addressing stay, whatever a Connection header says. */
    private static final Set<String> KEPT = Set.of("host", "content-length", "transfer-encoding");

    private static final String BASIC = "basic ";

    private ProxyHeaders() {}

    /** Whether the application wants to use its connection again. */
    static boolean keepsAlive(HttpRequest request) {
        boolean close = lists(request, HttpHeaderValues.CLOSE);
        return !close
                && (request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) >= 0
                        || lists(request, HttpHeaderValues.KEEP_ALIVE));
    }

    private static boolean lists(HttpMessage message, CharSequence option) {
        return message.headers().containsValue(HttpHeaderNames.CONNECTION, option, true)
                || message.headers().containsValue(HttpHeaderNames.PROXY_CONNECTION, option, true);
    }

    /** Whether the message asks for, or agrees to, another protocol. */
    static boolean upgrades(HttpMessage message) {
        return message.headers().containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
                && message.headers().contains(HttpHeaderNames.UPGRADE);
    }

    /** Removes what was meant for this hop only; an upgrade is kept as one. */
    static void forNextHop(HttpMessage message) {
        HttpHeaders headers = message.headers();
        String upgrade = upgrades(message) ? headers.get(HttpHeaderNames.UPGRADE) : null;
        for (String value : headers.getAll(HttpHeaderNames.CONNECTION)) {
            for (String name : value.split(",")) {
                String listed = name.strip().toLowerCase(Locale.ROOT);
                if (!listed.isEmpty() && !KEPT.contains(listed)) {
                    headers.remove(listed);
                }
            }
        }
        HOP_BY_HOP.forEach(headers::remove);
        if (upgrade != null) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
            headers.set(HttpHeaderNames.UPGRADE, upgrade);
        }
    }

    /**
     * The user name of Basic credentials for this proxy, by which streams are kept apart; empty without any.
     *
     * @throws Port17Exception BAD_INPUT if there are credentials that cannot be read: isolation must not be lost silently
     */
    static String application(HttpRequest request) throws Port17Exception {
        String credentials = request.headers().get(HttpHeaderNames.PROXY_AUTHORIZATION);
        if (credentials == null) {
            return "";
        }
        if (!credentials.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, "only Basic proxy credentials are understood");
        }
        try {
            byte[] plain = Base64.getDecoder()
                    .decode(credentials.substring(BASIC.length()).strip());
            String text = new String(plain, StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            String name = colon < 0 ? text : text.substring(0, colon);
            if (name.length() > 255 || name.chars().anyMatch(Character::isISOControl)) {
                throw new Port17Exception(ErrorKind.BAD_INPUT, "the proxy user name is not usable");
            }
            return name;
        } catch (IllegalArgumentException e) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, Retry.NEVER, "the proxy credentials are not Base64", e);
        }
    }
}
