package org.port17.edge.http;

import io.netty.handler.codec.http.HttpMethod;
import org.port17.api.Destination;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;

/**
 * Where a request goes, read from its target (RFC 9112 section 3.2).
 *
 * @param path the target in origin-form, empty for CONNECT
 */
record ProxyTarget(Destination destination, String path) {
    private static final String SCHEME = "http://";
    private static final int HTTP_PORT = 80;

    /** @throws Port17Exception BAD_INPUT unless the target is authority-form for CONNECT, else absolute-form of http */
    static ProxyTarget of(HttpMethod method, String target) throws Port17Exception {
        if (HttpMethod.CONNECT.equals(method)) {
            return new ProxyTarget(destination(target, -1), "");
        }
        if (!target.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw bad("this port is an HTTP proxy: it takes CONNECT and requests for http:// addresses");
        }
        int start = SCHEME.length();
        int end = start;
        while (end < target.length() && "/?#".indexOf(target.charAt(end)) < 0) {
            end++;
        }
        int fragment = target.indexOf('#', end);
        String path = target.substring(end, fragment < 0 ? target.length() : fragment);
        if (path.isEmpty()) {
            path = HttpMethod.OPTIONS.equals(method) ? "*" : "/";
        } else if (path.charAt(0) == '?') {
            path = "/" + path;
        }
        return new ProxyTarget(destination(target.substring(start, end), HTTP_PORT), path);
    }

    /** The value of the Host header. */
    String host() {
        String revealed = destination.reveal();
        return destination.port() == HTTP_PORT ? revealed.substring(0, revealed.lastIndexOf(':')) : revealed;
    }

    private static Destination destination(String authority, int defaultPort) throws Port17Exception {
        int colon = authority.lastIndexOf(':');
        boolean hasPort = colon > authority.lastIndexOf(']');
        String host = hasPort ? authority.substring(0, colon) : authority;
        String port = hasPort ? authority.substring(colon + 1) : "";
        if (host.isEmpty() || (host.indexOf(':') >= 0 && host.charAt(0) != '[')) {
            throw bad("the request's target is not a host and port");
        }
        if (port.isEmpty()) {
            return Destination.of(host, defaultPort);
        }
        if (port.length() > 5 || !port.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw bad("the request's port is not a number");
        }
        return Destination.of(host, Integer.parseInt(port));
    }

    private static Port17Exception bad(String why) {
        return new Port17Exception(ErrorKind.BAD_INPUT, Retry.NEVER, why);
    }
}
