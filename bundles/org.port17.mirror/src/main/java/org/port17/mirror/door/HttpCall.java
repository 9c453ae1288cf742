package org.port17.mirror.door;

import com.sun.net.httpserver.HttpExchange;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.IntConsumer;

/** One request and its answer. Answer once. Used by one thread. */
public final class HttpCall {
    private static final int PIECE = 16 << 10;
    private final HttpExchange exchange;
    private final IntConsumer moved;
    private final Runnable away;

    /**
     * @param moved told of the bytes of each piece of a body that was read or written
     * @param away told before something that waits for others
     */
    HttpCall(HttpExchange exchange, IntConsumer moved, Runnable away) {
        this.exchange = exchange;
        this.moved = moved;
        this.away = away;
    }

    /** Method and path, such as {@code GET /v1/head}. */
    public String request() {
        return exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
    }

    boolean writes() {
        return exchange.getRequestMethod().equals("POST");
    }

    public InetAddress caller() {
        return exchange.getRemoteAddress().getAddress();
    }

    /** The body, for whoever reads no more of it than it is worth. */
    public InputStream body() {
        return new FilterInputStream(exchange.getRequestBody()) {
            @Override
            public int read() throws IOException {
                int next = super.read();
                moved.accept(next < 0 ? 0 : 1);
                return next;
            }

            @Override
            public int read(byte[] into, int at, int length) throws IOException {
                int read = super.read(into, at, length);
                moved.accept(Math.max(0, read));
                return read;
            }
        };
    }

    /** The whole body, unless it is longer than {@code max} bytes; then the caller has been answered. */
    public Optional<byte[]> body(int max) throws IOException {
        byte[] body = announced() > max ? new byte[0] : body().readNBytes(max + 1);
        if (announced() > max || body.length > max) {
            // What follows is not worth reading, so the connection goes.
            last();
            text(413, "longer than " + max + " bytes");
            return Optional.empty();
        }
        return Optional.of(body);
    }

    /** How long the body is to be; -1 if the caller does not say. */
    private long announced() {
        try {
            return Long.parseLong(exchange.getRequestHeaders().getFirst("Content-Length"));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** What follows waits for others and not for the caller, and is bounded by itself. Then answer briefly. */
    public void away() {
        away.run();
    }

    /** The connection ends with this answer. */
    public void last() {
        exchange.getResponseHeaders().set("Connection", "close");
    }

    /** Answers that what was sent has been taken. */
    public void taken() throws IOException {
        exchange.sendResponseHeaders(204, -1);
    }

    /** Answers with a piece, or that there is none. @param tag empty: it is what its path says and never changes */
    public void content(Optional<byte[]> found, String tag) throws IOException {
        if (found.isEmpty()) {
            text(404, "nothing here");
            return;
        }
        byte[] body = found.get();
        String quoted = '"' + tag + '"';
        if (!tag.isEmpty()) {
            exchange.getResponseHeaders().set("ETag", quoted);
        }
        exchange.getResponseHeaders().set("Cache-Control", "no-cache");
        if (quoted.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
            exchange.sendResponseHeaders(304, -1);
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
        exchange.sendResponseHeaders(200, body.length);
        OutputStream out = exchange.getResponseBody();
        for (int at = 0; at < body.length; at += PIECE) {
            int length = Math.min(PIECE, body.length - at);
            out.write(body, at, length);
            moved.accept(length);
        }
    }

    /** Answers with a line of plain ASCII. */
    public void text(int status, String line) throws IOException {
        byte[] body = (line + "\n").getBytes(StandardCharsets.US_ASCII);
        exchange.getResponseHeaders().set("Content-Type", "text/plain");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
