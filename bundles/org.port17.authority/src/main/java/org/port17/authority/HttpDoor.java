package org.port17.authority;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.netmap.format.PrekeySet;
import org.port17.netmap.format.SignedNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The authority's HTTP door. Bounds: 8 KiB for a record, 1 MiB for prekeys, for a map of another authority what {@link Intake} says,
 * 20 s for an exchange, a rate for each caller. Everything sent is verified before it touches the registry. Requests are not logged.
 */
final class HttpDoor {
    static final int MAX_PREKEYS = 1 << 20;
    private static final Logger LOG = LoggerFactory.getLogger(HttpDoor.class);
    private static final long DEADLINE_MILLIS = 20_000;
    private static final int BACKLOG = 128;
    private static final Pattern PIECE = Pattern.compile("GET /v1/(?:head/(?<epoch>[0-9]{1,18})"
            + "|columns/(?<columns>[0-9a-f]{64})"
            + "|diff/(?<from>[0-9a-f]{64})/(?<to>[0-9a-f]{64})"
            + "|records/(?<root>[0-9a-f]{64})/(?<cell>[0-9]{1,7}))");
    private final Registry registry;
    private final AddressRules rules;
    private final MapIssuer issuer;
    private final byte[] publicKey;
    private final RateLimit reads;
    private final RateLimit writes;
    private final DeadlineExecutor workers = new DeadlineExecutor(DEADLINE_MILLIS);
    private HttpServer server;

    HttpDoor(
            Registry registry,
            AddressRules rules,
            MapIssuer issuer,
            byte[] publicKey,
            RateLimit reads,
            RateLimit writes) {
        this.registry = registry;
        this.rules = rules;
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
        switch (request) {
            case "GET /v1/head" -> {
                Optional<Issued> newest = issuer.history().newest();
                content(
                        exchange,
                        newest.map(m -> m.head().bytes()),
                        newest.map(m -> Long.toString(m.epoch())).orElse(""));
            }
            case "GET /v1/prekeys" ->
                content(
                        exchange,
                        Optional.of(issuer.history().prekeys()),
                        issuer.history().prekeyTag());
            case "GET /v1/key" -> answer(exchange, 200, HexFormat.of().formatHex(publicKey));
            case "GET /v1/proven" ->
                content(exchange, Optional.of(Proven.write(issuer.served().nodes())), "");
            case "GET /v1/measured" ->
                content(exchange, Optional.of(Measured.write(issuer.served().nodes())), "");
            case "POST /v1/node" -> node(exchange);
            case "POST /v1/prekeys" ->
                take(exchange, MAX_PREKEYS, b -> issuer.prekeys(PrekeySet.parse(b, Registry.MAX_PREKEYS_PER_POST)));
            case "POST /v1/cosign" -> map(exchange, issuer::cosign);
            case "POST /v1/signed" -> map(exchange, issuer::signed);
            default -> pieces(exchange, request);
        }
    }

    /** Parts of maps, by what they are and not by when they are asked for. */
    private void pieces(HttpExchange exchange, String request) throws IOException {
        History history = issuer.history();
        Matcher wanted = PIECE.matcher(request);
        if (!wanted.matches()) {
            answer(exchange, 404, "nothing here");
            return;
        }
        if (wanted.group("epoch") != null) {
            long epoch = Long.parseLong(wanted.group("epoch"));
            content(exchange, history.epoch(epoch).map(m -> m.head().bytes()), "");
        } else if (wanted.group("columns") != null) {
            content(
                    exchange,
                    history.root(wanted.group("columns")).map(m -> m.edition().packed()),
                    "");
        } else if (wanted.group("from") != null) {
            content(exchange, diff(history, wanted.group("from"), wanted.group("to")), "");
        } else {
            int cell = Integer.parseInt(wanted.group("cell"));
            content(
                    exchange,
                    history.root(wanted.group("root")).flatMap(m -> m.edition().records(cell)),
                    "");
        }
    }

    private static Optional<byte[]> diff(History history, String from, String to) {
        try {
            return history.diff(from, to);
        } catch (Port17Exception e) {
            LOG.error("no diff could be made; who asked fetches the whole map", e);
            return Optional.empty();
        }
    }

    /** @param tag empty: the piece is what its path says and never changes */
    private static void content(HttpExchange exchange, Optional<byte[]> found, String tag) throws IOException {
        if (found.isEmpty()) {
            answer(exchange, 404, "nothing here");
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
        exchange.getResponseBody().write(body);
    }

    /** What is taken is not in the map yet, as a rule; the answer says why not. */
    private void node(HttpExchange exchange) throws IOException {
        Optional<byte[]> body = body(exchange, SignedNode.MAX);
        if (body.isEmpty()) {
            return;
        }
        try {
            SignedNode record = SignedNode.parse(body.get());
            if (registry.node(record, rules.origin(exchange.getRemoteAddress().getAddress()))) {
                issuer.touch();
            }
            Standing standing = registry.standing(record.id());
            if (standing == Standing.LISTED || standing == Standing.WITHDRAWN) {
                exchange.sendResponseHeaders(204, -1);
            } else {
                answer(exchange, 202, standing.words());
            }
        } catch (Port17Exception e) {
            answer(exchange, status(e.kind()), e.getMessage());
        }
    }

    private void take(HttpExchange exchange, int max, Taker taker) throws IOException {
        Optional<byte[]> body = body(exchange, max);
        if (body.isEmpty()) {
            return;
        }
        try {
            if (taker.take(body.get())) {
                issuer.touch();
            }
            exchange.sendResponseHeaders(204, -1);
        } catch (Port17Exception e) {
            answer(exchange, status(e.kind()), e.getMessage());
        }
    }

    /** A map from another authority. Its body is read by who takes it, as far as it is worth it. */
    private void map(HttpExchange exchange, Replier replier) throws IOException {
        try {
            byte[] reply = replier.reply(exchange.getRequestBody());
            if (reply.length == 0) {
                exchange.sendResponseHeaders(204, -1);
            } else {
                content(exchange, Optional.of(reply), "");
            }
        } catch (Port17Exception e) {
            exchange.getResponseHeaders().set("Connection", "close");
            answer(exchange, status(e.kind()), e.getMessage());
        }
    }

    /** The whole body, unless it is too long; then the caller has been answered. */
    private static Optional<byte[]> body(HttpExchange exchange, int max) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(max + 1);
        if (body.length > max) {
            // What follows is not worth reading, so the connection goes.
            exchange.getResponseHeaders().set("Connection", "close");
            answer(exchange, 413, "longer than " + max + " bytes");
            return Optional.empty();
        }
        return Optional.of(body);
    }

    private static int status(ErrorKind kind) {
        return switch (kind) {
            case TAMPERED -> 403;
            case UNSUPPORTED -> 404;
            case CONFIG -> 409;
            case REPLAYED -> 412;
            case TARGET_DENIED -> 422;
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

    private interface Replier {
        byte[] reply(InputStream body) throws IOException, Port17Exception;
    }
}
