package org.port17.authority;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.netmap.format.PrekeySet;
import org.port17.netmap.format.SignedNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The authority's HTTP door. Bounds: 8 KiB for a record, 1 MiB for prekeys, 20 s for an exchange, a rate for each
 * caller. Everything sent is verified before it touches the registry. Requests are not logged.
 */
final class HttpDoor {
    static final int MAX_PREKEYS = 1 << 20;
    private static final Logger LOG = LoggerFactory.getLogger(HttpDoor.class);
    private static final long DEADLINE_MILLIS = 20_000;
    private static final int BACKLOG = 128;
    private final Registry registry;
    private final MapIssuer issuer;
    private final byte[] publicKey;
    private final RateLimit reads;
    private final RateLimit writes;
    private final DeadlineExecutor workers = new DeadlineExecutor(DEADLINE_MILLIS);
    private HttpServer server;

    HttpDoor(Registry registry, MapIssuer issuer, byte[] publicKey, RateLimit reads, RateLimit writes) {
        this.registry = registry;
        this.issuer = issuer;
        this.publicKey = publicKey;
        this.reads = reads;
        this.writes = writes;
    }

    /** Opens the port. @throws Port17Exception CONFIG, with the port, if it is taken or may not be used */
    int open(String host, int port) throws Port17Exception {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(host), port), BACKLOG);
        } catch (IOException e) {
            workers.stop();
            throw new Port17Exception(
                    ErrorKind.CONFIG,
                    Retry.LATER,
                    "port " + port + " is taken or may not be used: choose another, or stop what uses it",
                    e);
        }
        server.setExecutor(workers);
        server.createContext("/", this::serve);
        server.start();
        return server.getAddress().getPort();
    }

    void close() {
        if (server != null) {
            server.stop(0);
        }
        workers.stop();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String request =
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
            String caller = exchange.getRemoteAddress().getAddress().getHostAddress();
            boolean write = exchange.getRequestMethod().equals("POST");
            if (!(write ? writes : reads).admits(caller)) {
                answer(exchange, 429, "too many requests");
                return;
            }
            route(exchange, request);
        } catch (RuntimeException e) {
            LOG.error("a defect broke a request", e);
        }
    }

    private void route(HttpExchange exchange, String request) throws IOException {
        Issued issued = issuer.issued();
        switch (request) {
            case "GET /v1/map" -> content(exchange, issued.map().bytes(), issued.mapTag());
            case "GET /v1/prekeys" -> content(exchange, issued.prekeys(), issued.prekeyTag());
            case "GET /v1/key" -> answer(exchange, 200, HexFormat.of().formatHex(publicKey));
            case "POST /v1/node" -> take(exchange, SignedNode.MAX, b -> registry.node(SignedNode.parse(b)));
            case "POST /v1/prekeys" ->
                take(exchange, MAX_PREKEYS, b -> registry.prekeys(PrekeySet.parse(b, Registry.MAX_PREKEYS_PER_POST)));
            default -> answer(exchange, 404, "nothing here");
        }
    }

    private static void content(HttpExchange exchange, byte[] body, String tag) throws IOException {
        String quoted = '"' + tag + '"';
        exchange.getResponseHeaders().set("ETag", quoted);
        exchange.getResponseHeaders().set("Cache-Control", "no-cache");
        if (quoted.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
            exchange.sendResponseHeaders(304, -1);
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    private void take(HttpExchange exchange, int max, Taker taker) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(max + 1);
        if (body.length > max) {
            // What follows is not worth reading, so the connection goes.
            exchange.getResponseHeaders().set("Connection", "close");
            answer(exchange, 413, "longer than " + max + " bytes");
            return;
        }
        try {
            if (taker.take(body)) {
                issuer.touch();
            }
            exchange.sendResponseHeaders(204, -1);
        } catch (Port17Exception e) {
            answer(exchange, status(e.kind()), e.getMessage());
        }
    }

    private static int status(ErrorKind kind) {
        return switch (kind) {
            case TAMPERED -> 403;
            case UNSUPPORTED -> 404;
            case CONFIG -> 409;
            case REPLAYED -> 412;
            case OVERLOADED -> 503;
            default -> 400;
        };
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = (text + "\n").getBytes(StandardCharsets.US_ASCII);
        exchange.getResponseHeaders().set("Content-Type", "text/plain");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private interface Taker {
        boolean take(byte[] body) throws Port17Exception;
    }
}
