package org.port17.mirror.door;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.netmap.http.Patience;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTP port that hands out the maps of a {@link History}. Bounds: for each caller a rate, for each of their networks so many exchanges
 * at once, for each exchange 20 s and one more for each 8 KiB that moved. Requests are not logged. What it hands out needs no trust in
 * it: readers verify everything.
 */
public final class MapDoor {
    private static final Logger LOG = LoggerFactory.getLogger(MapDoor.class);
    private static final Patience PATIENCE = new Patience(Duration.ofSeconds(20), 8 << 10);
    private static final int AT_ONCE = 16;
    private static final int BACKLOG = 128;
    private static final Pattern PIECE = Pattern.compile("GET /v1/(?:head/(?<epoch>[0-9]{1,18})"
            + "|columns/(?<columns>[0-9a-f]{64})"
            + "|prekeys/(?<prekeys>[0-9a-f]{64})"
            + "|diff/(?<from>[0-9a-f]{64})/(?<to>[0-9a-f]{64})"
            + "|records/(?<root>[0-9a-f]{64})/(?<cell>[0-9]{1,7}))");
    private final History history;
    private final RateLimit reads;
    private final RateLimit writes;
    private final PrefixLimit atOnce;
    private final More more;
    private final DeadlineExecutor workers;
    private HttpServer server;

    /** Requests beyond those for pieces of maps. */
    @FunctionalInterface
    public interface More {
        /** @return whether it answered */
        boolean serve(HttpCall call) throws IOException;
    }

    /** @param name of its threads */
    public MapDoor(String name, History history, RateLimit reads, RateLimit writes, More more) {
        this(new DeadlineExecutor(name, PATIENCE), new PrefixLimit(AT_ONCE), history, reads, writes, more);
    }

    MapDoor(
            DeadlineExecutor workers,
            PrefixLimit atOnce,
            History history,
            RateLimit reads,
            RateLimit writes,
            More more) {
        this.history = history;
        this.reads = reads;
        this.writes = writes;
        this.more = more;
        this.workers = workers;
        this.atOnce = atOnce;
    }

    /** Opens the port. @throws Port17Exception CONFIG, with the port, if it is taken or may not be used */
    public int open(String host, int port) throws Port17Exception {
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

    /** The port is free again when this returns. */
    public void close() {
        if (server != null) {
            server.stop(0);
        }
        workers.stop();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            workers.begun();
            HttpCall call = new HttpCall(exchange, workers::moved, workers::away);
            InetAddress caller = call.caller();
            if (!atOnce.enters(caller)) {
                call.last();
                call.text(429, "too many requests at once");
                return;
            }
            try {
                serve(call);
            } finally {
                atOnce.leaves(caller);
            }
        } catch (RuntimeException e) {
            LOG.error("a defect broke a request", e);
        }
    }

    private void serve(HttpCall call) throws IOException {
        if (!(call.writes() ? writes : reads).admits(call.caller().getHostAddress())) {
            call.text(429, "too many requests");
        } else if (!more.serve(call)) {
            piece(call);
        }
    }

    /** Parts of maps, all but the newest head by what they are and not by when they are asked for. */
    private void piece(HttpCall call) throws IOException {
        String request = call.request();
        Matcher wanted = PIECE.matcher(request);
        if (request.equals("GET /v1/head")) {
            Optional<Issued> newest = history.newest();
            call.content(
                    newest.map(m -> m.head().bytes()),
                    newest.map(m -> Long.toString(m.epoch())).orElse(""));
        } else if (!wanted.matches()) {
            call.text(404, "nothing here");
        } else if (wanted.group("epoch") != null) {
            long epoch = Long.parseLong(wanted.group("epoch"));
            call.content(history.epoch(epoch).map(m -> m.head().bytes()), "");
        } else if (wanted.group("columns") != null) {
            call.content(
                    history.root(wanted.group("columns")).map(m -> m.edition().packed()), "");
        } else if (wanted.group("prekeys") != null) {
            call.content(history.prekeys(wanted.group("prekeys")), "");
        } else if (wanted.group("from") != null) {
            call.content(diff(wanted.group("from"), wanted.group("to")), "");
        } else {
            int cell = Integer.parseInt(wanted.group("cell"));
            call.content(
                    history.root(wanted.group("root")).flatMap(m -> m.edition().records(cell)), "");
        }
    }

    private Optional<byte[]> diff(String from, String to) {
        try {
            return history.diff(from, to);
        } catch (Port17Exception e) {
            LOG.error("no diff could be made; who asked fetches the whole map", e);
            return Optional.empty();
        }
    }
}
