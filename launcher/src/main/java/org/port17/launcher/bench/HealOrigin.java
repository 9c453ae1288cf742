package org.port17.launcher.bench;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.port17.launcher.cli.HostPort;
import org.port17.launcher.cli.LaunchException;

/** A web server on loopback whose answer is one word. */
final class HealOrigin implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "origin");
        thread.setDaemon(true);
        return thread;
    });

    private HealOrigin(HttpServer server) {
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            byte[] body = "here".getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        server.start();
    }

    static HealOrigin open() throws LaunchException {
        try {
            return new HealOrigin(HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 256));
        } catch (IOException e) {
            throw LaunchException.failed("no origin can be opened on loopback (" + e.getMessage() + ")", e);
        }
    }

    HostPort at() {
        return new HostPort("127.0.0.1", server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
