package org.port17.launcher.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.port17.launcher.cli.HostPort;
import org.port17.launcher.world.Spot;

/** A web site somewhere in the world, over TLS and in the clear. It answers with the address of who asks. */
final class Site implements AutoCloseable {
    private final Spot spot;
    private final HttpsServer tls;
    private final HttpServer clear;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "site");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<String> readers = ConcurrentHashMap.newKeySet();

    private Site(Spot spot, HttpsServer tls, HttpServer clear) {
        this.spot = spot;
        this.tls = tls;
        this.clear = clear;
    }

    static Site open(Spot spot, SSLContext certificate) throws IOException {
        HttpsServer tls = HttpsServer.create(new InetSocketAddress(spot.address(), 0), 0);
        HttpServer clear = HttpServer.create(new InetSocketAddress(spot.address(), 0), 0);
        Site site = new Site(spot, tls, clear);
        tls.setHttpsConfigurator(new HttpsConfigurator(certificate));
        for (HttpServer server : List.of(tls, clear)) {
            server.setExecutor(site.threads);
            server.start();
        }
        tls.createContext("/", Site::answer);
        clear.createContext("/", exchange -> {
            site.readers.add(exchange.getRemoteAddress().getAddress().getHostAddress());
            answer(exchange);
        });
        return site;
    }

    private static void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRemoteAddress().getAddress().getHostAddress().getBytes(StandardCharsets.US_ASCII);
        exchange.sendResponseHeaders(200, body.length);
        // The exchange ends, the connection stays.
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    Spot spot() {
        return spot;
    }

    HostPort at(boolean encrypted) {
        HttpServer server = encrypted ? tls : clear;
        return new HostPort(spot.address(), server.getAddress().getPort());
    }

    /** Addresses from which something was read in the clear. */
    Set<String> readers() {
        return Set.copyOf(readers);
    }

    @Override
    public void close() {
        tls.stop(0);
        clear.stop(0);
        threads.shutdownNow();
    }
}
