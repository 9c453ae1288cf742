package org.port17.edge.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import org.port17.api.ErrorKind;

/**
 * The proxy's own answers: a status, a {@code Proxy-Status} (RFC 9209) and a small page, HTML for browsers and plain
 * text for everyone else. It repeats nothing of the request.
 */
record ErrorPage(HttpResponseStatus status, String error, String text) {
    /** The page for what went wrong. */
    static ErrorPage of(ErrorKind kind) {
        return switch (kind) {
            case NAME_NOT_FOUND ->
                new ErrorPage(
                        HttpResponseStatus.BAD_GATEWAY,
                        "dns_error",
                        "The name of this site was not found at the exit.");
            case CONNECTION_REFUSED ->
                new ErrorPage(HttpResponseStatus.BAD_GATEWAY, "connection_refused", "The site refused the connection.");
            case HOST_UNREACHABLE, NETWORK_UNREACHABLE ->
                new ErrorPage(
                        HttpResponseStatus.BAD_GATEWAY,
                        "destination_ip_unroutable",
                        "The site cannot be reached from the exit.");
            case TIMEOUT ->
                new ErrorPage(
                        HttpResponseStatus.GATEWAY_TIMEOUT, "connection_timeout", "The site did not answer in time.");
            case TARGET_DENIED ->
                new ErrorPage(
                        HttpResponseStatus.FORBIDDEN,
                        "destination_ip_prohibited",
                        "Your rules or the exit's policy forbid this destination.");
            case NOT_ENCRYPTED ->
                new ErrorPage(
                        HttpResponseStatus.FORBIDDEN,
                        "destination_ip_prohibited",
                        "This connection is not encrypted and no trusted exit may carry it; others could read it. "
                                + "Try https, or see port17:nodes for trusted exits.");
            case CONNECTION_RESET, CIRCUIT_BROKEN ->
                new ErrorPage(
                        HttpResponseStatus.BAD_GATEWAY,
                        "connection_terminated",
                        "The connection broke before an answer came. Try again.");
            case NO_ROUTE, NODE_UNREACHABLE ->
                new ErrorPage(
                        HttpResponseStatus.BAD_GATEWAY,
                        "destination_unavailable",
                        "No route through the network is available now. Is the network running? See port17:status.");
            case OVERLOADED ->
                new ErrorPage(
                        HttpResponseStatus.SERVICE_UNAVAILABLE,
                        "connection_limit_reached",
                        "Too much is going on at once. Try again in a moment.");
            case UNSUPPORTED ->
                new ErrorPage(
                        HttpResponseStatus.NOT_IMPLEMENTED, "proxy_configuration_error", "This is not supported.");
            case BAD_INPUT -> badRequest("The request cannot be understood.");
            case PROTOCOL ->
                new ErrorPage(
                        HttpResponseStatus.BAD_GATEWAY, "http_protocol_error", "The site's answer is not valid HTTP.");
            default ->
                new ErrorPage(
                        HttpResponseStatus.BAD_GATEWAY,
                        "proxy_internal_error",
                        "The connection failed. See port17:status.");
        };
    }

    /** 400 with {@code text}. */
    static ErrorPage badRequest(String text) {
        return new ErrorPage(HttpResponseStatus.BAD_REQUEST, "http_request_error", text);
    }

    /** The whole answer; the connection closes after it. */
    ByteBuf bytes(HttpRequest request) {
        boolean html = request.headers().contains(HttpHeaderNames.ACCEPT)
                && String.join(",", request.headers().getAll(HttpHeaderNames.ACCEPT))
                        .contains("text/html");
        byte[] body = (html ? html() : status.reasonPhrase() + "\n\n" + text + "\n").getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + status.code() + " " + status.reasonPhrase() + "\r\n"
                + "Content-Type: " + (html ? "text/html" : "text/plain") + "; charset=utf-8\r\n"
                + "Proxy-Status: port17; error=" + error + "\r\n"
                + "Cache-Control: no-store\r\nConnection: close\r\n"
                + "Content-Length: " + body.length + "\r\n\r\n";
        ByteBuf all = Unpooled.buffer(head.length() + body.length);
        all.writeCharSequence(head, StandardCharsets.US_ASCII);
        if (!HttpMethod.HEAD.equals(request.method())) {
            all.writeBytes(body);
        }
        return all;
    }

    private String html() {
        return "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>" + status.code() + " "
                + status.reasonPhrase()
                + "</title><body style=\"font-family:sans-serif;max-width:40em;margin:4em auto\">"
                + "<h1>" + status.reasonPhrase() + "</h1><p>" + text + "</p><hr><p><small>Port17, HTTP proxy on this"
                + " computer</small></p></body></html>\n";
    }
}
