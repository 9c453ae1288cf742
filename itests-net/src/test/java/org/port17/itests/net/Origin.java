package org.port17.itests.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A TCP server in this JVM, one thread per connection. */
final class Origin implements AutoCloseable {
    /** What it does with a connection; the connection closes (FIN) when this returns and resets when it throws. */
    interface Service {
        void serve(Socket connection) throws Exception;
    }

    private static final int BACKLOG = 512;

    private final ServerSocket server;
    private final Service service;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "origin");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private Origin(ServerSocket server, Service service) {
        this.server = server;
        this.service = service;
    }

    static Origin at(String host, int port, Service service) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(host), port);
        ServerSocket server = OriginPort.whenFree(() -> {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(address, BACKLOG);
            return socket;
        });
        Origin origin = new Origin(server, service);
        origin.threads.execute(origin::accept);
        return origin;
    }

    /** Reads up to the blank line that ends an HTTP request's header. */
    static String header(Socket connection) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
            int next = connection.getInputStream().read();
            if (next < 0 || text.length() > 8_192) {
                throw new IOException("no request");
            }
            text.append((char) next);
        }
        return text.toString();
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = server.accept();
                open.add(connection);
                threads.execute(() -> serve(connection));
            }
        } catch (IOException e) {
            // Closed: the test is over.
            threads.shutdown();
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            try {
                service.serve(connection);
            } catch (Exception e) {
                // The peer has gone, or the service wants it gone: either way no clean end.
                connection.setSoLinger(true, 0);
            }
        } catch (IOException e) {
            // Nothing left to close.
            return;
        } finally {
            open.remove(connection);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket connection : open) {
            connection.close();
        }
    }
}
